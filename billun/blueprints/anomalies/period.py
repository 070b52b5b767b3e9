"""Days in an address, where the company works: `from` and `to`, both included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billun.blueprints.deadlines.filters import day_in
from billun.queries.anomaly_list import AnomalyFilter
from billun.queries.intervention_list import InterventionFilter

A_DAY = timedelta(days=1)


def period_of(args: Mapping[str, str], zone: ZoneInfo) -> dict[str, datetime | None]:
    """The moments between which reports came; what is no day bounds nothing."""
    first, last = day_in(args.get("from")), day_in(args.get("to"))
    return {
        "since": datetime.combine(first, time(), zone) if first else None,
        "until": datetime.combine(last + A_DAY, time(), zone) if last else None,
    }


def days_of(wanted: AnomalyFilter | InterventionFilter, zone: ZoneInfo) -> dict[str, date]:
    """The same back as days, by their names in the address."""
    days = {}
    if wanted.since:
        days["from"] = wanted.since.astimezone(zone).date()
    if wanted.until:
        days["to"] = wanted.until.astimezone(zone).date() - A_DAY
    return days
