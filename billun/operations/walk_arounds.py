"""A walk around a piece of equipment that found nothing to report: kept, so that it counts as done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    ChangeKind,
    Equipment,
    Membership,
    Meter,
    MeterReading,
    ReadingSource,
    WalkAround,
)
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import CLOCKS_MAY_DIFFER, Position, columns_of
from billun.operations.first_sent import first_sent, says_the_same
from billun.operations.fitness import lock_equipment
from billun.operations.history import record_change
from billun.operations.locks import lock_id
from billun.operations.meters import in_json, record_reading


@dataclass(frozen=True, kw_only=True)
class WalkAroundForm:
    """What the author says: `meter` with its `value` in km or hours, `reason` and `confirmed` as in record_reading."""

    id: UUID
    occurred_at: datetime
    position: Position | None = None
    meter: Meter | None = None
    value: Decimal | None = None
    reason: str = ""
    confirmed: bool = False


def record_walk_around(
    actor: Membership, equipment: Equipment, form: WalkAroundForm
) -> tuple[WalkAround, bool]:
    """The walk-around, and whether this call kept it; the same one sent again finds the first.

    Raises Missing for an id of another company, Conflict for one that is taken or for retired
    equipment, Refused for a violated rule, those of record_reading among them.
    """
    lock_id(form.id)
    equipment = equipment.in_its_place
    first = db.session.get(WalkAround, form.id)
    if first is not None:
        return same_walk_around(actor, equipment, first, form), False
    refuse_bad_walk_around(equipment, form)
    lock_equipment(equipment)
    if not equipment.can_be_reported_on_by(actor):
        raise Conflict(_("This equipment is retired. Choose another one."), "equipment_id")
    reading = reading_of(actor, equipment, form)
    walk_around = new_walk_around(actor, equipment, form, reading)
    record_change(actor, equipment, ChangeKind.WALK_AROUND, in_history(walk_around))
    db.session.flush()
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)
    return walk_around, True


def same_walk_around(
    actor: Membership, equipment: Equipment, first: WalkAround, form: WalkAroundForm
) -> WalkAround:
    if first.company_id != actor.company_id:
        raise Missing
    said_before = says_the_same(first.content, first_sent(form))
    if not said_before or (first.equipment_id, first.author_id) != (equipment.id, actor.id):
        raise Conflict(_("This id was already used for something else."))
    return first


def refuse_bad_walk_around(equipment: Equipment, form: WalkAroundForm) -> None:
    """Raise Refused, naming the field."""
    if form.occurred_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused(
            "occurred_at", _("This time is in the future. Check the clock of your device.")
        )
    if form.value is not None and form.meter is None:
        raise Refused("meter", _("Say which meter it is."))
    if form.meter is not None and form.value is None:
        raise Refused("value", _("Write what the meter shows."))
    if form.meter is not None and form.meter not in meters_of(equipment):
        raise Refused("meter", _("This equipment does not have this meter."))


def meters_of(equipment: Equipment) -> tuple[str, ...]:
    """The meters of its kind; of a provisional item only the family is known."""
    kind = catalogue.kinds.get(equipment.kind)
    return kind.meters if kind else catalogue.families[equipment.family].meters


def reading_of(
    actor: Membership, equipment: Equipment, form: WalkAroundForm
) -> MeterReading | None:
    if form.meter is None or form.value is None:
        return None
    reading, _created = record_reading(
        actor,
        equipment,
        form.meter,
        form.value,
        read_at=form.occurred_at,
        reason=form.reason,
        confirmed=form.confirmed,
        source=ReadingSource.WALK_AROUND,
    )
    return reading


def new_walk_around(
    actor: Membership, equipment: Equipment, form: WalkAroundForm, reading: MeterReading | None
) -> WalkAround:
    walk_around = WalkAround(
        id=form.id,
        company_id=equipment.company_id,
        equipment=equipment,
        author=actor,
        occurred_at=form.occurred_at,
        **columns_of(form.position),
        reading=reading,
        content=first_sent(form),
    )
    db.session.add(walk_around)
    return walk_around


def in_history(walk_around: WalkAround) -> dict[str, list[Any]]:
    """When and where it was, and what the meter showed."""
    changes: dict[str, list[Any]] = {
        "occurred_at": [None, walk_around.occurred_at.astimezone(UTC).isoformat()]
    }
    if walk_around.latitude is not None:
        changes["position"] = [
            None,
            {name: getattr(walk_around, name) for name in Position.__dataclass_fields__},
        ]
    if walk_around.reading:
        changes[walk_around.reading.meter.value] = [None, in_json(walk_around.reading.value)]
    return changes
