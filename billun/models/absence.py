"""Days on which somebody is not there: on leave, ill, at a course."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.membership import Membership


class AbsenceKind(StrEnum):
    """Nothing of anybody's health: who is ill is `other`."""

    LEAVE = "leave"
    TRAINING = "training"
    OTHER = "other"


class Absence(Identified, Base):
    """From the first to the last day, both included, by the company's days."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index("ix_absence_member_id_ends_on", "member_id", "ends_on"),
        Index("ix_absence_company_id_ends_on", "company_id", "ends_on"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    kind: Mapped[AbsenceKind] = mapped_column(enum_column(AbsenceKind), default=AbsenceKind.LEAVE)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    member: Mapped[Membership] = relationship(foreign_keys=[member_id])
    author: Mapped[Membership | None] = relationship(foreign_keys=[author_id])

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Absence]:
        return select(cls).where(cls.company_id == member.company_id)
