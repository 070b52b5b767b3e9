"""A secret address from which another calendar fetches what is planned."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.membership import Membership
    from billun.models.workshop import Workshop


class FeedScope(StrEnum):
    PERSON = "person"
    WORKSHOP = "workshop"
    COMPANY = "company"


class CalendarFeed(Identified, Base):
    """`author` made it; it shows what `member` is assigned to, what `workshop` does, or all of the company."""

    __tablename__ = "calendar_feed"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    scope: Mapped[FeedScope] = mapped_column(enum_column(FeedScope))
    name: Mapped[str] = mapped_column(String(80), default="")
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    workshop_id: Mapped[UUID | None] = mapped_column(ForeignKey("workshop.id", ondelete="SET NULL"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    last_read_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    company: Mapped[Company] = relationship(lazy="joined")
    member: Mapped[Membership | None] = relationship(foreign_keys=[member_id])
    workshop: Mapped[Workshop | None] = relationship()
    author: Mapped[Membership | None] = relationship(foreign_keys=[author_id])

    @classmethod
    def visible_to(cls, member: Membership) -> Select[CalendarFeed]:
        return select(cls).where(cls.company_id == member.company_id)
