"""The form of a plan of recurring work, and what it may say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import (
    Equipment,
    EquipmentStatus,
    IntervalUnit,
    InterventionKind,
    MaintenancePlan,
    Membership,
    Meter,
    Priority,
    Workshop,
)
from billun.operations.interventions import LONGEST_DESCRIPTION, LONGEST_ESTIMATE, LONGEST_TITLE
from billun.operations.meters import possible_value

MOST_OF = {IntervalUnit.DAYS: 3_650, IntervalUnit.WEEKS: 520, IntervalUnit.MONTHS: 120}
MOST_AHEAD = 365
EARLIEST = date(2000, 1, 1)
LATEST_START = timedelta(days=5 * 365)
TENTH = Decimal("0.1")
HIGHEST_STEP = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class PlanForm:
    """For one piece of equipment or for a kind of it; `every` with its `unit`, `meter_every` with its `meter`, or both.

    `starts_on` is today where nobody says it.
    """

    title: str
    description: str = ""
    kind: InterventionKind = InterventionKind.PREVENTIVE
    priority: Priority = Priority.NORMAL
    equipment_id: UUID | None = None
    equipment_kind: str | None = None
    workshop_id: UUID | None = None
    every: int | None = None
    unit: IntervalUnit | None = None
    meter: Meter | None = None
    meter_every: Decimal | None = None
    starts_on: date | None = None
    ahead_days: int = 30
    estimated_minutes: int | None = None


def form_of(plan: MaintenancePlan) -> PlanForm:
    """What a form would have to say to write this plan as it is."""
    return PlanForm(**{name: getattr(plan, name) for name in PlanForm.__dataclass_fields__})


def write(plan: MaintenancePlan, form: PlanForm) -> None:
    for name in PlanForm.__dataclass_fields__:
        setattr(plan, name, getattr(form, name))


def checked(actor: Membership, form: PlanForm, plan: MaintenancePlan | None = None) -> PlanForm:
    """The form as it will be stored. Raises Refused, Missing."""
    refuse_bad_words(form)
    refuse_bad_scope(actor, form, plan)
    refuse_bad_rhythm(form)
    if form.workshop_id:
        refuse_foreign_workshop(actor, form.workshop_id)
    return replace(
        form,
        title=form.title.strip(),
        description=form.description.strip(),
        starts_on=possible_start(form.starts_on or actor.company.today, actor.company.today),
        meter_every=form.meter_every and form.meter_every.quantize(TENTH, ROUND_HALF_UP),
    )


def refuse_bad_words(form: PlanForm) -> None:
    if not form.title.strip():
        raise Refused("title", _("Say what is done."))
    for name, longest in (("title", LONGEST_TITLE), ("description", LONGEST_DESCRIPTION)):
        if len(getattr(form, name).strip()) > longest:
            raise Refused(name, _("Write at most %(count)s characters.", count=longest))
    if not 0 <= form.ahead_days <= MOST_AHEAD:
        raise Refused("ahead_days", _("From 0 to %(most)s days.", most=MOST_AHEAD))
    if form.estimated_minutes is not None and not 1 <= form.estimated_minutes <= LONGEST_ESTIMATE:
        raise Refused("estimated_minutes", _("Say how many minutes it takes."))


def refuse_bad_scope(actor: Membership, form: PlanForm, plan: MaintenancePlan | None) -> None:
    """One item of the company or one kind; that it is for another one is another plan."""
    if bool(form.equipment_id) == bool(form.equipment_kind):
        raise Refused("equipment_id", _("Choose one piece of equipment, or a kind of equipment."))
    scope = (form.equipment_id, form.equipment_kind)
    if plan and scope != (plan.equipment_id, plan.equipment_kind):
        text = _("A plan keeps what it is for. End this one and make another.")
        raise Refused("equipment_id" if form.equipment_id else "equipment_kind", text)
    if form.equipment_kind and form.equipment_kind not in catalogue.kinds:
        raise Refused("equipment_kind", _("This kind does not exist."))
    if form.equipment_id and not plan:
        refuse_bad_item(actor, form.equipment_id)


def refuse_bad_item(actor: Membership, id: UUID) -> None:
    item = db.session.scalar(Equipment.visible_to(actor).where(Equipment.id == id))
    if item is None:
        raise Missing
    if item.status == EquipmentStatus.RETIRED:
        raise Refused("equipment_id", _("This equipment is retired. Choose another one."))
    if item.status == EquipmentStatus.PROVISIONAL:
        raise Refused("equipment_id", _("That one is provisional. Say first what it is."))


def refuse_bad_rhythm(form: PlanForm) -> None:
    if form.every is None and form.meter_every is None:
        raise Refused("every", _("Say how often: by time, by meter, or both."))
    if form.every is not None:
        if form.unit is None:
            raise Refused("unit", _("Say whether these are days, weeks or months."))
        if not 1 <= form.every <= MOST_OF[form.unit]:
            raise Refused("every", _("From 1 to %(most)s.", most=MOST_OF[form.unit]))
    elif form.unit is not None:
        raise Refused("every", _("Say how many."))
    if form.meter_every is not None:
        if form.meter is None:
            raise Refused("meter", _("Say whether these are kilometres or hours."))
        if not form.meter_every.is_finite() or not 1 <= form.meter_every <= HIGHEST_STEP:
            raise Refused("meter_every", _("From 1 to %(most)s.", most=int(HIGHEST_STEP)))
    elif form.meter is not None:
        raise Refused("meter_every", _("Say how many."))


def possible_start(day: date, today: date) -> date:
    if not EARLIEST <= day <= today + LATEST_START:
        raise Refused("starts_on", _("This is not a possible date."))
    return day


def possible_meter(value: Decimal) -> Decimal:
    try:
        return possible_value(value)
    except Refused as refused:
        raise Refused("last_meter", refused.message) from refused


def refuse_foreign_workshop(actor: Membership, id: UUID) -> None:
    owner = db.session.scalar(select(Workshop.company_id).where(Workshop.id == id))
    if owner != actor.company_id:
        raise Missing
