"""Work that comes again and again: every so many months, every so many kilometres, whichever is first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column
from billun.models.intervention import InterventionKind, Priority
from billun.models.meter_reading import Meter

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership
    from billun.models.workshop import Workshop


class IntervalUnit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class DueReason(StrEnum):
    """What makes an item due first."""

    INTERVAL = "interval"
    METER = "meter"


class MaintenancePlan(Identified, Base):
    """For one piece of `equipment`, or for all of an equipment `equipment_kind`.

    `every` `unit`s, every `meter_every` of `meter` (kilometres or hours), or both.
    """

    __tablename__ = "maintenance_plan"
    __table_args__ = (
        CheckConstraint("(equipment_id IS NULL) <> (equipment_kind IS NULL)", name="one_scope"),
        CheckConstraint("every IS NOT NULL OR meter_every IS NOT NULL", name="some_rhythm"),
        CheckConstraint("(every IS NULL) = (unit IS NULL)", name="whole_interval"),
        CheckConstraint("(meter_every IS NULL) = (meter IS NULL)", name="whole_meter"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[InterventionKind] = mapped_column(
        enum_column(InterventionKind), default=InterventionKind.PREVENTIVE
    )
    priority: Mapped[Priority] = mapped_column(enum_column(Priority), default=Priority.NORMAL)
    equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    equipment_kind: Mapped[str | None] = mapped_column(String(40))
    # None: the workshop of each item.
    workshop_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("workshop.id", ondelete="SET NULL"), index=True
    )
    every: Mapped[int | None]
    unit: Mapped[IntervalUnit | None] = mapped_column(enum_column(IntervalUnit))
    meter: Mapped[Meter | None] = mapped_column(enum_column(Meter))
    meter_every: Mapped[Decimal | None] = mapped_column(Numeric(12, 1))
    # From when it counts for an item of which nobody said when it was last done.
    starts_on: Mapped[date]
    # How many days before it is due the work stands in "to plan".
    ahead_days: Mapped[int] = mapped_column(default=30)
    estimated_minutes: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    company: Mapped[Company] = relationship()
    equipment: Mapped[Equipment | None] = relationship()
    workshop: Mapped[Workshop | None] = relationship()
    author: Mapped[Membership | None] = relationship()
    items: Mapped[list[PlanItem]] = relationship(back_populates="plan")

    @classmethod
    def visible_to(cls, member: Membership) -> Select[MaintenancePlan]:
        return select(cls).where(cls.company_id == member.company_id)


class PlanItem(Identified, Base):
    """One piece of equipment under a plan: when it was last done, and when it is due again.

    `due_on` is the day of the interval or the projected day of the meter, whichever is first (`reason`).
    """

    __tablename__ = "plan_item"
    __table_args__ = (
        UniqueConstraint("plan_id", "equipment_id"),
        Index("ix_plan_item_company_id_due_on", "company_id", "due_on"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("maintenance_plan.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"), index=True)
    last_done_on: Mapped[date | None]
    last_meter: Mapped[Decimal | None] = mapped_column(Numeric(12, 1))
    due_on: Mapped[date | None]
    due_meter: Mapped[Decimal | None] = mapped_column(Numeric(12, 1))
    reason: Mapped[DueReason | None] = mapped_column(enum_column(DueReason))
    # False once the equipment has another kind or is retired; its history stays.
    applies: Mapped[bool] = mapped_column(default=True)

    plan: Mapped[MaintenancePlan] = relationship(back_populates="items")
    equipment: Mapped[Equipment] = relationship()
