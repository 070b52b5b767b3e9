"""An intervention: work that a workshop does on a piece of equipment, from the plan to the last line of cost."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    Text,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column, now
from billun.models.intervention_transitions import (
    OPEN_INTERVENTIONS,
    RUNNING_INTERVENTIONS,
    InterventionStatus,
    InterventionTransition,
    Outcome,
    steps_from,
)

if TYPE_CHECKING:
    from billun.models.anomaly import Anomaly, Criticality
    from billun.models.company import Company
    from billun.models.deadline import Deadline, Renewal
    from billun.models.document import Document
    from billun.models.equipment import Equipment
    from billun.models.intervention_entry import InterventionEntry
    from billun.models.intervention_line import InterventionLine
    from billun.models.maintenance_plan import PlanItem
    from billun.models.membership import Membership
    from billun.models.outside_link import OutsideLink
    from billun.models.photo import Photo
    from billun.models.work_session import WorkSession
    from billun.models.workshop import Workshop

SQL_OPEN = ", ".join(f"'{status}'" for status in OPEN_INTERVENTIONS)

intervention_assignee = Table(
    "intervention_assignee",
    Base.metadata,
    Column("intervention_id", ForeignKey("intervention.id", ondelete="CASCADE"), primary_key=True),
    Column("membership_id", ForeignKey("membership.id"), primary_key=True, index=True),
)


class InterventionKind(StrEnum):
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"
    STATUTORY = "statutory"


class Priority(StrEnum):
    """From the least to the most pressing."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        return list(Priority).index(self)


