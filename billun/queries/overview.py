"""How a company stands this morning, in numbers that each lead to the list they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from billun.extensions import db
from billun.models import (
    Anomaly,
    Criticality,
    Deadline,
    DeadlineState,
    Equipment,
    EquipmentStatus,
    Fitness,
    Membership,
    Site,
    Workshop,
)
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.queries.deadline_list import DeadlineFilter, count_deadlines, deadlines_in_use
from billun.queries.equipment_filter import MISSING

URGENT_AT_MOST = 10


@dataclass(frozen=True)
class EquipmentCounts:
    """Items in use; retired ones count nowhere."""

    total: int
    provisional: int
    without_site: int
    without_number: int
    with_unknown_dates: int
    by_fitness: Mapping[Fitness, int]


@dataclass(frozen=True)
class CompanyCounts:
    people: int
    invited: int
    sites: int
    workshops: int


@dataclass(frozen=True)
class Overview:
    """`urgent` are the deadlines that are due first, overdue ones included."""

    equipment: EquipmentCounts
    deadlines: Mapping[DeadlineState, int]
    urgent: Sequence[Deadline]
    anomalies: Mapping[Criticality, int]
    company: CompanyCounts

    @property
    def is_new(self) -> bool:
        """Whether the company has nothing to look after yet."""
        return self.equipment.total == 0

    @property
    def is_complete(self) -> bool:
        found = self.equipment
        return not any(
            (
                found.provisional,
                found.without_site,
                found.without_number,
                self.deadlines[DeadlineState.UNKNOWN],
                self.company.invited,
            )
        )


def overview_of(member: Membership) -> Overview:
    """Five statements, however large the company is."""
    counted = count_deadlines(member, DeadlineFilter()).by_state
    return Overview(
        equipment=count_equipment(member),
        deadlines={state: counted.get(state, 0) for state in DeadlineState},
        urgent=urgent_deadlines(member),
        anomalies=count_open_anomalies(member),
        company=count_company(member),
    )


def count_equipment(member: Membership) -> EquipmentCounts:
    in_use = Equipment.status != EquipmentStatus.RETIRED
    row: Any = db.session.execute(
        Equipment.visible_to(member)
        .where(in_use)
        .with_only_columns(
            func.count().label("total"),
            count_of(Equipment.status == EquipmentStatus.PROVISIONAL, "provisional"),
            count_of(MISSING["site"], "without_site"),
            count_of(MISSING["number"], "without_number"),
            count_of(Equipment.unknown_deadlines > 0, "with_unknown_dates"),
            *(count_of(Equipment.fitness == fitness, fitness.value) for fitness in Fitness),
        )
    ).one()
    by_fitness = {fitness: getattr(row, fitness.value) for fitness in Fitness}
    return EquipmentCounts(
        total=row.total,
        provisional=row.provisional,
        without_site=row.without_site,
        without_number=row.without_number,
        with_unknown_dates=row.with_unknown_dates,
        by_fitness=by_fitness,
    )


def count_of(condition: Any, name: str) -> Any:
    return func.count().filter(condition).label(name)


def urgent_deadlines(member: Membership) -> Sequence[Deadline]:
    return db.session.scalars(
        deadlines_in_use(member)
        .where(Deadline.due_on.is_not(None))
        .options(contains_eager(Deadline.equipment))
        .order_by(Deadline.due_on, Deadline.id)
        .limit(URGENT_AT_MOST)
    ).all()


def count_open_anomalies(member: Membership) -> Mapping[Criticality, int]:
    rows = db.session.execute(
        Anomaly.visible_to(member)
        .where(Anomaly.status.in_(OPEN_STATUSES))
        .with_only_columns(Anomaly.criticality, func.count())
        .group_by(Anomaly.criticality)
    )
    found = {row[0]: row[1] for row in rows}
    return {level: found.get(level, 0) for level in reversed(Criticality)}


def count_company(member: Membership) -> CompanyCounts:
    own = member.company_id
    people = select(func.count()).where(Membership.company_id == own, Membership.active())
    invited = select(func.count()).where(
        Membership.company_id == own, Membership.joined_at.is_(None), Membership.ended_at.is_(None)
    )
    sites = select(func.count()).where(Site.company_id == own)
    workshops = select(func.count()).where(Workshop.company_id == own)
    parts = (part.scalar_subquery() for part in (people, invited, sites, workshops))
    return CompanyCounts(*db.session.execute(select(*parts)).one())
