"""Anomalies in numbers: each leads to the list that it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.anomalies.statistics_table import statistics_lines
from billun.blueprints.deadlines.filters import day_in
from billun.blueprints.equipment.filters import one_of, uuid_of
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import refuse_foreign_ids
from billun.catalogue import catalogue
from billun.errors import Refused
from billun.models import Role
from billun.queries.anomaly_statistics import StatisticsFilter, last_months, statistics_of
from billun.queries.place_names import place_names


@anomalies.get("/anomalies/statistics")
@only(Role.MANAGER, Role.WORKSHOP)
def statistics() -> ResponseReturnValue:
    wanted = wanted_statistics()
    try:
        return statistics_page(wanted), 200
    except Refused as refused:
        first, last = last_months(actor().company)
        usual = replace(wanted, first=first, last=last, by="month")
        return statistics_page(usual, refused.message), 422


@anomalies.get("/anomalies/statistics/export")
@only(Role.MANAGER, Role.WORKSHOP)
def statistics_export() -> ResponseReturnValue:
    """All numbers of the page as CSV. Raises Refused for days that make no time."""
    wanted = wanted_statistics()
    lines = statistics_lines(statistics_of(actor(), wanted), place_names(actor()))
    answer = make_response("".join(lines))
    answer.mimetype = "text/csv"
    name = f"{_('statistics')}-{wanted.first.isoformat()}-{wanted.last.isoformat()}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def wanted_statistics() -> StatisticsFilter:
    """What the address asks for, else the last twelve months. Raises Missing for foreign ids."""
    args = request.args
    places = {name: uuid_of(args.get(name)) for name in ("site_id", "workshop_id")}
    refuse_foreign_ids({name: id for name, id in places.items() if id})
    first, last = last_months(actor().company)
    return StatisticsFilter(
        first=day_in(args.get("from")) or first,
        last=day_in(args.get("to")) or last,
        by="week" if args.get("by") == "week" else "month",
        kind=one_of(catalogue.kinds, args.get("kind")),
        **places,
    )


def statistics_page(wanted: StatisticsFilter, message: str = "") -> str:
    template = "_statistics" if is_fragment("statistics") else "statistics"
    return render_template(
        f"anomalies/{template}.html",
        wanted=wanted,
        found=statistics_of(actor(), wanted),
        places=place_names(actor()),
        arguments=arguments_of(wanted),
        counted=lambda **narrow: counted_list(wanted, **narrow),
        message=message,
    )


def arguments_of(wanted: StatisticsFilter) -> dict[str, Any]:
    """The filter as it stands in an address."""
    said = {name: value for name, value in vars(wanted).items() if value}
    return {"from": said.pop("first"), "to": said.pop("last")} | said


def counted_list(wanted: StatisticsFilter, **narrow: Any) -> str:
    """The address of the list that shows what a number counts."""
    arguments = arguments_of(wanted)
    del arguments["by"]
    days = {"from": narrow.pop("first", wanted.first), "to": narrow.pop("last", wanted.last)}
    return url_for("anomalies.index", show="all", **(arguments | days | narrow))
