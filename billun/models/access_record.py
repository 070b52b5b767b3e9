"""Who looked at, or took away, what belongs to a company: kept so that the company can ask."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.membership import Membership


class AccessKind(StrEnum):
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"


class AccessSubject(StrEnum):
    ANOMALY = "anomaly"
    PHOTO = "photo"
    ANOMALY_REPORT = "anomaly_report"
    COMPANY_EXPORT = "company_export"


class AccessRecord(Identified, Base):
    """`company` owns what was looked at; `actor_company` is the one in whose name it was done."""

    __tablename__ = "access_record"
    __table_args__ = (
        Index("ix_access_record_company_id_at", "company_id", "at", "id"),
        Index("ix_access_record_subject_id", "subject_id"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    actor_company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[AccessKind] = mapped_column(enum_column(AccessKind))
    subject: Mapped[AccessSubject] = mapped_column(enum_column(AccessSubject))
    subject_id: Mapped[UUID]
    # What people call the subject: "ANO-2026-7K3F9Q".
    name: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime] = mapped_column(default=now)

    actor: Mapped[Membership | None] = relationship()
    actor_company: Mapped[Company | None] = relationship(foreign_keys=[actor_company_id])

    @classmethod
    def visible_to(cls, member: Membership) -> Select[AccessRecord]:
        return select(cls).where(cls.company_id == member.company_id)
