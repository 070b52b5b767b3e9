"""What the form of a new intervention says before anybody typed: from what led to it, and the workshop's hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request

from billun.blueprints.access import actor
from billun.blueprints.loading import anomaly_named
from billun.blueprints.maintenance.forms import place_of, wall_of
from billun.blueprints.page_context import category_label, deadline_label, sub_category_label
from billun.errors import Missing
from billun.models import Anomaly, Criticality, Equipment, InterventionKind, Priority, Workshop
from billun.models.base import now
from billun.operations.opening_hours import open_spans

USUAL_LENGTH = timedelta(hours=2)
LENGTH_OF_A_CHECK = timedelta(hours=1)
# So far ahead is looked for an hour at which the workshop is open.
LOOK_AHEAD = timedelta(days=21)
HALF_AN_HOUR = timedelta(minutes=30)
PRIORITY_OF = {Criticality.RED: Priority.URGENT, Criticality.ORANGE: Priority.HIGH}


def anomalies_asked_for(item: Equipment | None = None) -> list[Anomaly]:
    """Those that the address names, by id or reference. Raises Missing, also where they are of other equipment."""
    found = [anomaly_named(name) for name in request.args.getlist("anomaly")]
    if any(item and anomaly.equipment_id != item.id for anomaly in found):
        raise Missing
    return found


def proposed(item: Equipment, workshops: Sequence[Workshop]) -> Mapping[str, Any]:
    """The values of the form's fields, from what the address names."""
    anomalies, codes = anomalies_asked_for(item), request.args.getlist("deadline")
    workshop = workshop_asked_for(item, workshops)
    bay = request.args.get("bay") if workshop and request.args.get("workshop") else None
    return {
        "anomaly_ids": [str(anomaly.id) for anomaly in anomalies],
        "deadline_codes": codes,
        "kind": kind_of(anomalies, codes).value,
        "title": title_of(anomalies, codes),
        "priority": priority_of(anomalies).value,
        "place": place_of(workshop.id, bay) if workshop else "",
        "assignee_ids": request.args.getlist("person"),
        **times_of(item, workshop, LENGTH_OF_A_CHECK if codes and not anomalies else USUAL_LENGTH),
    }


def workshop_asked_for(item: Equipment, workshops: Sequence[Workshop]) -> Workshop | None:
    """The one that the address names, else the item's own, else the first of the company. Raises Missing."""
    by_id = {str(workshop.id): workshop for workshop in workshops}
    wanted = request.args.get("workshop")
    if wanted and wanted not in by_id:
        raise Missing
    first = workshops[0] if workshops else None
    return by_id[wanted] if wanted else by_id.get(str(item.workshop_id), first)


def kind_of(anomalies: Sequence[Anomaly], codes: Sequence[str]) -> InterventionKind:
    if anomalies:
        return InterventionKind.CORRECTIVE
    return InterventionKind.STATUTORY if codes else InterventionKind.PREVENTIVE


def title_of(anomalies: Sequence[Anomaly], codes: Sequence[str]) -> str:
    damage = [sub_category_label(one) or category_label(one) for one in anomalies]
    return ", ".join([*damage, *map(deadline_label, codes)])[:200]


def priority_of(anomalies: Sequence[Anomaly]) -> Priority:
    found = [PRIORITY_OF.get(anomaly.criticality, Priority.NORMAL) for anomaly in anomalies]
    return max(found, key=lambda one: one.rank, default=Priority.NORMAL)


def times_of(
    item: Equipment, workshop: Workshop | None, length: timedelta
) -> dict[str, datetime | None]:
    """By the company's wall clock: what the address says, else from the next hour at which it is open."""
    zone = item.company.zone
    start = wall_asked_for("starts_at", item)
    end = wall_asked_for("ends_at", item)
    if start is None:
        start = wall_of(next_opening(workshop, now()), zone) if workshop else None
    return {"starts_at": start, "ends_at": end or (start + length if start else None)}


def wall_asked_for(name: str, item: Equipment) -> datetime | None:
    """A time of the address: the company's wall clock, or a moment where it has an offset."""
    try:
        time = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return time if time.tzinfo is None else wall_of(time.astimezone(UTC), item.company.zone)


def next_opening(workshop: Workshop, moment: datetime) -> datetime | None:
    """The next half hour at which it is open; None where it is not in the next weeks."""
    zone = actor().company.zone
    first = moment.astimezone(zone).date()
    for span in open_spans(workshop, first, first + LOOK_AHEAD):
        start = max(span.starts_at, next_half_hour(moment))
        if start + HALF_AN_HOUR <= span.ends_at:
            return start
    return None


def next_half_hour(moment: datetime) -> datetime:
    since = moment.replace(minute=0, second=0, microsecond=0)
    while since < moment:
        since += HALF_AN_HOUR
    return since


def id_of_place(place: str) -> UUID | None:
    """The workshop that a place of the form names, as far as it names one."""
    try:
        return UUID(place.partition(":")[0])
    except ValueError:
        return None
