"""A filtered list of equipment as a table: the columns of an import, as far as they hold anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Select, Subquery, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from billun.adapters.spreadsheets import Cell
from billun.extensions import db
from billun.models import Deadline, Equipment, Membership, MeterReading
from billun.operations.importing.columns import Column
from billun.operations.importing.equipment_columns import SPECS, Exported, equipment_columns
from billun.queries.equipment_filter import EquipmentFilter, wanted_by
from billun.queries.meter_history import latest_readings

AT_ONCE = 500

Rows = list[list[Cell]]


class EquipmentExport:
    """What the member sees and asks for, in the language of `locale`, by name.

    It is made in a request; `batches` may be gone through after it, with any session.
    """

    def __init__(self, member: Membership, wanted: EquipmentFilter, locale: str) -> None:
        self.query: Select[Equipment] = wanted_by(member, wanted)
        self.locale = locale
        filled = self.filled()
        self.columns: list[Column] = [
            column
            for key, column in equipment_columns().items()
            if column.show and (key in filled or key in ALWAYS)
        ]

    @property
    def heads(self) -> list[str]:
        return [column.label(self.locale) for column in self.columns]

    def count(self) -> int:
        count = select(func.count(self.ids().c.id))
        return db.session.scalar(count) or 0

    def filled(self) -> set[str]:
        """The keys of the columns in which some item has something."""
        ids = select(self.ids().c.id)
        return {
            *self.filled_of_items(ids),
            *(f"{SPECS}{key}" for key in db.session.scalars(keys_of_specs(ids))),
            *filled_dates(ids),
            *filled_meters(ids),
        }

    def ids(self) -> Subquery:
        return self.query.with_only_columns(Equipment.id).order_by(None).subquery()

    def filled_of_items(self, ids: Select[UUID]) -> set[str]:
        has = {
            key: func.bool_or(column.is_not(None) if key in NULLABLE else column != "")
            for key, column in ATTRIBUTES.items()
        }
        row = db.session.execute(
            select(*(one.label(key) for key, one in has.items())).where(Equipment.id.in_(ids))
        ).mappings()
        return {str(key) for key, holds in row.one().items() if holds}

    def batches(self) -> Iterator[Rows]:
        """All rows, some hundred at a time: no more are ever in memory."""
        after = None
        while items := self.next_items(after):
            after = (items[-1].sort_key, items[-1].id)
            yield self.rows_of(items)

    def next_items(self, after: tuple[str, UUID] | None) -> Sequence[Equipment]:
        query = self.query.options(
            *(
                joinedload(getattr(Equipment, name))
                for name in ("company", "site", "workshop", "parent")
            )
        )
        place = tuple_(Equipment.sort_key, Equipment.id)
        if after:
            query = query.where(place > tuple_(*after))
        query = query.order_by(Equipment.sort_key, Equipment.id).limit(AT_ONCE)
        return db.session.scalars(query).unique().all()

    def rows_of(self, items: Sequence[Equipment]) -> Rows:
        ids = [item.id for item in items]
        deadlines: dict[UUID, dict[str, Deadline]] = defaultdict(dict)
        for one in db.session.scalars(
            select(Deadline).where(Deadline.equipment_id.in_(ids), Deadline.applies)
        ):
            deadlines[one.equipment_id][one.code] = one
        readings = latest_readings(ids)
        exported = [
            Exported(item, deadlines[item.id], readings.get(item.id, {}), self.locale)
            for item in items
        ]
        return [[column.show(row) for column in self.columns if column.show] for row in exported]


def keys_of_specs(ids: Select[UUID]) -> Select[str]:
    return select(func.jsonb_object_keys(Equipment.specs)).where(Equipment.id.in_(ids)).distinct()


def filled_dates(ids: Select[UUID]) -> set[str]:
    rows = db.session.execute(
        select(
            Deadline.code,
            func.bool_or(Deadline.done_on.is_not(None)).label("done_on"),
            func.bool_or(Deadline.due_on.is_not(None)).label("due_on"),
        )
        .where(
            Deadline.equipment_id.in_(ids),
            Deadline.applies,
            or_(Deadline.done_on.is_not(None), Deadline.due_on.is_not(None)),
        )
        .group_by(Deadline.code)
    )
    return {
        f"{row.code}_{day}" for row in rows for day in ("done_on", "due_on") if getattr(row, day)
    }


def filled_meters(ids: Select[UUID]) -> set[str]:
    meters = db.session.scalars(
        select(MeterReading.meter).where(MeterReading.equipment_id.in_(ids)).distinct()
    )
    return {key for meter in meters for key in (meter.value, f"{meter.value}_read_on")}


ALWAYS = ("billun_id", "family", "kind", "status", "fitness")
ATTRIBUTES = {
    key: getattr(Equipment, key)
    for key in (
        "internal_id", "plate", "plate_country", "vin", "serial", "first_registered_on",
        "contract_ends_on", "make", "model", "description", "owner_name", "ownership",
    )
} | {"site": Equipment.site_id, "workshop": Equipment.workshop_id, "parent": Equipment.parent_id}  # fmt: skip
NULLABLE = tuple(key for key, column in ATTRIBUTES.items() if column.nullable)
