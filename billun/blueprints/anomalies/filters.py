"""The filter and the order of the queue as they stand in its address."""

from __future__ import annotations

from typing import Any

from flask import request

from billun.blueprints.access import actor
from billun.blueprints.anomalies.period import days_of, period_of
from billun.blueprints.equipment.filters import one_of, uuid_of, word_of
from billun.blueprints.loading import refuse_foreign_ids
from billun.catalogue import catalogue
from billun.models import AnomalyStatus, Criticality
from billun.queries.anomaly_list import SORTS, AnomalyFilter
from billun.queries.triage_facets import AGES

# What is shown beside the reports that wait.
SHOWN = ("open", "all")
USUAL_SORT = "worst"


def wanted_reports() -> AnomalyFilter:
    """What the address asks for; a word that is none of ours narrows nothing. Raises Missing for foreign ids."""
    args = request.args
    ids: dict[str, Any] = {
        name: uuid_of(args.get(name)) for name in ("site_id", "workshop_id", "reporter_id")
    }
    refuse_foreign_ids({name: id for name, id in ids.items() if id})
    status = word_of(AnomalyStatus, args.get("status"))
    shown = None if status else one_of(SHOWN, args.get("show"))
    days = one_of(map(str, AGES), args.get("older_than_days"))
    return AnomalyFilter(
        q=args.get("q", "")[:100],
        triage=not status and not shown,
        open=shown == "open",
        status=status,
        criticality=word_of(Criticality, args.get("criticality")),
        category=one_of(catalogue.categories, args.get("category")),
        sub_category=args.get("sub_category", "")[:40] or None,
        kind=one_of(catalogue.kinds, args.get("kind")),
        older_than_days=int(days) if days else None,
        **(ids | period_of(args, actor().company.zone)),
    )


def filter_arguments(wanted: AnomalyFilter, sort: str) -> dict[str, str]:
    """The same as the arguments of a URL, without what narrows nothing."""
    said = {name: value for name, value in vars(wanted).items() if value}
    said |= days_of(wanted, actor().company.zone)
    for name in ("since", "until"):
        said.pop(name, None)
    group = {} if said.pop("triage", False) or "status" in said else {"show": "all"}
    if said.pop("open", False):
        group = {"show": "open"}
    order = {} if sort == USUAL_SORT else {"sort": sort}
    return group | {name: str(value) for name, value in said.items()} | order


def wanted_sort() -> str:
    return one_of(SORTS, request.args.get("sort")) or USUAL_SORT
