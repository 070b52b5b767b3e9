"""One thing that happened to an anomaly: who, when, what, and the words they gave."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.anomaly import Criticality
from billun.models.anomaly_transitions import OPEN_STATUSES, AnomalyStatus
from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.anomaly import Anomaly
    from billun.models.equipment import Equipment
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership
    from billun.models.photo import Photo
    from billun.models.sighting import Sighting


class TimelineKind(StrEnum):
    REPORTED = "reported"
    TRANSITION = "transition"
    COMMENT = "comment"
    PHOTO_ADDED = "photo_added"
    SEEN = "seen"
    SIGHTED = "sighted"
    CRITICALITY = "criticality"
    MOVED = "moved"
    DUPLICATE_FOUND = "duplicate_found"
    PHOTO_REMOVED = "photo_removed"
    PHOTO_PUT_BACK = "photo_put_back"
    DRAWN_ON = "drawn_on"
    DRAWING_REMOVED = "drawing_removed"
    HELD = "held"
    RELEASED = "released"


class TimelineEntry(Identified, Base):
    __tablename__ = "timeline_entry"
    __table_args__ = (Index("ix_timeline_entry_anomaly_id_at", "anomaly_id", "at"),)

    anomaly_id: Mapped[UUID] = mapped_column(ForeignKey("anomaly.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[TimelineKind] = mapped_column(enum_column(TimelineKind))
    at: Mapped[datetime] = mapped_column(default=now)
    from_status: Mapped[AnomalyStatus | None] = mapped_column(
        enum_column(AnomalyStatus, "from_status")
    )
    to_status: Mapped[AnomalyStatus | None] = mapped_column(enum_column(AnomalyStatus, "to_status"))
    from_criticality: Mapped[Criticality | None] = mapped_column(
        enum_column(Criticality, "from_criticality")
    )
    to_criticality: Mapped[Criticality | None] = mapped_column(
        enum_column(Criticality, "to_criticality")
    )
    comment: Mapped[str | None] = mapped_column(Text)
    # The photo that it is about; those that came with a comment name the comment.
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("photo.id"), index=True)
    # From which equipment it was moved to which.
    from_equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    to_equipment_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    # The other report of the same damage: the older one where this dismisses the younger, the younger
    # one on the timeline of the older, also where it raised that. None since it was removed.
    duplicate_id: Mapped[UUID | None] = mapped_column(ForeignKey("anomaly.id"), index=True)
    sighting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sighting.id"), index=True)
    # The repair that moved it.
    intervention_id: Mapped[UUID | None] = mapped_column(ForeignKey("intervention.id"), index=True)

    anomaly: Mapped[Anomaly] = relationship(back_populates="timeline", foreign_keys=[anomaly_id])
    actor: Mapped[Membership | None] = relationship()
    photo: Mapped[Photo | None] = relationship(foreign_keys=[photo_id])
    photos: Mapped[list[Photo]] = relationship(
        back_populates="comment", foreign_keys="Photo.comment_id", order_by="Photo.position"
    )
    from_equipment: Mapped[Equipment | None] = relationship(foreign_keys=[from_equipment_id])
    to_equipment: Mapped[Equipment | None] = relationship(foreign_keys=[to_equipment_id])
    duplicate: Mapped[Anomaly | None] = relationship(foreign_keys=[duplicate_id])
    sighting: Mapped[Sighting | None] = relationship()
    intervention: Mapped[Intervention | None] = relationship()

    @property
    def is_lowering(self) -> bool:
        """Whether the anomaly counts as less bad since."""
        before, after = self.from_criticality, self.to_criticality
        return bool(before and after and after.rank < before.rank)

    @property
    def is_reopening(self) -> bool:
        """Whether the anomaly was over, and is open again since."""
        before, after = self.from_status, self.to_status
        return before is not None and before not in OPEN_STATUSES and after in OPEN_STATUSES
