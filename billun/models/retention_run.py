"""One night of the retention: what went, so that a company can show that it keeps its word."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from billun.models.base import Base, Identified, now
from billun.models.membership import Membership


class RetentionRun(Identified, Base):
    """`counts` says how many of each kind went: positions, photos, anomalies, access_records."""

    __tablename__ = "retention_run"
    __table_args__ = (Index("ix_retention_run_company_id_at", "company_id", "at"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)

    @classmethod
    def visible_to(cls, member: Membership) -> Select[RetentionRun]:
        return select(cls).where(cls.company_id == member.company_id)
