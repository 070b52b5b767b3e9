"""What a meter showed, when, and who read it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership


class Meter(StrEnum):
    KM = "km"
    HOURS = "hours"


class ReadingSource(StrEnum):
    PERSON = "person"
    IMPORT = "import"
    INTERVENTION = "intervention"
    REPORT = "report"
    WALK_AROUND = "walk_around"


class MeterReading(Identified, Base):
    __tablename__ = "meter_reading"
    __table_args__ = (
        Index("ix_meter_reading_equipment_id_meter_read_at", "equipment_id", "meter", "read_at"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    meter: Mapped[Meter] = mapped_column(enum_column(Meter))
    value: Mapped[Decimal] = mapped_column(Numeric(12, 1))
    read_at: Mapped[datetime] = mapped_column(default=now)
    source: Mapped[ReadingSource] = mapped_column(
        enum_column(ReadingSource), default=ReadingSource.PERSON
    )
    # Why it is lower than an earlier one, or so much higher.
    reason: Mapped[str] = mapped_column(String(300), default="")

    equipment: Mapped[Equipment] = relationship()
    author: Mapped[Membership | None] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[MeterReading]:
        return select(cls).where(cls.company_id == member.company_id)
