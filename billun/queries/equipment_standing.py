"""How a piece of equipment stands right now, in the few facts that head each of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from billun.extensions import db
from billun.models import Anomaly, Deadline, Equipment
from billun.models.anomaly_transitions import OPEN_STATUSES


@dataclass(frozen=True)
class Standing:
    """How many anomalies are open, and its deadlines by due day, those without one last."""

    open_anomalies: int
    deadlines: Sequence[Deadline]
    today: date

    @property
    def blocking(self) -> list[Deadline]:
        """What is overdue and stops driving or a function of it, the longest overdue first."""
        return [one for one in self.deadlines if one.is_blocking_on(self.today)]


def standing_of(equipment: Equipment, open_anomalies: int | None = None) -> Standing:
    """Two statements; one where it is known how many anomalies are open."""
    if open_anomalies is None:
        open_anomalies = count_open(equipment)
    return Standing(open_anomalies, deadlines_by_day(equipment), equipment.company.today)


def count_open(equipment: Equipment) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                Anomaly.equipment_id == equipment.id, Anomaly.status.in_(OPEN_STATUSES)
            )
        )
        or 0
    )


def deadlines_by_day(equipment: Equipment) -> Sequence[Deadline]:
    return db.session.scalars(
        select(Deadline)
        .where(Deadline.equipment_id == equipment.id, Deadline.applies)
        .order_by(Deadline.due_on.asc().nulls_last(), Deadline.code)
    ).all()
