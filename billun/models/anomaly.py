"""An anomaly: damage that somebody reported on a piece of equipment."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, Text, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from billun.models.anomaly_transitions import (
    MOVABLE_STATUSES,
    OPEN_STATUSES,
    PLANNED_STATUSES,
    AnomalyStatus,
    Part,
    Transition,
    rows_from,
)
from billun.models.base import Base, Identified, enum_column, now
from billun.models.followed import Followed

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.device import Device
    from billun.models.equipment import Equipment
    from billun.models.intervention import Intervention, TakenAnomaly
    from billun.models.membership import Membership
    from billun.models.photo import Photo
    from billun.models.sighting import Sighting
    from billun.models.timeline_entry import TimelineEntry

PHOTOS_REQUIRED = 4
PHOTOS_AT_MOST = 12
# With those that people add later, sightings and repairs among them.
PHOTOS_IN_ALL_AT_MOST = 60
REPORTER_MOVES_WITHIN = timedelta(minutes=30)
SQL_OPEN = ", ".join(f"'{status}'" for status in OPEN_STATUSES)


class Criticality(StrEnum):
    """From the mildest to the worst."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def rank(self) -> int:
        return list(Criticality).index(self)


class Circumstance(StrEnum):
    FOUND = "found"
    HAPPENED = "happened"


