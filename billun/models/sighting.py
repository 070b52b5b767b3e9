"""Somebody met known damage again: it is as it was, or it got worse."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Select, Text, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.anomaly import Criticality
from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.anomaly import Anomaly
    from billun.models.membership import Membership
    from billun.models.photo import Photo


class SightingKind(StrEnum):
    KNOWN = "known"
    WORSE = "worse"


class Sighting(Identified, Base):
    """`criticality` is what the observer said, where they said one; `company` owns the anomaly."""

    __tablename__ = "sighting"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    anomaly_id: Mapped[UUID] = mapped_column(ForeignKey("anomaly.id"), index=True)
    observer_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[SightingKind] = mapped_column(enum_column(SightingKind))
    criticality: Mapped[Criticality | None] = mapped_column(enum_column(Criticality))
    comment: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    # What the phone first sent, so that the same sighting sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)

    anomaly: Mapped[Anomaly] = relationship(back_populates="sightings")
    observer: Mapped[Membership] = relationship()
    photos: Mapped[list[Photo]] = relationship(
        back_populates="sighting", order_by="Photo.position, Photo.created_at"
    )

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Sighting]:
        return select(cls).where(cls.company_id == member.company_id)
