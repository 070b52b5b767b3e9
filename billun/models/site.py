"""A place of the company, with the manager who answers for the equipment that is based there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified

if TYPE_CHECKING:
    from billun.models.membership import Membership


class Site(Identified, Base):
    __tablename__ = "site"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2), default="FR")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    siret: Mapped[str | None] = mapped_column(String(14))
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))

    manager: Mapped[Membership | None] = relationship()

    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Site]:
        return select(cls).where(cls.company_id == member.company_id)
