"""The equipment of a phone's copy, each item with what is open on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Select, Uuid, any_, func, literal, select, union
from sqlalchemy.orm import InstrumentedAttribute

from billun.extensions import db
from billun.models import (
    Anomaly,
    Company,
    Equipment,
    EquipmentCode,
    EquipmentStatus,
    Membership,
    Photo,
    PhotoState,
)
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.queries.phone_copy_cursor import Cursor, Transactions

ITEMS_A_PAGE = 1000
AS_STORED = (
    "id",
    "billun_id",
    "company_id",
    "company_name",
    "family",
    "kind",
    "internal_id",
    "plate",
    "plate_country",
    "vin",
    "serial",
    "make",
    "model",
    "fitness",
    "status",
    "codes",
)


@dataclass(frozen=True)
class EquipmentPage:
    """Items, ids of those that went, and the id with which the page ends where another one follows."""

    items: list[dict[str, Any]]
    gone: list[UUID]
    last: UUID | None


def equipment_page(member: Membership, run: Cursor, present: Transactions) -> EquipmentPage:
    """The next items of the run, in the order of their ids: two statements."""
    rows = next_rows(member, run, present)
    shown = rows[:ITEMS_A_PAGE]
    there = [row for row in shown if row.status != EquipmentStatus.RETIRED]
    gone = [row.id for row in shown if row.status == EquipmentStatus.RETIRED]
    damage = open_damage(member, [row.id for row in there])
    items = [described(row, damage.get(row.id, [])) for row in there]
    return EquipmentPage(items, gone, shown[-1].id if len(rows) > ITEMS_A_PAGE else None)


def next_rows(member: Membership, run: Cursor, present: Transactions) -> Sequence[Row[Any]]:
    """One row more than a page holds, where there are that many."""
    visible = Equipment.visible_to(member).where(Equipment.id > run.last)
    if run.takes_all:
        visible = visible.where(Equipment.status != EquipmentStatus.RETIRED)
    else:
        visible = visible.where(Equipment.id.in_(changed_in_run(member, run, present)))
    # Chosen first, by indexes alone: the rest is read of those that are sent.
    chosen = visible.with_only_columns(Equipment.id).order_by(Equipment.id).limit(ITEMS_A_PAGE + 1)
    query = (
        Equipment.visible_to(member)
        .join(Company, Company.id == Equipment.company_id)
        .where(Equipment.id.in_(chosen))
        .with_only_columns(*COLUMNS)
        .order_by(Equipment.id)
    )
    return db.session.execute(query).all()


def changed_in_run(member: Membership, run: Cursor, present: Transactions) -> Select[UUID]:
    """The ids of items that were changed, or something that is shown with them."""
    photographed = Photo.visible_to(member).join(Anomaly, Anomaly.id == Photo.anomaly_id)
    changed = union(
        Equipment.visible_to(member)
        .where(in_run(Equipment.changed_in, run, present))
        .with_only_columns(Equipment.id),
        Anomaly.visible_to(member)
        .where(in_run(Anomaly.changed_in, run, present))
        .with_only_columns(Anomaly.equipment_id),
        photographed.where(in_run(Photo.changed_in, run, present)).with_only_columns(
            Anomaly.equipment_id
        ),
    ).subquery()
    return select(changed.c.id)


def in_run(
    changed_in: InstrumentedAttribute[int], run: Cursor, present: Transactions
) -> ColumnElement[bool]:
    """Since the floor, where the number is of this database: one that was restored may hold higher ones."""
    return changed_in.between(run.floor, present.following)


def open_damage(
    member: Membership, equipment_ids: Collection[UUID]
) -> Mapping[UUID, list[dict[str, Any]]]:
    """The open anomalies of these items, the worst first, by the item's id."""
    ready = (
        select(Photo.id)
        .where(Photo.anomaly_id == Anomaly.id, Photo.state == PhotoState.READY)
        .order_by(Photo.position, Photo.created_at)
        .scalar_subquery()
    )
    rows = db.session.execute(
        Anomaly.visible_to(member)
        .where(
            Anomaly.equipment_id == any_(literal(list(equipment_ids), ARRAY(Uuid))),
            Anomaly.status.in_(OPEN_STATUSES),
        )
        .with_only_columns(*(getattr(Anomaly, name) for name in DAMAGE), func.array(ready))
        .order_by(Anomaly.criticality_rank.desc(), Anomaly.received_at)
    )
    found = defaultdict(list)
    for equipment_id, reporter_id, *values, photos in rows:
        damage = dict(zip(DAMAGE[2:], values, strict=True))
        found[equipment_id].append(
            said(damage) | {"mine": reporter_id == member.id} | said({"photos": photos})
        )
    return found


DAMAGE = (
    "equipment_id",
    "reporter_id",
    "id",
    "reference",
    "category",
    "sub_category",
    "criticality",
    "status",
    "spot",
    "circumstance",
    "received_at",
)
CODES = (
    select(EquipmentCode.code)
    .where(EquipmentCode.equipment_id == Equipment.id)
    .order_by(EquipmentCode.created_at)
    .scalar_subquery()
)
COLUMNS: tuple[Any, ...] = tuple(
    {
        "company_name": Company.name.label("company_name"),
        "codes": func.array(CODES).label("codes"),
    }.get(name, getattr(Equipment, name, None))
    for name in AS_STORED
)


def described(row: Row[Any], damage: list[dict[str, Any]]) -> dict[str, Any]:
    return said(
        {
            **{name: getattr(row, name) for name in AS_STORED},
            "title": row.plate or row.internal_id or row.billun_id,
            "anomalies": damage,
        }
    )


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """What has a value: a copy of ten thousand items need not say what they lack."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
