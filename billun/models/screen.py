"""A screen that stays signed in without a person: the wall of a workshop, or its shared tablet."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.membership import Membership
    from billun.models.workshop import Workshop

PAIRING_LASTS = timedelta(hours=24)
# After this long without a touch a tablet asks again who is there.
TABLET_SIGN_IN_LASTS = timedelta(minutes=15)


class ScreenKind(StrEnum):
    """A wall shows and can do nothing; on a tablet people say who they are with name and PIN."""

    WALL = "wall"
    TABLET = "tablet"


class Screen(Identified, Base):
    """Paired once, with a link that works until `pairing_ends_at`; from then on its device's cookie names it."""

    __tablename__ = "screen"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[ScreenKind] = mapped_column(enum_column(ScreenKind))
    name: Mapped[str] = mapped_column(String(80))
    # None: the whole company.
    workshop_id: Mapped[UUID | None] = mapped_column(ForeignKey("workshop.id", ondelete="SET NULL"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    pairing_ends_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    # Named in the cookie beside the id: another one after each pairing, so that a copied link ends nowhere.
    pairing_id: Mapped[UUID | None]
    device: Mapped[str] = mapped_column(String(300), default="")
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    company: Mapped[Company] = relationship(lazy="joined")
    workshop: Mapped[Workshop | None] = relationship()
    author: Mapped[Membership | None] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Screen]:
        return select(cls).where(cls.company_id == member.company_id)

    @property
    def is_active(self) -> bool:
        return self.paired_at is not None and self.revoked_at is None and self.company.is_open

    @property
    def can_be_paired(self) -> bool:
        return (
            self.paired_at is None
            and self.revoked_at is None
            and self.company.is_open
            and self.pairing_ends_at > now()
        )
