"""Codes that lead to equipment beside its Billun ID, and labels printed before they belong to any."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from billun.models.base import Base, Identified
from billun.models.folding import fold

if TYPE_CHECKING:
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership


class EquipmentCode(Identified, Base):
    """A foreign code (a customer's barcode, an old inventory label) or a claimed blank label."""

    __tablename__ = "equipment_code"
    __table_args__ = (UniqueConstraint("company_id", "code_key"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    code: Mapped[str] = mapped_column(String(120))
    code_key: Mapped[str] = mapped_column(String(120), index=True)

    equipment: Mapped[Equipment] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[EquipmentCode]:
        return select(cls).where(cls.company_id == member.company_id)

    @validates("code")
    def keep_key(self, name: str, value: str) -> str:
        self.code_key = fold(value)[:120]
        return value


class BlankLabel(Identified, Base):
    """A Billun ID printed in advance: nothing carries it until somebody claims it."""

    __tablename__ = "blank_label"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    billun_id: Mapped[str] = mapped_column(String(20), unique=True)
    billun_id_key: Mapped[str] = mapped_column(String(20), index=True)
    claimed_at: Mapped[datetime | None]
    equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"))

    @classmethod
    def visible_to(cls, member: Membership) -> Select[BlankLabel]:
        return select(cls).where(cls.company_id == member.company_id)

    @validates("billun_id")
    def keep_key(self, name: str, value: str) -> str:
        self.billun_id_key = fold(value)
        return value
