"""What waits to be planned: triaged anomalies, deadlines that come near, work that a plan asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    Deadline,
    DeadlineSource,
    Equipment,
    EquipmentStatus,
    Intervention,
    Membership,
    PlanItem,
    TakenDeadline,
)
from billun.models.deadline import SOON
from billun.models.intervention_transitions import OPEN_INTERVENTIONS

MOST = 200
IN_USE = (EquipmentStatus.PROVISIONAL, EquipmentStatus.ACTIVE, EquipmentStatus.IN_WORKSHOP)

Row = TypeVar("Row")


@dataclass(frozen=True)
class ToPlan:
    """At most 200 of each, the most pressing first; `totals` says by the same names how many there are."""

    anomalies: Sequence[Anomaly]
    deadlines: Sequence[Deadline]
    occurrences: Sequence[Intervention]
    totals: dict[str, int]


def to_plan(
    member: Membership, workshop_id: UUID | None = None, site_id: UUID | None = None
) -> ToPlan:
    """What no open intervention has taken on. Three statements, however much there is.

    `workshop_id` and `site_id` are those that the equipment belongs to.
    """
    belongs = belonging(workshop_id, site_id)
    anomalies, anomalies_total = first_of(anomalies_waiting(member).where(*belongs))
    deadlines, deadlines_total = first_of(deadlines_waiting(member).where(*belongs))
    occurrences, occurrences_total = first_of(occurrences_waiting(member).where(*belongs))
    totals = {
        "anomalies": anomalies_total,
        "deadlines": deadlines_total,
        "occurrences": occurrences_total,
    }
    return ToPlan(anomalies, deadlines, occurrences, totals)


def belonging(workshop_id: UUID | None, site_id: UUID | None) -> list[ColumnElement[bool]]:
    asked = ((Equipment.workshop_id, workshop_id), (Equipment.site_id, site_id))
    return [column == id for column, id in asked if id is not None]


def first_of(query: Select[Row]) -> tuple[list[Row], int]:
    """The first rows of a query, and how many it has in all."""
    counted: Select[Any] = query.add_columns(func.count().over()).limit(MOST)
    rows = db.session.execute(counted).unique().all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def anomalies_waiting(member: Membership) -> Select[Anomaly]:
    """Acknowledged, which is nobody's: the worst first, then what has waited longest."""
    return (
        Anomaly.visible_to(member)
        .join(Anomaly.equipment)
        .where(Anomaly.status == AnomalyStatus.ACKNOWLEDGED)
        .order_by(Anomaly.criticality_rank.desc(), Anomaly.received_at, Anomaly.id)
        .options(contains_eager(Anomaly.equipment))
    )


def deadlines_waiting(member: Membership) -> Select[Deadline]:
    """Overdue or due in less than 30 days, of equipment in use: the earliest first.

    Without papers: one is renewed by the next one, and not in a workshop.
    """
    held = select(TakenDeadline.id).where(
        TakenDeadline.deadline_id == Deadline.id,
        TakenDeadline.renewal_id.is_(None),
        ~TakenDeadline.given_back,
    )
    return (
        Deadline.visible_to(member)
        .join(Deadline.equipment)
        .where(
            Equipment.status.in_(IN_USE),
            Deadline.source != DeadlineSource.DOCUMENT,
            Deadline.due_on < member.company.today + SOON,
            ~held.exists(),
        )
        .order_by(Deadline.due_on, Deadline.id)
        .options(contains_eager(Deadline.equipment))
    )


def occurrences_waiting(member: Membership) -> Select[Intervention]:
    """What plans made and nobody has given a time yet, by the day on which it is due."""
    return (
        Intervention.visible_to(member)
        .join(Intervention.equipment)
        .where(Intervention.status.in_(OPEN_INTERVENTIONS), Intervention.starts_at.is_(None))
        .order_by(Intervention.due_on.asc().nulls_last(), Intervention.id)
        .options(
            contains_eager(Intervention.equipment),
            joinedload(Intervention.workshop),
            joinedload(Intervention.plan_item).joinedload(PlanItem.plan),
        )
    )
