"""The app on somebody's phone: which one it is, how old it is, and what that person has not sent yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, now

if TYPE_CHECKING:
    from billun.models.membership import Membership


class Device(Identified, Base):
    """The id was made on the phone, one for each who uses it: what waits of one is not another's to send.

    `unsent_count` is what waited of the member when the phone was last seen in their hands.
    """

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_company_id_last_seen_at", "company_id", "last_seen_at"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    model: Mapped[str] = mapped_column(String(100), default="")
    system: Mapped[str] = mapped_column(String(100), default="")
    app_version: Mapped[str] = mapped_column(String(20), default="")
    installed: Mapped[bool] = mapped_column(default=False)
    unsent_count: Mapped[int] = mapped_column(default=0)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    last_sync_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Device]:
        return select(cls).where(cls.company_id == member.company_id)
