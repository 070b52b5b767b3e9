"""A person's place in a company: the actor of everything that happens in it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.user import User
    from billun.models.workshop import Workshop


class Role(StrEnum):
    DRIVER = "driver"
    WORKSHOP = "workshop"
    MANAGER = "manager"


class Trade(StrEnum):
    MECHANIC = "mechanic"
    SUPERVISOR = "supervisor"
    TYRE_SPECIALIST = "tyre_specialist"
    REFRIGERATION = "refrigeration"


class MemberState(StrEnum):
    """Invited until the person said yes; ended when a manager deactivated them, or they said no."""

    INVITED = "invited"
    ACTIVE = "active"
    ENDED = "ended"


class Membership(Identified, Base):
    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "company_id"),
        Index(
            "uq_membership_main_manager",
            "company_id",
            unique=True,
            postgresql_where=text("is_main_manager"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    trade: Mapped[Trade | None] = mapped_column(enum_column(Trade))
    is_main_manager: Mapped[bool] = mapped_column(default=False)
    # None while the person is invited and has not said yes.
    joined_at: Mapped[datetime | None] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    # The short number by which somebody of the workshop signs in to a shared tablet.
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    # Wrong numbers since the last right one, and until when no other is looked at.
    pin_failures: Mapped[int] = mapped_column(default=0, server_default="0")
    pin_locked_until: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="memberships", lazy="joined")
    company: Mapped[Company] = relationship(lazy="joined")
    teams: Mapped[list[Workshop]] = relationship(
        secondary="workshop_team", viewonly=True, order_by="Workshop.name, Workshop.id"
    )

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Membership]:
        return select(cls).where(cls.company_id == member.company_id)

    @classmethod
    def active(cls) -> ColumnElement[bool]:
        """The condition of `is_active`, for queries."""
        return and_(cls.joined_at.is_not(None), cls.ended_at.is_(None))

    @property
    def is_active(self) -> bool:
        return self.joined_at is not None and self.ended_at is None

    @property
    def is_invited(self) -> bool:
        return self.joined_at is None and self.ended_at is None

    @property
    def state(self) -> MemberState:
        if self.ended_at is not None:
            return MemberState.ENDED
        return MemberState.ACTIVE if self.joined_at else MemberState.INVITED

    @property
    def may_enter(self) -> bool:
        """Whether one may sign in with it: a closed company is open to its main manager alone."""
        return self.is_active and (self.company.is_open or self.is_main_manager)

    @property
    def is_manager(self) -> bool:
        return self.role == Role.MANAGER

    @property
    def is_workshop(self) -> bool:
        return self.role == Role.WORKSHOP

    @property
    def is_supervisor(self) -> bool:
        return self.is_workshop and self.trade == Trade.SUPERVISOR

    @property
    def can_edit_equipment(self) -> bool:
        """Managers write the register, as api.md has it."""
        return self.is_manager

    @property
    def can_renew(self) -> bool:
        """Managers and the workshop record checks, documents and safety kit (api.md)."""
        return self.is_manager or self.is_workshop

    def absences_written_by(self, member: Membership) -> bool:
        """Everybody says when they are away themselves; supervisors and managers for the workshop."""
        return member.id == self.id or member.is_supervisor or member.is_manager

    def may_issue_card_for(self, other: Membership) -> bool:
        """Whether this member may hand `other` a card that signs in.

        It opens the other's account, so nobody opens one that may do more than the own one.
        """
        if self.is_manager:
            return not other.is_main_manager or other.id == self.id
        leads = other.is_manager or other.is_supervisor
        return self.is_supervisor and not leads