class Intervention(Identified, Base):
    """`starts_at` and `ends_at` are what is planned, None where a plan made it and nobody has placed it yet.

    What really happened stands in `started_at`, `completed_at` and the work sessions.
    """

    __tablename__ = "intervention"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="both_ends"),
        # What the calendar and a booking look through.
        Index("ix_intervention_company_id_starts_at", "company_id", "starts_at", "ends_at"),
        Index(
            "ix_intervention_equipment_open",
            "equipment_id",
            "starts_at",
            postgresql_where=text(f"status IN ({SQL_OPEN})"),
        ),
        Index(
            "ix_intervention_workshop_open",
            "workshop_id",
            "bay",
            "starts_at",
            postgresql_where=text(f"status IN ({SQL_OPEN})"),
        ),
        Index("ix_intervention_equipment_id_created_at", "equipment_id", "created_at"),
        # A plan asks for the next one of an item only when the last is over.
        Index(
            "uq_intervention_plan_item_open",
            "plan_item_id",
            unique=True,
            postgresql_where=text(f"status IN ({SQL_OPEN})"),
        ),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    workshop_id: Mapped[UUID | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    # The name of a workshop that the company has given up since.
    workshop_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # One of the workshop's bays by its name; None where it needs none.
    bay: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[InterventionKind] = mapped_column(enum_column(InterventionKind))
    priority: Mapped[Priority] = mapped_column(enum_column(Priority), default=Priority.NORMAL)
    status: Mapped[InterventionStatus] = mapped_column(
        enum_column(InterventionStatus), default=InterventionStatus.PLANNED
    )
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    estimated_minutes: Mapped[int | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    # While it waits for parts: for which, and when they are expected.
    parts_awaited: Mapped[str] = mapped_column(String(500), default="", server_default="")
    parts_expected_on: Mapped[date | None]
    # Made ahead by a plan, for this day.
    plan_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_item.id"))
    due_on: Mapped[date | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    # Counts the times that people wrote it, so that the second of two editors is told of the first.
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    company: Mapped[Company] = relationship()
    equipment: Mapped[Equipment] = relationship()
    workshop: Mapped[Workshop | None] = relationship()
    author: Mapped[Membership | None] = relationship(foreign_keys=[author_id])
    plan_item: Mapped[PlanItem | None] = relationship()
    assignees: Mapped[list[Membership]] = relationship(
        secondary=intervention_assignee, order_by="Membership.id"
    )
    taken: Mapped[list[TakenAnomaly]] = relationship(
        back_populates="intervention", order_by="TakenAnomaly.created_at, TakenAnomaly.id"
    )
    taken_deadlines: Mapped[list[TakenDeadline]] = relationship(
        back_populates="intervention", order_by="TakenDeadline.created_at, TakenDeadline.id"
    )
    lines: Mapped[list[InterventionLine]] = relationship(
        back_populates="intervention", order_by="InterventionLine.created_at, InterventionLine.id"
    )
    sessions: Mapped[list[WorkSession]] = relationship(
        back_populates="intervention", order_by="WorkSession.started_at, WorkSession.id"
    )
    timeline: Mapped[list[InterventionEntry]] = relationship(
        back_populates="intervention", order_by="InterventionEntry.at, InterventionEntry.id"
    )
    photos: Mapped[list[Photo]] = relationship(
        back_populates="intervention", order_by="Photo.position, Photo.created_at"
    )
    documents: Mapped[list[Document]] = relationship(
        back_populates="intervention", order_by="Document.created_at"
    )
    outside_links: Mapped[list[OutsideLink]] = relationship(
        back_populates="intervention", order_by="OutsideLink.created_at.desc()"
    )

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Intervention]:
        return select(cls).where(cls.company_id == member.company_id)

    @property
    def is_open(self) -> bool:
        """Whether it still holds its bay, its equipment, its anomalies and its deadlines."""
        return self.status in OPEN_INTERVENTIONS

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING_INTERVENTIONS

    @property
    def is_placed(self) -> bool:
        """Whether it has its time in the calendar."""
        return self.starts_at is not None

    def is_late_at(self, moment: datetime) -> bool:
        """Whether it should have begun, or be over, by this moment."""
        if self.starts_at is None or self.ends_at is None:
            return False
        begun_late = self.status == InterventionStatus.PLANNED and self.starts_at < moment
        return begun_late or (self.is_running and self.ends_at < moment)

    @property
    def steps(self) -> list[InterventionTransition]:
        """The rows of the table that lead on from here."""
        return steps_from(self.status)

    @property
    def anomalies(self) -> list[Anomaly]:
        return [one.anomaly for one in self.taken]

    @property
    def deadlines(self) -> list[Deadline]:
        return [one.deadline for one in self.taken_deadlines]

    @property
    def criticality(self) -> Criticality | None:
        """The worst of its anomalies'."""
        found = [anomaly.criticality for anomaly in self.anomalies]
        return max(found, key=lambda one: one.rank, default=None)

    @property
    def shown_documents(self) -> list[Document]:
        """Those that nobody took out of the lists."""
        return [one for one in self.documents if one.removed_at is None]

    @property
    def place_name(self) -> str:
        return self.workshop.name if self.workshop else self.workshop_name

    @property
    def cost(self) -> Decimal:
        """Of all lines, in euros without tax."""
        return sum((line.cost for line in self.lines), Decimal("0.00"))

    @property
    def worked_minutes(self) -> int:
        """The minutes that people really worked on it, until now where somebody still does."""
        return sum(session.minutes for session in self.sessions)

    @property
    def standing(self) -> dict[str, str]:
        """How it stands, as whoever acted on an older state is told."""
        times = {"starts_at": self.starts_at, "ends_at": self.ends_at}
        said = {name: moment.isoformat() for name, moment in times.items() if moment}
        return {"status": self.status.value, "version": str(self.version), **said}


class TakenAnomaly(Identified, Base):
    """An anomaly that an intervention took on; without an outcome as long as it holds it."""

    __tablename__ = "intervention_anomaly"
    __table_args__ = (
        Index(
            "uq_intervention_anomaly_held",
            "anomaly_id",
            unique=True,
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("ix_intervention_anomaly_intervention_id", "intervention_id"),
        Index("ix_intervention_anomaly_anomaly_id", "anomaly_id"),
    )

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"))
    anomaly_id: Mapped[UUID] = mapped_column(ForeignKey("anomaly.id"))
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))

    intervention: Mapped[Intervention] = relationship(back_populates="taken")
    anomaly: Mapped[Anomaly] = relationship(back_populates="taken")


class TakenDeadline(Identified, Base):
    """A deadline that an intervention took on; `given_back` or renewed once it is over."""

    __tablename__ = "intervention_deadline"
    __table_args__ = (
        Index(
            "uq_intervention_deadline_held",
            "deadline_id",
            unique=True,
            postgresql_where=text("renewal_id IS NULL AND NOT given_back"),
        ),
        Index("ix_intervention_deadline_intervention_id", "intervention_id"),
        Index("ix_intervention_deadline_deadline_id", "deadline_id"),
    )

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"))
    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"))
    renewal_id: Mapped[UUID | None] = mapped_column(ForeignKey("renewal.id"), index=True)
    given_back: Mapped[bool] = mapped_column(default=False)

    intervention: Mapped[Intervention] = relationship(back_populates="taken_deadlines")
    deadline: Mapped[Deadline] = relationship()
    renewal: Mapped[Renewal | None] = relationship()
