"""One thing that happened to an intervention: who, when, what, and the words they gave."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now
from billun.models.intervention_transitions import InterventionStatus

if TYPE_CHECKING:
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership
    from billun.models.outside_link import OutsideLink


class InterventionEntryKind(StrEnum):
    PLANNED = "planned"
    # Another time, bay or workshop.
    MOVED = "moved"
    # Other people.
    ASSIGNED = "assigned"
    EDITED = "edited"
    TRANSITION = "transition"
    COMMENT = "comment"
    WORK_STARTED = "work_started"
    WORK_STOPPED = "work_stopped"
    LINE_ADDED = "line_added"
    LINE_CHANGED = "line_changed"
    LINE_REMOVED = "line_removed"
    PHOTO_ADDED = "photo_added"
    PHOTO_REMOVED = "photo_removed"
    DOCUMENT_ADDED = "document_added"
    LINK_MADE = "link_made"
    LINK_REVOKED = "link_revoked"
    # What the workshop outside answers through its link.
    OUTSIDE_ACCEPTED = "outside_accepted"
    OUTSIDE_PROPOSED = "outside_proposed"
    OUTSIDE_DECLINED = "outside_declined"
    OUTSIDE_DONE = "outside_done"


class InterventionEntry(Identified, Base):
    """`actor` did it, or the workshop outside that holds `link`, or, with neither, Billun itself.

    `detail` holds what of the entry is no words: times in ISO 8601 UTC, amounts, names as they were.
    """

    __tablename__ = "intervention_entry"
    __table_args__ = (Index("ix_intervention_entry_intervention_id_at", "intervention_id", "at"),)

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("outside_link.id"), index=True)
    kind: Mapped[InterventionEntryKind] = mapped_column(enum_column(InterventionEntryKind))
    at: Mapped[datetime] = mapped_column(default=now)
    from_status: Mapped[InterventionStatus | None] = mapped_column(
        enum_column(InterventionStatus, "from_status")
    )
    to_status: Mapped[InterventionStatus | None] = mapped_column(
        enum_column(InterventionStatus, "to_status")
    )
    comment: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)

    intervention: Mapped[Intervention] = relationship(back_populates="timeline")
    actor: Mapped[Membership | None] = relationship()
    link: Mapped[OutsideLink | None] = relationship()
