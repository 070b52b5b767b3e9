"""A workshop with its bays and its team."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Numeric, Select, String, Table, select
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

    # By day of the week, "mon" to "sun", the hours that it is open: {"mon": [["08:00", "12:00"], ...]}.
    # None: the usual ones of operations/opening_hours.py.
    opening_hours: Mapped[dict[str, list[list[str]]] | None] = mapped_column(JSONB)
    # Days on which it is closed as well: [{"from": "2026-08-03", "until": "2026-08-16", "name": "Summer"}].
    closures: Mapped[list[dict[str, str]]] = mapped_column(JSONB, default=list, server_default="[]")
    closed_on_holidays: Mapped[bool] = mapped_column(default=True, server_default="true")
    # Euros an hour without tax, at which labour is counted unless somebody says another price.
    hourly_rate: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))

    site: Mapped[Site | None] = relationship()
    team: Mapped[list[Membership]] = relationship(secondary=workshop_team)

    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Workshop]:
        return select(cls).where(cls.company_id == member.company_id)
