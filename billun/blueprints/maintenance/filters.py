"""The filter that stands in the address of the list of interventions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request

from billun.blueprints.access import actor
from billun.blueprints.anomalies.period import days_of, period_of
from billun.blueprints.equipment.filters import one_of, uuid_of, word_of
from billun.blueprints.loading import person_with_id, refuse_foreign_ids
from billun.models import InterventionKind, InterventionStatus, Priority
from billun.queries.intervention_list import SORTS, InterventionFilter

# Who looks at the list wants to know what comes next.
USUAL_SORT = "soonest"
SHOWN = ("all", "unplaced")


def wanted_interventions() -> InterventionFilter:
    """What the address asks for; a word that is none of ours narrows nothing. Raises Missing for foreign ids."""
    args = request.args
    ids: dict[str, Any] = {
        name: uuid_of(args.get(name)) for name in ("equipment_id", "workshop_id", "site_id")
    }
    refuse_foreign_ids({name: id for name, id in ids.items() if id})
    status = word_of(InterventionStatus, args.get("status"))
    shown = None if status else one_of(SHOWN, args.get("show"))
    return InterventionFilter(
        q=args.get("q", "")[:100],
        open=not status and not shown,
        unplaced=shown == "unplaced",
        status=status,
        kind=word_of(InterventionKind, args.get("kind")),
        priority=word_of(Priority, args.get("priority")),
        assignee_id=assignee_in(args.get("person")),
        plan_id=uuid_of(args.get("plan_id")),
        **(ids | period_of(args, actor().company.zone)),
    )


def assignee_in(text: str | None) -> UUID | None:
    """The membership behind a user's id. Raises Missing for somebody of another company."""
    id = uuid_of(text)
    return person_with_id(id).id if id else None


def filter_arguments(wanted: InterventionFilter, sort: str) -> dict[str, str]:
    """The same as the arguments of a URL, without what narrows nothing."""
    plain = replace(wanted, since=None, until=None, open=False, unplaced=False, assignee_id=None)
    said: dict[str, Any] = {name: value for name, value in vars(plain).items() if value}
    said |= days_of(wanted, actor().company.zone)
    if wanted.assignee_id:
        said["person"] = request.args["person"]
    if wanted.unplaced:
        said["show"] = "unplaced"
    elif not wanted.open and not wanted.status:
        said["show"] = "all"
    if sort != USUAL_SORT:
        said["sort"] = sort
    return {name: str(value) for name, value in said.items()}


def wanted_sort() -> str:
    return one_of(SORTS, request.args.get("sort")) or USUAL_SORT
