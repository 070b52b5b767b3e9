"""A way into the company that is handed to somebody: by mail, or as a card with a QR code. It works once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Select, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now
from billun.models.membership import Membership, Role, Trade

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.workshop import Workshop

INVITATIONS_LAST = timedelta(days=30)
SIGN_IN_CARDS_LAST = timedelta(hours=24)


class InvitationKind(StrEnum):
    """`join_card` brings somebody new; `sign_in_card` lets in a member who forgot the password."""

    MAIL = "mail"
    JOIN_CARD = "join_card"
    SIGN_IN_CARD = "sign_in_card"


class Invitation(Identified, Base):
    """`member_id` is the membership it leads to: there from the start, but for a join card.

    Names, address and phone are as the inviter wrote them; until the person has joined, nothing
    else of them is shown.
    """

    __tablename__ = "invitation"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    inviter_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[InvitationKind] = mapped_column(enum_column(InvitationKind))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    trade: Mapped[Trade | None] = mapped_column(enum_column(Trade))
    workshop_id: Mapped[UUID | None] = mapped_column(ForeignKey("workshop.id", ondelete="SET NULL"))
    first_name: Mapped[str] = mapped_column(String(100), default="")
    last_name: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    company: Mapped[Company] = relationship()
    inviter: Mapped[Membership] = relationship(foreign_keys=[inviter_id])
    member: Mapped[Membership | None] = relationship(foreign_keys=[member_id])
    workshop: Mapped[Workshop | None] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Invitation]:
        return select(cls).where(cls.company_id == member.company_id)

    @classmethod
    def open(cls) -> ColumnElement[bool]:
        """The condition of `is_open`, for queries."""
        return and_(cls.used_at.is_(None), cls.withdrawn_at.is_(None), cls.expires_at > now())

    @property
    def full_name(self) -> str:
        """As the inviter wrote it; empty on a card for whoever comes."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_backed(self) -> bool:
        """Whether who handed it out is still there and might still do so."""
        if not self.inviter.is_active:
            return False
        if self.kind == InvitationKind.SIGN_IN_CARD:
            return self.member is not None and self.inviter.may_issue_card_for(self.member)
        return self.inviter.is_manager

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > now()
