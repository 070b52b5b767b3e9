"""A look at a piece of equipment before the trip that found nothing to report."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, now

if TYPE_CHECKING:
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership
    from billun.models.meter_reading import MeterReading


class WalkAround(Identified, Base):
    __tablename__ = "walk_around"
    __table_args__ = (
        Index("ix_walk_around_equipment_id_occurred_at", "equipment_id", "occurred_at"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    reading_id: Mapped[UUID | None] = mapped_column(ForeignKey("meter_reading.id"))
    # What the phone first sent, so that the same sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)

    equipment: Mapped[Equipment] = relationship()
    author: Mapped[Membership] = relationship()
    reading: Mapped[MeterReading | None] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[WalkAround]:
        return select(cls).where(cls.company_id == member.company_id)
