"""The time from a mechanic's start to the stop on one intervention."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, now

if TYPE_CHECKING:
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership


class WorkSession(Identified, Base):
    """Running as long as it has no end; a person works on one thing at a time."""

    __tablename__ = "work_session"
    __table_args__ = (
        Index(
            "uq_work_session_running",
            "worker_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    intervention: Mapped[Intervention] = relationship(back_populates="sessions")
    worker: Mapped[Membership] = relationship()

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def minutes(self) -> int:
        """Whole minutes, until now while it runs."""
        return int(((self.ended_at or now()) - self.started_at).total_seconds() // 60)
