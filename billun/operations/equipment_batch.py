"""One change of many items at once, all or nothing, each with its line of history; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Text,
    cast,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import aliased

from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import (
    ChangeKind,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    Membership,
    Site,
    Workshop,
)
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit
from billun.operations.jobs_on_equipment import refuse_open_jobs
from billun.operations.register import NOT_IN_USE, Register

PLACES: dict[str, type[Site | Workshop]] = {"site_id": Site, "workshop_id": Workshop}
CHANGEABLE = (*PLACES, "status")


@dataclass(frozen=True)
class Batch:
    """How many items were changed, and the moment by which `take_back` knows them again."""

    number: int
    at: datetime


def change_all(actor: Membership, items: Select[Equipment], name: str, value: Any) -> Batch:
    """Give every one of `items` this site, workshop or status. Raises Refused, Missing, Conflict.

    `items` are of the actor's company; `value` is an id or None for a place, a status else.
    """
    refuse_bad_value(actor, items, name, value)
    column = getattr(Equipment, name)
    before = held(items.where(column.is_distinct_from(value)), column)
    retires = value == EquipmentStatus.RETIRED
    kind = ChangeKind.RETIRED if retires else ChangeKind.EDITED
    return recorded(actor, written(before, name, literal(value, column.type)), name, kind)


def take_back(actor: Membership, at: datetime) -> int:
    """Undo what the actor changed in one go at this moment, where nobody has written since. Says on how many."""
    number = 0
    for name in CHANGEABLE:
        changed = changed_at(actor, at, name)
        if name == "status":
            refuse_taken_plates(changed)
        column = getattr(Equipment, name)
        before = held(changed, column)
        number += recorded(
            actor, reversed_(before, actor, at, name), name, ChangeKind.EDITED
        ).number
    return number


def refuse_bad_value(actor: Membership, items: Select[Equipment], name: str, value: Any) -> None:
    if name not in CHANGEABLE or (name == "status" and value is None):
        raise Refused("change", _("Choose what to change."))
    if name in PLACES and value and not Register(actor.company).owns(PLACES[name], value):
        raise Missing
    if value == EquipmentStatus.RETIRED:
        in_use = items.where(Equipment.status != EquipmentStatus.RETIRED)
        # Held first, so that nobody plans a job meanwhile.
        db.session.execute(in_use.with_only_columns(Equipment.id).with_for_update(of=Equipment))
        refuse_open_jobs(in_use)
    if name == "status" and value != EquipmentStatus.RETIRED:
        odd = items.where(Equipment.status.in_(NOT_IN_USE)).with_only_columns(Equipment.billun_id)
        if first := db.session.scalar(odd.limit(1)):
            raise Refused(
                "value",
                _("%(id)s is retired or provisional. Open it and say what it is.", id=first),
            )
        if value == EquipmentStatus.PROVISIONAL:
            raise Refused("value", _("Nothing becomes provisional afterwards."))


def refuse_taken_plates(items: Select[Equipment]) -> None:
    """What comes back into use may find its plate on something else."""
    other = aliased(Equipment)
    taken = exists().where(
        other.company_id == Equipment.company_id,
        other.plate_key == Equipment.plate_key,
        other.id != Equipment.id,
        other.status.not_in(NOT_IN_USE),
    )
    back = items.where(Equipment.status.in_(NOT_IN_USE), taken)
    if first := db.session.scalar(back.with_only_columns(Equipment.plate).limit(1)):
        raise Refused("status", _("Something else has the plate %(plate)s now.", plate=first))


def changed_at(actor: Membership, at: datetime, name: str) -> Select[Equipment]:
    """The items that the actor's change of this moment was the last to write."""
    return (
        select(Equipment)
        .join(EquipmentChange, EquipmentChange.equipment_id == Equipment.id)
        .where(
            Equipment.company_id == actor.company_id,
            EquipmentChange.actor_id == actor.id,
            EquipmentChange.created_at == at,
            EquipmentChange.version == Equipment.version,
            EquipmentChange.changes.has_key(name),
        )
    )


def held(items: Select[Equipment], column: Any) -> CTE:
    """The items under lock, each with the value it has now."""
    return (
        items.with_only_columns(Equipment.id, column.label("before"))
        .order_by(Equipment.id)
        .with_for_update(of=Equipment)
        .cte("held")
    )


def written(before: CTE, name: str, value: ColumnElement[Any]) -> CTE:
    """The items with their new value, as the history wants them."""
    return (
        update(Equipment)
        .where(Equipment.id == before.c.id)
        .values({name: value, "version": Equipment.version + 1, "updated_at": now()})
        .returning(
            Equipment.id,
            Equipment.version,
            as_text(before.c.before).label("before"),
            as_text(getattr(Equipment, name)).label("after"),
        )
        .cte("written")
    )


def reversed_(before: CTE, actor: Membership, at: datetime, name: str) -> CTE:
    """The items with the value that they had before the change of that moment."""
    column = getattr(Equipment, name)
    earlier = (
        select(cast(EquipmentChange.changes[name][0].astext, column.type))
        .where(
            EquipmentChange.equipment_id == Equipment.id,
            EquipmentChange.actor_id == actor.id,
            EquipmentChange.created_at == at,
        )
        .limit(1)
        .scalar_subquery()
    )
    return written(before, name, earlier)


def recorded(actor: Membership, items: CTE, name: str, kind: ChangeKind) -> Batch:
    """Write the history of all, and tell the company's screens once."""
    at = now()
    change = func.jsonb_build_object(name, func.jsonb_build_array(items.c.before, items.c.after))
    lines = select(
        func.gen_random_uuid(), literal(at), items.c.id, literal(actor.id), literal(kind.value),
        items.c.version, change,
    )  # fmt: skip
    columns = ["id", "created_at", "equipment_id", "actor_id", "kind", "version", "changes"]
    statement = insert(EquipmentChange).from_select(columns, lines)
    ids = db.session.scalars(statement.returning(EquipmentChange.equipment_id)).all()
    if ids:
        tell_after_commit(actor.company_id, "equipment", ids[0])
    return Batch(len(ids), at)


def as_text(value: Any) -> ColumnElement[Any]:
    return cast(value, Text)
