"""A workshop with its bays and its team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Select, String, Table, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified

if TYPE_CHECKING:
    from billun.models.membership import Membership
    from billun.models.site import Site

workshop_team = Table(
    "workshop_team",
    Base.metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("membership_id", ForeignKey("membership.id"), primary_key=True, index=True),
)


class Workshop(Identified, Base):
    __tablename__ = "workshop"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(200))
    external: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(300), default="", server_default="")
    bays: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)

    site: Mapped[Site | None] = relationship()
    team: Mapped[list[Membership]] = relationship(secondary=workshop_team)

    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Workshop]:
        return select(cls).where(cls.company_id == member.company_id)
