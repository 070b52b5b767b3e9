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

    @staticmethod
    def company_is_shown_to(member: Membership) -> bool:
        """Whether the member may have the calendar of the whole company."""
        return member.is_manager or member.is_supervisor

    @property
    def is_readable(self) -> bool:
        """Whether the address works: not revoked, and everybody and everything that it names still there."""
        if self.revoked_at is not None or not self.company.is_open or self.author is None:
            return False
        works_there = self.author.is_manager or self.author.is_workshop
        if not (self.author.is_active and works_there):
            return False
        return {
            FeedScope.PERSON: self.member is not None and self.member.is_active,
            FeedScope.WORKSHOP: self.workshop_id is not None,
            FeedScope.COMPANY: self.company_is_shown_to(self.author),
        }[self.scope]

    def can_be_revoked_by(self, member: Membership) -> bool:
        """By who made it; a manager can end everybody's."""
        return self.author_id == member.id or member.is_manager
