"""One device on which a person is signed in: what Flask-Login and the API tokens both stand for."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.membership import Membership
    from billun.models.screen import Screen
    from billun.models.user import User

PAGES_LAST = timedelta(days=90)
REFRESH_TOKEN_LASTS = timedelta(days=30)
ACCESS_TOKEN_LASTS = timedelta(minutes=15)


class Channel(StrEnum):
    PAGES = "pages"
    API = "api"


class SignIn(Identified, Base):
    """Revoked as one row; an API sign-in also knows which of its refresh tokens is the living one."""

    __tablename__ = "sign_in"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    device: Mapped[str] = mapped_column(String(300), default="")
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    # The shared tablet on which it was made: it ends soon, and with the tablet.
    screen_id: Mapped[UUID | None] = mapped_column(ForeignKey("screen.id"), index=True)
    refresh_token_id: Mapped[str | None] = mapped_column(String(40))

    user: Mapped[User] = relationship(lazy="joined")
    membership: Mapped[Membership | None] = relationship(lazy="joined")
    screen: Mapped[Screen | None] = relationship(lazy="joined")

    # The four names that Flask-Login asks of whoever is signed in.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """False once it was revoked, has run out, or the person has left the company, or it has closed."""
        return (
            self.revoked_at is None
            and self.expires_at > now()
            and (self.membership is None or self.membership.may_enter)
            and (self.screen is None or self.screen.is_active)
        )

    def get_id(self) -> str:
        return str(self.id)
