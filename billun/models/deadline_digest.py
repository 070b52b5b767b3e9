"""The daily letter about deadlines: one a site and day, with what was newly due that morning."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from billun.models.base import Base, Identified


class DeadlineDigest(Identified, Base):
    """`site_id` is None for the equipment that stands at no site."""

    __tablename__ = "deadline_digest"
    __table_args__ = (
        UniqueConstraint("company_id", "site_id", "day", postgresql_nulls_not_distinct=True),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    day: Mapped[date]
    news: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
