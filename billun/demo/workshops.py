"""Gives the demo's workshops their work: done, under way and planned; plans, prices, somebody on leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from billun.demo.content.identity import demo_id
from billun.demo.content.interventions import (
    DemoIntervention,
    DemoLine,
    interventions_of,
    working_day,
)
from billun.demo.content.tables import read_ini
from billun.extensions import db
from billun.models import (
    Absence,
    Anomaly,
    AnomalyStatus,
    Company,
    Deadline,
    Equipment,
    IntervalUnit,
    Intervention,
    InterventionEntry,
    InterventionEntryKind,
    InterventionKind,
    InterventionLine,
    InterventionStatus,
    LineKind,
    Membership,
    Meter,
    Priority,
    TakenAnomaly,
    TakenDeadline,
    TimelineEntry,
    TimelineKind,
    WorkSession,
    Workshop,
)
from billun.models.base import now
from billun.operations.in_workshop import bring_in
from billun.operations.intervention_edits import where_and_when
from billun.operations.maintenance_plans import add_plan
from billun.operations.pins import set_pin
from billun.operations.plan_rules import PlanForm

HOURLY_RATE = Decimal("62.00")
PIN = "4826"
S = InterventionStatus
# Where an intervention of this status has brought its anomalies.
BROUGHT_TO = {
    S.PLANNED: AnomalyStatus.SCHEDULED,
    S.IN_PROGRESS: AnomalyStatus.IN_REPAIR,
    S.AWAITING_PARTS: AnomalyStatus.AWAITING_PARTS,
}
STEPS = {
    S.PLANNED: (S.PLANNED,),
    S.IN_PROGRESS: (S.PLANNED, S.IN_PROGRESS),
    S.AWAITING_PARTS: (S.PLANNED, S.IN_PROGRESS, S.AWAITING_PARTS),
    S.COMPLETED: (S.PLANNED, S.IN_PROGRESS, S.COMPLETED),
    S.CANCELLED: (S.PLANNED, S.CANCELLED),
}


class Hands(NamedTuple):
    """Who and what the table speaks of, by the demo's own names."""

    company: Company
    members: Mapping[str, Membership]
    workshops: Mapping[str, Workshop]
    equipment: Mapping[str, Equipment]


def fill_workshops(hands: Hands) -> None:
    """The register, its deadlines and reports are there already."""
    for workshop in hands.workshops.values():
        workshop.hourly_rate = HOURLY_RATE
    for demo in interventions_of(read_ini("interventions.ini"), now(), hands.company.time_zone):
        add_intervention(hands, demo)
    make_plans(hands)
    send_on_leave(hands)
    for key in ("kevin", "paulo"):
        set_pin(hands.members[key], hands.members[key], PIN)


