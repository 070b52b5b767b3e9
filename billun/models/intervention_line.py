"""One line of what an intervention costs: labour by the minute, or parts by the piece."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership
    from billun.models.work_session import WorkSession

CENT = Decimal("0.01")


class LineKind(StrEnum):
    LABOUR = "labour"
    PARTS = "parts"


class InterventionLine(Identified, Base):
    """Labour: `minutes` at `unit_price` euros an hour, of `worker`. Parts: `quantity` at `unit_price` each.

    All prices without tax.
    """

    __tablename__ = "intervention_line"

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    kind: Mapped[LineKind] = mapped_column(enum_column(LineKind))
    description: Mapped[str] = mapped_column(String(300), default="")
    reference: Mapped[str] = mapped_column(String(80), default="")
    minutes: Mapped[int | None]
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(10, 3))
    unit_price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    # Kept by `count`, so that the database can sum it.
    cost: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    # The work session that it was made from when the mechanic stopped.
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_session.id"), unique=True)
    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    intervention: Mapped[Intervention] = relationship(back_populates="lines")
    worker: Mapped[Membership | None] = relationship(foreign_keys=[worker_id])
    author: Mapped[Membership | None] = relationship(foreign_keys=[author_id])
    session: Mapped[WorkSession | None] = relationship()

    def count(self) -> None:
        """Bring the cost up to date: to the cent, half a cent up."""
        amount = self.quantity or Decimal(0)
        if self.kind == LineKind.LABOUR:
            amount = Decimal(self.minutes or 0) / 60
        self.cost = (amount * self.unit_price).quantize(CENT, ROUND_HALF_UP)