class Anomaly(Followed, Identified, Base):
    """`company` is the owner of the equipment, `reporter` a member of any company."""

    __tablename__ = "anomaly"
    __table_args__ = (
        Index(
            "ix_anomaly_open",
            "company_id",
            "equipment_id",
            postgresql_where=text(f"status IN ({SQL_OPEN})"),
        ),
        Index("ix_anomaly_held", "company_id", postgresql_where=text("held_at IS NOT NULL")),
        Index("ix_anomaly_company_id_received_at", "company_id", "received_at", "id"),
        Index("ix_anomaly_equipment_id_received_at", "equipment_id", "received_at"),
        Index("ix_anomaly_reporter_id_received_at", "reporter_id", "received_at"),
        Index("ix_anomaly_company_id_changed_in", "company_id", "changed_in"),
        Index("ix_anomaly_reporter_id_changed_in", "reporter_id", "changed_in"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    category: Mapped[str] = mapped_column(String(40))
    sub_category: Mapped[str | None] = mapped_column(String(40))
    criticality: Mapped[Criticality] = mapped_column(enum_column(Criticality))
    criticality_rank: Mapped[int]
    criticality_reported: Mapped[Criticality] = mapped_column(
        enum_column(Criticality, "criticality_reported")
    )
    status: Mapped[AnomalyStatus] = mapped_column(
        enum_column(AnomalyStatus), default=AnomalyStatus.INCOMING
    )
    description: Mapped[str] = mapped_column(Text, default="")
    circumstance: Mapped[Circumstance | None] = mapped_column(enum_column(Circumstance))
    # A key of the spots on the catalogue's outline of the kind.
    spot: Mapped[str | None] = mapped_column(String(60))
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    acknowledged_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    address: Mapped[str | None] = mapped_column(String(300))
    photos_expected: Mapped[int] = mapped_column(default=0)
    photos_stored: Mapped[int] = mapped_column(default=0)
    photos_later: Mapped[bool] = mapped_column(default=False)
    # The older report of the same damage, as which this one was dismissed.
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("anomaly.id"), index=True)
    # The phone that it was captured on.
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    # When the reporter last looked at what became of it.
    reporter_looked_at: Mapped[datetime | None]
    # A legal hold: nothing of it is erased while a case may need it.
    held_at: Mapped[datetime | None]
    held_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    hold_reason: Mapped[str | None] = mapped_column(Text)
    # What the phone first sent, so that the same record sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)

    company: Mapped[Company] = relationship()
    equipment: Mapped[Equipment] = relationship(back_populates="anomalies")
    reporter: Mapped[Membership] = relationship(foreign_keys=[reporter_id])
    device: Mapped[Device | None] = relationship()
    held_by: Mapped[Membership | None] = relationship(foreign_keys=[held_by_id])
    duplicate_of: Mapped[Anomaly | None] = relationship(
        back_populates="duplicates", remote_side="Anomaly.id"
    )
    duplicates: Mapped[list[Anomaly]] = relationship(
        back_populates="duplicate_of", order_by="Anomaly.received_at"
    )
    photos: Mapped[list[Photo]] = relationship(
        back_populates="anomaly", order_by="Photo.position, Photo.created_at"
    )
    sightings: Mapped[list[Sighting]] = relationship(
        back_populates="anomaly", order_by="Sighting.received_at"
    )
    timeline: Mapped[list[TimelineEntry]] = relationship(
        back_populates="anomaly",
        foreign_keys="TimelineEntry.anomaly_id",
        order_by="TimelineEntry.at, TimelineEntry.id",
    )

    taken: Mapped[list[TakenAnomaly]] = relationship(
        back_populates="anomaly", order_by="TakenAnomaly.created_at"
    )

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Anomaly]:
        """Everything on the equipment of the member's company."""
        return select(cls).where(cls.company_id == member.company_id)

    @validates("criticality")
    def keep_rank(self, _name: str, criticality: Criticality) -> Criticality:
        """The rank is the criticality once more, for the database to sort by."""
        self.criticality_rank = criticality.rank
        return criticality

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def is_planned(self) -> bool:
        return self.status in PLANNED_STATUSES

    @property
    def intervention(self) -> Intervention | None:
        """The one that holds it now."""
        return next((one.intervention for one in self.taken if one.outcome is None), None)

    @property
    def has_all_photos(self) -> bool:
        return self.photos_stored >= max(PHOTOS_REQUIRED, self.photos_expected)

    @property
    def arrived_photos(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.has_arrived]

    @property
    def shown_photos(self) -> list[Photo]:
        """Those that have arrived and were not taken away again."""
        return [photo for photo in self.arrived_photos if photo.is_shown]

    def photos_can_be_ordered_by(self, member: Membership) -> bool:
        own = member.company_id == self.company_id
        return member.id == self.reporter_id or (own and (member.is_workshop or member.is_manager))

    def can_be_sighted_by(self, member: Membership) -> bool:
        """In every status: who meets damage that counts as repaired has something to say, too."""
        return member.company_id == self.company_id

    def can_be_raised_to(self, criticality: Criticality) -> bool:
        """Whoever meets open damage again may only raise it; what is over is reopened by others."""
        return self.is_open and criticality.rank > self.criticality.rank

    @property
    def standing(self) -> dict[str, str]:
        """How it stands, as whoever acted on an older state is told."""
        return {
            "status": self.status.value,
            "criticality": self.criticality.value,
            "equipment_id": str(self.equipment_id),
        }

    @property
    def is_movable(self) -> bool:
        """Whether it may still be about another item: a repair holds it where it is, and so does its end."""
        return self.status in MOVABLE_STATUSES

    def is_moved_by(self, member: Membership) -> bool:
        """Whether this member may say that the wrong item was chosen: the reporter soon, its judges always."""
        soon = now() < self.received_at + REPORTER_MOVES_WITHIN
        return self.is_judged_by(member) or (member.id == self.reporter_id and soon)

    def can_be_moved_by(self, member: Membership) -> bool:
        return self.is_movable and self.is_moved_by(member)

    def is_judged_by(self, member: Membership) -> bool:
        """Whether this member may lower its criticality."""
        return bool(self.parts_of(member) & {Part.SUPERVISOR, Part.MANAGER})

    def can_be_lowered_by(self, member: Membership) -> bool:
        return self.is_open and self.is_judged_by(member)

    def can_be_merged_by(self, member: Membership) -> bool:
        """Whether this member may dismiss it as the same as an older one."""
        steps = self.steps_open_to(member)
        return any(step.target == AnomalyStatus.DISMISSED for step in steps)

    def is_older_than(self, other: Anomaly) -> bool:
        return (self.received_at, self.id) < (other.received_at, other.id)

    def parts_of(self, member: Membership) -> frozenset[Part]:
        """The parts of the transition table that this member plays for this anomaly."""
        own = member.company_id == self.company_id
        played = {
            Part.REPORTER: member.id == self.reporter_id,
            Part.WORKSHOP: own and member.is_workshop,
            Part.SUPERVISOR: own and member.is_supervisor,
            Part.MANAGER: own and member.is_manager,
        }
        return frozenset(part for part, plays in played.items() if plays)

    def steps_open_to(self, member: Membership) -> list[Transition]:
        """The rows of the table that this member may take from here, in the table's order."""
        parts = self.parts_of(member)
        return [row for row in rows_from(self.status) if row.parts_for(self.criticality) & parts]