def add_intervention(hands: Hands, demo: DemoIntervention) -> None:
    status = InterventionStatus(demo.status)
    workshop = hands.workshops[demo.workshop]
    intervention = Intervention(
        id=demo.id,
        reference=demo.reference,
        company_id=hands.company.id,
        equipment=hands.equipment[demo.equipment],
        workshop=workshop,
        bay=demo.bay,
        kind=InterventionKind(demo.kind),
        priority=Priority(demo.priority),
        status=status,
        title=demo.title,
        starts_at=demo.starts_at,
        ends_at=demo.ends_at,
        estimated_minutes=int((demo.ends_at - demo.starts_at).total_seconds() // 60),
        assignees=[hands.members[key] for key in demo.people],
        author=workshop.team[0],
        parts_awaited=demo.parts_awaited,
        parts_expected_on=demo.parts_expected_on,
        created_at=min(demo.starts_at, now()) - timedelta(days=2),
        content={"demo": demo.key},
    )
    db.session.add(intervention)
    give_times(intervention)
    tell_its_story(intervention)
    take_anomalies(intervention, demo)
    take_deadlines(intervention, demo)
    for line in demo.lines:
        add_line(hands, intervention, line)
    if status == S.IN_PROGRESS:
        start_clock(intervention)
    db.session.flush()


def give_times(intervention: Intervention) -> None:
    """What really happened: as planned, but nothing before its time."""
    if intervention.status == S.CANCELLED:
        intervention.cancelled_at = intervention.starts_at
    elif intervention.status != S.PLANNED:
        intervention.started_at = begun_at(intervention)
    if intervention.status == S.COMPLETED:
        intervention.completed_at = intervention.ends_at
    if intervention.is_running:
        bring_in(intervention.assignees[0], intervention)


def begun_at(intervention: Intervention) -> datetime:
    assert intervention.starts_at is not None
    return min(intervention.starts_at, now() - timedelta(minutes=95))


def tell_its_story(intervention: Intervention) -> None:
    moments = {
        S.PLANNED: intervention.created_at,
        S.IN_PROGRESS: intervention.started_at,
        S.AWAITING_PARTS: now() - timedelta(hours=20),
        S.COMPLETED: intervention.completed_at,
        S.CANCELLED: intervention.cancelled_at,
    }
    before = None
    for status in STEPS[intervention.status]:
        planned = status == S.PLANNED
        db.session.add(
            InterventionEntry(
                id=demo_id("intervention_entry", f"{intervention.reference}/{status}"),
                intervention=intervention,
                actor=intervention.author if planned else intervention.assignees[0],
                kind=InterventionEntryKind.PLANNED if planned else InterventionEntryKind.TRANSITION,
                at=moments[status],
                from_status=before,
                to_status=None if planned else status,
                detail=where_and_when(intervention) if planned else {},
            )
        )
        before = status


def take_anomalies(intervention: Intervention, demo: DemoIntervention) -> None:
    for key in demo.anomalies:
        anomaly = db.session.get_one(Anomaly, demo_id("anomaly", key))
        taken = TakenAnomaly(intervention=intervention, anomaly=anomaly)
        taken.id = demo_id("intervention_anomaly", key)
        db.session.add(taken)
        bring(anomaly, intervention)


def bring(anomaly: Anomaly, intervention: Intervention) -> None:
    """Along the table of anomalies, as the intervention went along its own."""
    before = anomaly.status
    for place, status in enumerate(STEPS[intervention.status]):
        db.session.add(
            TimelineEntry(
                id=demo_id(
                    "timeline_entry", f"{anomaly.reference}/{intervention.reference}/{status}"
                ),
                anomaly=anomaly,
                actor=intervention.assignees[0] if place else intervention.author,
                kind=TimelineKind.TRANSITION,
                at=max(anomaly.updated_at, now() - timedelta(minutes=120 - 30 * place)),
                from_status=before,
                to_status=BROUGHT_TO[status],
                intervention=intervention,
            )
        )
        before = BROUGHT_TO[status]
    anomaly.status = before


def take_deadlines(intervention: Intervention, demo: DemoIntervention) -> None:
    codes = {one.code: one for one in intervention.equipment.deadlines if one.applies}
    for code in demo.deadlines:
        deadline: Deadline = codes[code]
        taken = TakenDeadline(intervention=intervention, deadline=deadline)
        taken.id = demo_id("intervention_deadline", f"{demo.key}/{code}")
        db.session.add(taken)


def add_line(hands: Hands, intervention: Intervention, demo: DemoLine) -> None:
    line = InterventionLine(
        id=demo.id,
        intervention=intervention,
        kind=LineKind(demo.kind),
        description=demo.description,
        reference=demo.reference,
        minutes=demo.minutes,
        quantity=demo.quantity,
        unit_price=HOURLY_RATE if demo.unit_price is None else demo.unit_price,
        worker=hands.members[demo.worker] if demo.worker else None,
        author=intervention.assignees[0],
        created_at=min(intervention.ends_at or now(), now()),
    )
    line.count()
    db.session.add(line)


def start_clock(intervention: Intervention) -> None:
    db.session.add(
        WorkSession(
            id=demo_id("work_session", intervention.reference),
            intervention=intervention,
            worker=intervention.assignees[0],
            started_at=intervention.started_at,
        )
    )


def make_plans(hands: Hands) -> None:
    """By distance or time, whichever is first; by time alone."""
    author = hands.members["thierry"]
    starts_on = hands.company.today - timedelta(days=340)
    for form in (
        PlanForm(
            title="Vidange et filtres",
            equipment_kind="tractor_unit",
            every=12,
            unit=IntervalUnit.MONTHS,
            meter=Meter.KM,
            meter_every=Decimal(60_000),
            starts_on=starts_on,
            estimated_minutes=240,
        ),
        PlanForm(
            title="Révision du groupe froid",
            equipment_kind="refrigerated",
            every=6,
            unit=IntervalUnit.MONTHS,
            starts_on=hands.company.today - timedelta(days=165),
            estimated_minutes=180,
        ),
    ):
        add_plan(author, form, demo_id("plan", form.title))


def send_on_leave(hands: Hands) -> None:
    first = working_day(hands.company.today, 5)
    db.session.add(
        Absence(
            id=demo_id("absence", "paulo"),
            company_id=hands.company.id,
            member=hands.members["paulo"],
            author=hands.members["thierry"],
            starts_on=first,
            ends_on=first + timedelta(days=6),
        )
    )
