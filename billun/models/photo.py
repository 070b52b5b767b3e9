"""A photo of an anomaly: announced by the phone, then stored as it was taken, then developed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column
from billun.models.followed import Followed

if TYPE_CHECKING:
    from billun.models.anomaly import Anomaly
    from billun.models.membership import Membership
    from billun.models.sighting import Sighting


class PhotoState(StrEnum):
    """`expected` photos were announced with a report and have not arrived."""

    EXPECTED = "expected"
    STORED = "stored"
    READY = "ready"
    FAILED = "failed"


class PhotoFailure(StrEnum):
    """Why a photo has no sizes: pages say it in words."""

    UNREADABLE = "unreadable"
    ORIGINAL_MISSING = "original_missing"
    GIVEN_UP = "given_up"


class Photo(Followed, Identified, Base):
    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("anomaly_id", "sha256"),
        Index("ix_photo_company_id_changed_in", "company_id", "changed_in"),
        Index("ix_photo_stored", "received_at", postgresql_where=text("state = 'stored'")),
    )

    anomaly_id: Mapped[UUID] = mapped_column(ForeignKey("anomaly.id"))
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    # The sighting that it came with, where somebody met the damage again.
    sighting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sighting.id"), index=True)
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    position: Mapped[int]
    state: Mapped[PhotoState] = mapped_column(enum_column(PhotoState), default=PhotoState.EXPECTED)
    failure: Mapped[PhotoFailure | None] = mapped_column(enum_column(PhotoFailure))
    failure_detail: Mapped[str | None] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64))
    guide: Mapped[str | None] = mapped_column(String(40))
    media_type: Mapped[str | None] = mapped_column(String(40))
    byte_size: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]

    anomaly: Mapped[Anomaly] = relationship(back_populates="photos")
    sender: Mapped[Membership] = relationship()
    sighting: Mapped[Sighting | None] = relationship(back_populates="photos")

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Photo]:
        """Photos that have arrived, on the equipment of the member's company."""
        return select(cls).where(
            cls.company_id == member.company_id, cls.state != PhotoState.EXPECTED
        )

    @property
    def has_arrived(self) -> bool:
        return self.state != PhotoState.EXPECTED

    @property
    def is_ready(self) -> bool:
        return self.state == PhotoState.READY

    @property
    def original_key(self) -> str:
        """Where the original lies in the storage. The hash is in it, so a key means one content."""
        return f"photos/{self.id}/original-{self.sha256}"

    def derivative_key(self, size: str) -> str:
        return f"photos/{self.id}/{size}.webp"
