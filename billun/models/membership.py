"""A person's place in a company: the actor of everything that happens in it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.user import User


class Role(StrEnum):
    DRIVER = "driver"
    WORKSHOP = "workshop"
    MANAGER = "manager"


class Trade(StrEnum):
    MECHANIC = "mechanic"
    SUPERVISOR = "supervisor"
    TYRE_SPECIALIST = "tyre_specialist"
    REFRIGERATION = "refrigeration"


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
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="memberships", lazy="joined")
    company: Mapped[Company] = relationship(lazy="joined")

    @property
    def is_active(self) -> bool:
        return self.ended_at is None

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
