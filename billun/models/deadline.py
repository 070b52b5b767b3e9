"""A day by which something of a piece of equipment must be renewed, and each renewal of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates
from sqlalchemy.sql import ColumnElement

from billun.models.base import Base, Identified, enum_column, now

if TYPE_CHECKING:
    from billun.models.document import Document
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership


class DeadlineSource(StrEnum):
    """What the deadline comes from; `code` is then a check, `document_<type>` or `kit_<item>`."""

    CHECK = "check"
    DOCUMENT = "document"
    SAFETY_ITEM = "safety_item"


class DeadlineState(StrEnum):
    OK = "ok"
    DUE_30 = "due_30"
    DUE_15 = "due_15"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


class Blocks(StrEnum):
    """What may not be done while it is overdue: drive at all, or use one function of the equipment."""

    DRIVING = "driving"
    FUNCTION = "function"


class Result(StrEnum):
    PASSED = "passed"
    RETEST = "retest"
    FAILED = "failed"


SOON = timedelta(days=30)
VERY_SOON = timedelta(days=15)


class Deadline(Identified, Base):
    """`due_on` is None where nobody has said a date yet, or (`permanent`) where it was done once for all."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("equipment_id", "code"),
        Index(
            "ix_deadline_company_id_due_on",
            "company_id",
            "due_on",
            postgresql_include=["equipment_id", "applies"],
        ),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    code: Mapped[str] = mapped_column(String(60))
    source: Mapped[DeadlineSource] = mapped_column(enum_column(DeadlineSource))
    blocks: Mapped[Blocks | None] = mapped_column(enum_column(Blocks))
    function: Mapped[str | None] = mapped_column(String(20))
    due_on: Mapped[date | None]
    # Typed by a person or an import, so that no rule of the catalogue computes it anew.
    due_is_given: Mapped[bool] = mapped_column(default=False)
    done_on: Mapped[date | None]
    # The day from which the interval runs: when it was done, or the nominal day where the rule keeps that.
    counted_from: Mapped[date | None]
    result: Mapped[Result | None] = mapped_column(enum_column(Result))
    permanent: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"), index=True)
    # False once the data that called for it have changed; what was renewed stays on record.
    applies: Mapped[bool] = mapped_column(default=True)
    # The nearest of 30, 15, 7 and 0 days of which people have been told, for this due day.
    told_at_days: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(default=now)

    equipment: Mapped[Equipment] = relationship(back_populates="deadlines")
    document: Mapped[Document | None] = relationship()
    renewals: Mapped[list[Renewal]] = relationship(
        back_populates="deadline", order_by="Renewal.created_at.desc()"
    )

    @validates("due_on")
    def forget_who_was_told(self, name: str, value: date | None) -> date | None:
        if value != self.due_on:
            self.told_at_days = None
        return value

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Deadline]:
        """What applies to the equipment of the member's company."""
        return select(cls).where(cls.company_id == member.company_id, cls.applies)

    @classmethod
    def in_state(cls, state: DeadlineState, today: date) -> ColumnElement[bool]:
        """The condition of `state_on`, for queries."""
        if state == DeadlineState.UNKNOWN:
            return and_(cls.due_on.is_(None), ~and_(cls.permanent, cls.done_on.is_not(None)))
        if state == DeadlineState.OVERDUE:
            return cls.due_on < today
        if state == DeadlineState.DUE_15:
            return and_(cls.due_on >= today, cls.due_on < today + VERY_SOON)
        if state == DeadlineState.DUE_30:
            return and_(cls.due_on >= today + VERY_SOON, cls.due_on < today + SOON)
        settled = and_(cls.permanent, cls.done_on.is_not(None), cls.due_on.is_(None))
        return func.coalesce(cls.due_on >= today + SOON, settled)

    def state_on(self, today: date) -> DeadlineState:
        """How it stands on the company's day. The due day itself is still in time."""
        if self.due_on is None:
            settled = self.permanent and self.done_on is not None
            return DeadlineState.OK if settled else DeadlineState.UNKNOWN
        return state_of(self.due_on, today)

    def is_blocking_on(self, today: date) -> bool:
        return (
            self.applies
            and self.blocks is not None
            and self.state_on(today) == DeadlineState.OVERDUE
        )


def state_of(due_on: date, today: date) -> DeadlineState:
    if due_on < today:
        return DeadlineState.OVERDUE
    if due_on < today + VERY_SOON:
        return DeadlineState.DUE_15
    return DeadlineState.DUE_30 if due_on < today + SOON else DeadlineState.OK


class Renewal(Identified, Base):
    """One check that was done: when, with what result and proof, and what it was then due."""

    __tablename__ = "renewal"

    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    done_on: Mapped[date]
    result: Mapped[Result] = mapped_column(enum_column(Result))
    due_on: Mapped[date | None]
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"), index=True)
    comment: Mapped[str] = mapped_column(Text, default="")

    deadline: Mapped[Deadline] = relationship(back_populates="renewals")
    actor: Mapped[Membership | None] = relationship()
    document: Mapped[Document | None] = relationship()
