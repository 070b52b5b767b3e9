"""A message that is owed to somebody, kept until it was sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.user import User

ATTEMPTS_AT_MOST = 30
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)


class DeliveryKind(StrEnum):
    ANOMALY_MOVED = "anomaly_moved"
    CRITICAL_ANOMALY = "critical_anomaly"
    DEADLINES = "deadlines"
    EMAIL_CONFIRMATION = "email_confirmation"
    INTERVENTION = "intervention"
    INVITATION = "invitation"
    OUTSIDE_LINK = "outside_link"
    COMPANY_EXPORT = "company_export"
    PASSWORD_RESET = "password_reset"


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Delivery(Identified, Base):
    """`subject_id` is what the message speaks of; one message of a kind goes to a person about it once."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "recipient_id"),
        Index("ix_delivery_queued", "next_attempt_at", postgresql_where=text("state = 'queued'")),
    )

    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"), index=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[DeliveryKind] = mapped_column(enum_column(DeliveryKind))
    subject_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[DeliveryState] = mapped_column(
        enum_column(DeliveryState), default=DeliveryState.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    next_attempt_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]

    recipient: Mapped[User] = relationship(lazy="joined")

    def mark_sent(self) -> None:
        self.attempts += 1
        self.state = DeliveryState.SENT
        self.sent_at = now()
        self.error = None

    def mark_attempt_failed(self, error: str) -> None:
        """Wait twice as long before each further try; give up after thirty, five days later."""
        self.attempts += 1
        self.error = error[:2000]
        if self.attempts >= ATTEMPTS_AT_MOST:
            self.state = DeliveryState.FAILED
        else:
            wait = min(FIRST_WAIT * 2 ** (self.attempts - 1), LONGEST_WAIT)
            self.next_attempt_at = now() + wait
