"""A secret link by which a workshop outside sees one intervention and answers, without an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership

# From when it was made; the work itself may end it sooner.
OUTSIDE_LINKS_LAST = timedelta(days=90)


class OutsideAnswer(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    DECLINED = "declined"
    DONE = "done"


class OutsideLink(Identified, Base):
    __tablename__ = "outside_link"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    # To whom it was mailed, if it was.
    email: Mapped[str | None] = mapped_column(String(254))
    # As whoever answered called themselves.
    name: Mapped[str] = mapped_column(String(100), default="")
    answer: Mapped[OutsideAnswer] = mapped_column(
        enum_column(OutsideAnswer), default=OutsideAnswer.ASKED
    )
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_starts_at: Mapped[datetime | None]
    proposed_ends_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]

    intervention: Mapped[Intervention] = relationship(back_populates="outside_links")
    author: Mapped[Membership | None] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[OutsideLink]:
        return select(cls).where(cls.company_id == member.company_id)

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > now()

    def can_be_given_by(self, member: Membership) -> bool:
        """Whoever has the address answers with it, so mechanics do not hand it out."""
        return member.company_id == self.company_id and (member.is_supervisor or member.is_manager)

    @property
    def is_good(self) -> bool:
        """Whether it still leads to the work: that is not over, and the company still there."""
        work = self.intervention
        return self.is_open and work.is_open and work.company.is_open
