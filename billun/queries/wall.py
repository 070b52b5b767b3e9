"""What the wall of a workshop shows: today's work, what stands still, who is on what, and damage that cannot wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    Company,
    Criticality,
    Equipment,
    Intervention,
    InterventionStatus,
    Membership,
    Photo,
    TakenAnomaly,
    WorkSession,
)
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.models.base import now
from billun.models.intervention_transitions import RUNNING_INTERVENTIONS

JOBS_AT_MOST = 200
ALARMS_AT_MOST = 30
UNSEEN = (AnomalyStatus.INCOMING, AnomalyStatus.REPORTED)
CRITICAL = (Criticality.RED, Criticality.ORANGE)
COLUMNS = (
    InterventionStatus.PLANNED,
    InterventionStatus.IN_PROGRESS,
    InterventionStatus.AWAITING_PARTS,
    InterventionStatus.COMPLETED,
)


@dataclass(frozen=True)
class AtWork:
    """Somebody with a running clock (`since`), or with work of today that they have not begun."""

    person: Membership
    job: Intervention
    since: datetime | None = None


@dataclass(frozen=True)
class Wall:
    """`jobs` by state, in the order of the day; `alarms` red before orange, unseen ones first."""

    jobs: dict[InterventionStatus, list[Intervention]]
    alarms: Sequence[Anomaly]
    at_work: Sequence[AtWork]

    @property
    def late(self) -> int:
        """How many jobs should have begun, or be over."""
        moment = now()
        return sum(job.is_late_at(moment) for jobs in self.jobs.values() for job in jobs)


def wall_of(company: Company, workshop_id: UUID | None = None) -> Wall:
    """Of one workshop, or of the whole company. Six statements, however much there is."""
    jobs = jobs_of_today(company, workshop_id)
    return Wall(
        jobs={status: [job for job in jobs if job.status == status] for status in COLUMNS},
        alarms=alarms_of(company, workshop_id),
        at_work=people_at_work(jobs, running_clocks(company, workshop_id)),
    )


def jobs_of_today(company: Company, workshop_id: UUID | None) -> Sequence[Intervention]:
    """What runs, what is planned until tonight and not begun, and what was done today."""
    day = datetime.combine(company.today, time.min, company.zone)
    tomorrow = datetime.combine(company.today + timedelta(days=1), time.min, company.zone)
    of_today = or_(
        Intervention.status.in_(RUNNING_INTERVENTIONS),
        and_(Intervention.status == InterventionStatus.PLANNED, Intervention.starts_at < tomorrow),
        and_(Intervention.status == InterventionStatus.COMPLETED, Intervention.completed_at >= day),
    )
    return db.session.scalars(
        select(Intervention)
        .where(Intervention.company_id == company.id, in_workshop(workshop_id), of_today)
        .order_by(Intervention.starts_at, Intervention.id)
        .limit(JOBS_AT_MOST)
        .options(
            joinedload(Intervention.equipment),
            selectinload(Intervention.assignees),
            selectinload(Intervention.taken).joinedload(TakenAnomaly.anomaly),
        )
    ).all()


def in_workshop(workshop_id: UUID | None) -> ColumnElement[bool]:
    return Intervention.workshop_id == workshop_id if workshop_id else true()


def alarms_of(company: Company, workshop_id: UUID | None) -> Sequence[Anomaly]:
    """Open damage, red or orange: on equipment that the workshop looks after, or that none does."""
    return db.session.scalars(
        select(Anomaly)
        .join(Anomaly.equipment)
        .where(critical_in(company.id), looked_after_by(workshop_id))
        .order_by(
            Anomaly.criticality_rank.desc(), Anomaly.status.in_(UNSEEN).desc(), Anomaly.received_at
        )
        .limit(ALARMS_AT_MOST)
        .options(contains_eager(Anomaly.equipment), selectinload(Anomaly.photos))
    ).all()


def critical_in(company_id: UUID) -> ColumnElement[bool]:
    return and_(
        Anomaly.company_id == company_id,
        Anomaly.status.in_(OPEN_STATUSES),
        Anomaly.criticality.in_(CRITICAL),
    )


def looked_after_by(workshop_id: UUID | None) -> ColumnElement[bool]:
    if workshop_id is None:
        return true()
    return or_(Equipment.workshop_id == workshop_id, Equipment.workshop_id.is_(None))


def running_clocks(company: Company, workshop_id: UUID | None) -> Sequence[WorkSession]:
    return db.session.scalars(
        select(WorkSession)
        .join(WorkSession.intervention)
        .where(
            Intervention.company_id == company.id,
            in_workshop(workshop_id),
            WorkSession.ended_at.is_(None),
        )
        .order_by(WorkSession.started_at)
        .options(
            contains_eager(WorkSession.intervention).joinedload(Intervention.equipment),
            joinedload(WorkSession.worker),
        )
    ).all()


def people_at_work(jobs: Sequence[Intervention], clocks: Sequence[WorkSession]) -> Sequence[AtWork]:
    """Each person once: with the running clock, else with the first of today's work that waits for them."""
    found = {one.worker_id: AtWork(one.worker, one.intervention, one.started_at) for one in clocks}
    for job in jobs:
        if job.status == InterventionStatus.PLANNED:
            for person in job.assignees:
                found.setdefault(person.id, AtWork(person, job))
    return list(found.values())


def photo_on_wall(company_id: UUID, id: UUID) -> Photo | None:
    """A photo of the damage that a wall of this company shows, and none of any other."""
    photo = db.session.scalar(
        select(Photo).join(Photo.anomaly).where(Photo.id == id, critical_in(company_id))
    )
    return photo if photo and photo.is_ready else None
