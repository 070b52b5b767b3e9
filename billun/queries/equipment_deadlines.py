"""The deadlines of an item, and the nearest one of each item of a list."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Deadline, Equipment, Renewal


def deadlines_of(equipment: Equipment) -> Sequence[Deadline]:
    """What applies to an item with its renewals, the earliest due day first, unknown ones last."""
    return db.session.scalars(
        select(Deadline)
        .where(Deadline.equipment_id == equipment.id, Deadline.applies)
        .order_by(Deadline.due_on.asc().nulls_last(), Deadline.code)
        .options(
            joinedload(Deadline.document),
            selectinload(Deadline.renewals).joinedload(Renewal.actor),
            selectinload(Deadline.renewals).joinedload(Renewal.document),
        )
    ).all()


def nearest_deadlines(equipment: Sequence[UUID]) -> dict[UUID, Deadline]:
    """The deadline that is due first on each of these; absent where no day is known."""
    found = db.session.scalars(
        select(Deadline)
        .where(Deadline.equipment_id.in_(equipment), Deadline.applies, Deadline.due_on.is_not(None))
        .ext(distinct_on(Deadline.equipment_id))
        .order_by(Deadline.equipment_id, Deadline.due_on, Deadline.code)
    )
    return {deadline.equipment_id: deadline for deadline in found}
