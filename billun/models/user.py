"""A person who signs in. What they may do is a matter of their memberships, not of the user."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified

if TYPE_CHECKING:
    from billun.models.membership import Membership


class User(Identified, Base):
    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),
        Index("uq_user_email", text("lower(email)"), unique=True),
    )

    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    # When the person showed that they read this mailbox; None where an address was only typed.
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(5))
    is_admin: Mapped[bool] = mapped_column(default=False)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", order_by="Membership.created_at"
    )

    @property
    def is_placeholder(self) -> bool:
        """Written down by an inviter; nobody has come and chosen a password yet."""
        return self.password_hash is None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"
