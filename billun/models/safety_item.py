"""One thing of the safety kit that equipment carries, with its quantity and expiry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified

if TYPE_CHECKING:
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership


class SafetyItem(Identified, Base):
    """`item` is a key of catalogue.safety_kit."""

    __tablename__ = "safety_item"
    __table_args__ = (
        UniqueConstraint("equipment_id", "item"),
        CheckConstraint("quantity >= 0", name="quantity_positive"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    item: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int] = mapped_column(default=1)
    expires_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="")

    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    equipment: Mapped[Equipment] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[SafetyItem]:
        return select(cls).where(cls.company_id == member.company_id)
