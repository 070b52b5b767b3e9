"""What the form of an intervention has to choose from: equipment, what it can take on, people and how free they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import (
    Absence,
    Anomaly,
    Deadline,
    DeadlineSource,
    DeadlineState,
    Equipment,
    EquipmentStatus,
    Intervention,
    Membership,
    Role,
    TakenDeadline,
    User,
    Workshop,
)
from billun.models.anomaly_transitions import WAITING_STATUSES, AnomalyStatus
from billun.operations.booking_questions import absences_of
from billun.operations.bookings import busy_people
from billun.queries.equipment_filter import with_words

MOST = 10
PRESSING = (DeadlineState.OVERDUE, DeadlineState.DUE_15, DeadlineState.DUE_30)
FREE_STATUSES = (*WAITING_STATUSES, AnomalyStatus.ACKNOWLEDGED)


@dataclass(frozen=True)
class Takeable:
    """What an intervention on one item can take on, the most pressing first."""

    anomalies: Sequence[Anomaly]
    deadlines: Sequence[Deadline]


@dataclass(frozen=True)
class Mate:
    """Somebody of the workshop; whether they are of its team, and what keeps them at the time in question."""

    member: Membership
    is_of_team: bool
    absence: Absence | None
    busy_with: Intervention | None

    @property
    def is_free(self) -> bool:
        return self.absence is None and self.busy_with is None


def equipment_in_use(member: Membership, words: str) -> Sequence[Equipment]:
    """The first ten by name that carry the words."""
    query = Equipment.visible_to(member).where(Equipment.status != EquipmentStatus.RETIRED)
    ordered = with_words(query, words).order_by(Equipment.sort_key, Equipment.id)
    return db.session.scalars(ordered.limit(MOST)).all()


def takeable(
    equipment: Equipment, intervention: Intervention | None = None, code: str = ""
) -> Takeable:
    """What is free on the item, with what `intervention` holds already and the deadline of this `code`."""
    return Takeable(free_anomalies(equipment, intervention), free_deadlines(equipment, intervention, code))  # fmt: skip


def free_anomalies(equipment: Equipment, intervention: Intervention | None) -> Sequence[Anomaly]:
    held = [anomaly.id for anomaly in intervention.anomalies] if intervention else []
    free = Anomaly.status.in_(FREE_STATUSES)
    return db.session.scalars(
        select(Anomaly)
        .where(Anomaly.equipment_id == equipment.id, or_(free, Anomaly.id.in_(held)))
        .order_by(Anomaly.criticality_rank.desc(), Anomaly.received_at)
        .options(selectinload(Anomaly.photos))
    ).all()


def free_deadlines(
    equipment: Equipment, intervention: Intervention | None, code: str
) -> Sequence[Deadline]:
    """A paper is renewed by the next one, and not in a workshop."""
    held = exists().where(
        TakenDeadline.deadline_id == Deadline.id,
        TakenDeadline.renewal_id.is_(None),
        TakenDeadline.given_back.is_(False),
    )
    today = equipment.company.today
    pressing = or_(*(Deadline.in_state(state, today) for state in PRESSING), Deadline.code == code)
    free = pressing & ~held & (Deadline.source != DeadlineSource.DOCUMENT)
    own = [one.deadline_id for one in intervention.taken_deadlines] if intervention else []
    return db.session.scalars(
        select(Deadline)
        .where(
            Deadline.equipment_id == equipment.id,
            Deadline.applies,
            or_(free, Deadline.id.in_(own)),
        )
        .order_by(Deadline.due_on.asc().nulls_last(), Deadline.code)
    ).all()


def workshops_with_teams(member: Membership) -> Sequence[Workshop]:
    """Those of the member's company by name."""
    return db.session.scalars(
        Workshop.visible_to(member)
        .order_by(Workshop.name, Workshop.id)
        .options(joinedload(Workshop.site), selectinload(Workshop.team))
    ).all()


def mates(
    member: Membership,
    workshop: Workshop | None,
    span: tuple[datetime, datetime] | None,
    intervention: Intervention | None = None,
) -> list[Mate]:
    """The people of the company's workshops by name, the team of `workshop` first: three statements.

    `span` is the time in question, in UTC; `intervention` the one that is being planned.
    """
    team = {mate.id for mate in workshop.team} if workshop else set()
    people = people_of_workshops(member)
    absent = absences_of(people, *span) if span and people else {}
    busy = work_of(people, span, intervention) if span else {}
    found = [Mate(one, one.id in team, absent.get(one.id), busy.get(one.id)) for one in people]
    return sorted(found, key=lambda mate: not mate.is_of_team)


def people_of_workshops(member: Membership) -> Sequence[Membership]:
    return db.session.scalars(
        Membership.visible_to(member)
        .join(User, Membership.user_id == User.id)
        .where(Membership.role == Role.WORKSHOP, Membership.active())
        .order_by(User.last_name, User.first_name, Membership.id)
    ).all()


def work_of(
    people: Sequence[Membership], span: tuple[datetime, datetime], but: Intervention | None
) -> Mapping[UUID, Intervention]:
    """What each of them is planned for at this time."""
    if not people:
        return {}
    ids = [one.id for one in people]
    return busy_people(people[0].company_id, *span, ids, but.id if but else None)


def jobs_of(deadlines: Iterable[Deadline]) -> Mapping[UUID, Intervention]:
    """By the deadline's id, the intervention that holds it: one statement."""
    held = db.session.scalars(
        select(TakenDeadline)
        .where(
            TakenDeadline.deadline_id.in_([deadline.id for deadline in deadlines]),
            TakenDeadline.renewal_id.is_(None),
            TakenDeadline.given_back.is_(False),
        )
        .options(joinedload(TakenDeadline.intervention))
    )
    return {taken.deadline_id: taken.intervention for taken in held}
