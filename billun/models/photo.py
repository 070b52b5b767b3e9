"""A photo of an anomaly or of a repair: announced by the phone, then stored as it was taken, then developed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column
from billun.models.followed import Followed

if TYPE_CHECKING:
    from billun.models.anomaly import Anomaly
    from billun.models.company import Company
    from billun.models.device import Device
    from billun.models.drawing import Drawing
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership
    from billun.models.outside_link import OutsideLink
    from billun.models.sighting import Sighting
    from billun.models.timeline_entry import TimelineEntry


# How often a photo is developed before it is given up: it may be what kills the workers.
ATTEMPTS_AT_MOST = 10


class PhotoState(StrEnum):
    """`expected` photos were announced with a report and have not arrived."""

    EXPECTED = "expected"
    STORED = "stored"
    READY = "ready"
    FAILED = "failed"


class Stage(StrEnum):
    """When in a repair a photo was taken."""

    BEFORE = "before"
    AFTER = "after"


class PhotoFailure(StrEnum):
    """Why a photo has no sizes: pages say it in words."""

    UNREADABLE = "unreadable"
    ORIGINAL_MISSING = "original_missing"
    GIVEN_UP = "given_up"


class Removal(StrEnum):
    """A withdrawn photo is out of sight and can be put back; of an erased one the row alone is left."""

    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class EnhancementState(StrEnum):
    """`unneeded`: the enhancer found nothing to make better. Without a state nobody has asked."""

    QUEUED = "queued"
    READY = "ready"
    UNNEEDED = "unneeded"
    FAILED = "failed"


class Photo(Followed, Identified, Base):
    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("anomaly_id", "sha256"),
        UniqueConstraint("intervention_id", "sha256"),
        CheckConstraint("(anomaly_id IS NULL) <> (intervention_id IS NULL)", name="one_subject"),
        CheckConstraint("(intervention_id IS NULL) = (stage IS NULL)", name="stage_of_work"),
        CheckConstraint("(sender_id IS NULL) = (link_id IS NOT NULL)", name="one_sender"),
        Index("ix_photo_company_id_changed_in", "company_id", "changed_in"),
        Index("ix_photo_stored", "received_at", postgresql_where=text("state = 'stored'")),
        Index(
            "ix_photo_colourless",
            "received_at",
            postgresql_where=text("state = 'ready' AND colour IS NULL"),
        ),
        Index(
            "ix_photo_enhancement_queued",
            "enhancement_asked_at",
            postgresql_where=text("enhancement_state = 'queued'"),
        ),
    )

    # What it is a photo of: an anomaly, or the work of an intervention.
    anomaly_id: Mapped[UUID | None] = mapped_column(ForeignKey("anomaly.id"))
    intervention_id: Mapped[UUID | None] = mapped_column(ForeignKey("intervention.id"))
    stage: Mapped[Stage | None] = mapped_column(enum_column(Stage))
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    # The sighting that it came with, where somebody met the damage again.
    sighting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sighting.id"), index=True)
    # The comment that it came with. The timeline speaks of photos, too, so that this one is added afterwards.
    comment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("timeline_entry.id", use_alter=True), index=True
    )
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    # The link of the workshop outside that sent it, where nobody of the company did.
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("outside_link.id"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    position: Mapped[int]
    state: Mapped[PhotoState] = mapped_column(enum_column(PhotoState), default=PhotoState.EXPECTED)
    failure: Mapped[PhotoFailure | None] = mapped_column(enum_column(PhotoFailure))
    failure_detail: Mapped[str | None] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64))
    guide: Mapped[str | None] = mapped_column(String(40))
    caption: Mapped[str] = mapped_column(String(300), default="")
    media_type: Mapped[str | None] = mapped_column(String(40))
    byte_size: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    # The average colour ("#8a8f90"), on which the photo appears while it is loading.
    colour: Mapped[str | None] = mapped_column(String(7))
    # The mean brightness, 0 to 255, and the variance of the Laplacian of the large size: the higher, the sharper.
    luminance: Mapped[float | None]
    sharpness: Mapped[float | None]
    enhancement_state: Mapped[EnhancementState | None] = mapped_column(
        enum_column(EnhancementState, "enhancement_state")
    )
    enhancement_asked_at: Mapped[datetime | None]
    enhancement_attempts: Mapped[int] = mapped_column(default=0)
    # Which enhancer made it, and what it measured before and after.
    enhancement_model: Mapped[str | None] = mapped_column(String(60))
    enhancement_metrics: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    # Who took it away, when and why; nobody where its retention was over.
    removal: Mapped[Removal | None] = mapped_column(enum_column(Removal))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    removal_reason: Mapped[str | None] = mapped_column(String(500))

    company: Mapped[Company] = relationship()
    anomaly: Mapped[Anomaly | None] = relationship(back_populates="photos")
    intervention: Mapped[Intervention | None] = relationship(back_populates="photos")
    sender: Mapped[Membership | None] = relationship(foreign_keys=[sender_id])
    link: Mapped[OutsideLink | None] = relationship()
    removed_by: Mapped[Membership | None] = relationship(foreign_keys=[removed_by_id])
    device: Mapped[Device | None] = relationship()
    comment: Mapped[TimelineEntry | None] = relationship(
        back_populates="photos", foreign_keys=[comment_id]
    )
    drawings: Mapped[list[Drawing]] = relationship(
        back_populates="photo", order_by="Drawing.created_at"
    )
    sighting: Mapped[Sighting | None] = relationship(back_populates="photos")

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Photo]:
        """Photos that have arrived, on the equipment of the member's company."""
        return select(cls).where(
            cls.company_id == member.company_id, cls.state != PhotoState.EXPECTED
        )

    @classmethod
    def is_to_be_developed_again(cls) -> ColumnElement[bool]:
        """Shown, but developed before there was a medium size and a colour; tried so often and no more."""
        return and_(
            cls.state == PhotoState.READY,
            cls.colour.is_(None),
            cls.attempts < ATTEMPTS_AT_MOST,
        )

    @property
    def subject(self) -> Anomaly | Intervention:
        """What it is a photo of: every photo has one."""
        subject = self.anomaly or self.intervention
        assert subject is not None
        return subject

    @property
    def has_arrived(self) -> bool:
        return self.state != PhotoState.EXPECTED

    @property
    def has_sizes(self) -> bool:
        return self.state == PhotoState.READY and not self.is_erased

    @property
    def has_enhanced(self) -> bool:
        return self.has_sizes and self.enhancement_state == EnhancementState.READY

    @property
    def enhanced_version(self) -> str:
        """Another one each time that a copy is asked for: it takes the place of the one before."""
        asked_at = self.enhancement_asked_at
        return f"{int(asked_at.timestamp() * 1000):x}" if asked_at else "0"

    @property
    def is_ready(self) -> bool:
        return self.has_sizes and self.removal is None

    @property
    def is_shown(self) -> bool:
        """Whether it has a place in the gallery: it has not been taken away."""
        return self.removal is None

    @property
    def is_erased(self) -> bool:
        return self.removal == Removal.ERASED

    @property
    def is_enhanced(self) -> bool:
        return self.is_ready and self.enhancement_state == EnhancementState.READY

    @property
    def seen_at(self) -> datetime | None:
        """When it was taken, as far as anybody said, else when it came."""
        return self.taken_at or self.received_at

    def can_be_seen_by(self, member: Membership) -> bool:
        """One that was taken away is known to those who may put it back, and to nobody else."""
        return self.is_shown or self.can_be_put_back_by(member)

    def can_be_described_by(self, member: Membership) -> bool:
        """Its sender, the workshop and managers give it its words, and may take it out of sight."""
        own = member.company_id == self.company_id
        return member.id == self.sender_id or (own and (member.is_workshop or member.is_manager))

    def can_be_withdrawn_by(self, member: Membership) -> bool:
        """Of work its sender and those who can put it back, of an anomaly whoever describes it."""
        if self.anomaly_id is not None:
            return self.can_be_described_by(member)
        return member.id == self.sender_id or self.can_be_put_back_by(member)

    def can_be_put_back_by(self, member: Membership) -> bool:
        own = member.company_id == self.company_id
        return own and (member.is_supervisor or member.is_manager)

    def can_be_erased_by(self, member: Membership) -> bool:
        return member.company_id == self.company_id and member.is_manager

    @property
    def is_veiled(self) -> bool:
        """Whether somebody hid a part of it: then other companies never see the photo itself."""
        return any(drawing.conceals for drawing in self.drawings)

    @property
    def concealing(self) -> Drawing | None:
        """What other companies see in its place: the newest drawing that hides something, once it is ready."""
        newest = next((one for one in reversed(self.drawings) if one.conceals), None)
        return newest if newest and newest.is_ready else None

    @property
    def original_key(self) -> str:
        """Where the original lies in the storage. The hash is in it, so a key means one content."""
        return f"photos/{self.id}/original-{self.sha256}"

    def derivative_key(self, size: str) -> str:
        return f"photos/{self.id}/{size}.webp"
