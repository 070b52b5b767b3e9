"""Workshops, own and external: their bays and their team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Intervention, Membership, Site, Trade, Workshop
from billun.models.base import new_id
from billun.models.intervention_transitions import OPEN_INTERVENTIONS
from billun.operations.after_commit import tell_after_commit
from billun.operations.first_sent import first_sent
from billun.operations.identity_numbers import valid_address, valid_phone_number
from billun.operations.jobs_of_workshop import keep_jobs_of, planned_jobs_at
from billun.operations.locks import lock_id
from billun.operations.moving_equipment import count_at, move_equipment
from billun.operations.opening_hours import valid_closures, valid_opening_hours

LONGEST_BAY = 40
MOST_BAYS = 100
DEAREST_HOUR = 10_000


@dataclass(frozen=True, kw_only=True)
class WorkshopForm:
    """`bays` are names, in the order in which the calendar will show them.

    `opening_hours` and `closures` are as the model keeps them; `hourly_rate` in euros without tax.
    """

    name: str
    site_id: UUID | None = None
    external: bool = False
    phone: str | None = None
    email: str | None = None
    address: str = ""
    bays: Sequence[str] = ()
    opening_hours: Mapping[str, Sequence[Sequence[str]]] | None = None
    closures: Sequence[Mapping[str, Any]] = ()
    closed_on_holidays: bool = True
    hourly_rate: Decimal | None = None


@dataclass(frozen=True)
class Mate:
    """Somebody of a team. Without a trade the person keeps the present one."""

    user_id: UUID
    trade: Trade | None = None


def add_workshop(
    actor: Membership, form: WorkshopForm, id: UUID | None = None
) -> tuple[Workshop, bool]:
    """The new workshop, and whether this call made it. Raises Refused, Conflict, Missing."""
    id = id or new_id()
    lock_id(id)
    first = db.session.get(Workshop, id)
    if first is not None:
        return same_workshop(actor, first, form), False
    workshop = Workshop(id=id, company_id=actor.company_id)
    write(actor, workshop, form)
    workshop.content = first_sent(checked(actor, workshop, form))
    db.session.add(workshop)
    db.session.flush()
    return workshop, True


def hold_workshop(workshop: Workshop) -> None:
    """Hold its calendar, then the workshop, always in this order, and read what it is now."""
    lock_id(workshop.id)
    db.session.refresh(workshop, with_for_update={"of": Workshop})


def edit_workshop(actor: Membership, workshop: Workshop, form: WorkshopForm) -> None:
    """Write what the form says. The caller holds the workshop. Raises Refused, Missing.

    A bay in which work is planned stays, under its name.
    """
    refuse_to_lose_booked_bays(workshop, form)
    write(actor, workshop, form)
    db.session.flush()
    db.session.expire(workshop, ["site"])
    tell_after_commit(actor.company_id, "equipment", workshop.id)
    tell_after_commit(actor.company_id, "maintenance", workshop.id)


def set_team(actor: Membership, workshop: Workshop, team: Sequence[Mate]) -> None:
    """Let the team be exactly these people, with these trades.

    Raises Missing for somebody of another company, Refused for who is named twice or is no member
    of the workshop.
    """
    found = {member.user_id: member for member in named(actor, team)}
    for place, mate in enumerate(team):
        member = found.get(mate.user_id)
        if member is None:
            raise Missing
        if mate.user_id in [other.user_id for other in team[:place]]:
            raise Refused(f"members.{place}.user_id", _("This person is named twice."))
        if not member.is_workshop or member.ended_at is not None:
            raise Refused(
                f"members.{place}.user_id",
                _("Only people with the role workshop can be in a team."),
            )
    for mate in team:
        found[mate.user_id].trade = mate.trade or found[mate.user_id].trade
    workshop.team = [found[mate.user_id] for mate in team]
    db.session.flush()


def remove_workshop(actor: Membership, workshop: Workshop, move_to: Workshop | None = None) -> None:
    """Give the workshop up. Its equipment goes to `move_to`, each item with a line in its history.

    What was done there keeps its name. Raises Conflict with the number of jobs that are still planned there, and
    with the number of items where nobody said which workshop takes them.
    """
    hold_workshop(workshop)
    if jobs := planned_jobs_at(workshop):
        raise Conflict(" ".join([*jobs, _("Move or cancel them first.")]))
    items = count_at(Workshop, workshop.id)
    if move_to is None and items:
        raise Conflict(" ".join([*what_belongs_to_it(items), _("Say where it moves.")]))
    if move_to is not None:
        if workshop.id == move_to.id:
            raise Refused("move_to", _("Choose another workshop."))
        move_equipment(actor, Workshop, workshop.id, move_to.id)
    keep_jobs_of(workshop, move_to)
    db.session.delete(workshop)
    db.session.flush()
    tell_after_commit(actor.company_id, "equipment", workshop.id)


def form_of(workshop: Workshop) -> WorkshopForm:
    """What a form would have to say to write this workshop as it is."""
    values = {name: getattr(workshop, name) for name in WorkshopForm.__dataclass_fields__}
    return WorkshopForm(
        **values | {"bays": tuple(workshop.bays), "closures": tuple(workshop.closures)}
    )


def same_workshop(actor: Membership, first: Workshop, form: WorkshopForm) -> Workshop:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != first_sent(checked(actor, first, form)):
        raise Conflict(_("This id was already used for another workshop."))
    return first


def write(actor: Membership, workshop: Workshop, form: WorkshopForm) -> None:
    with db.session.no_autoflush:
        form = checked(actor, workshop, form)
    for name in WorkshopForm.__dataclass_fields__:
        setattr(workshop, name, getattr(form, name))
    workshop.bays, workshop.closures = list(form.bays), [dict(one) for one in form.closures]


def checked(actor: Membership, workshop: Workshop, form: WorkshopForm) -> WorkshopForm:
    """The form as it will be stored."""
    if not form.name.strip():
        raise Refused("name", _("Give the workshop a name."))
    refuse_taken_name(actor, workshop, form.name)
    if form.site_id:
        refuse_foreign_site(actor, form.site_id)
    return replace(
        form,
        name=form.name.strip(),
        phone=valid_phone_number(form.phone, "phone"),
        email=valid_address(form.email, "email"),
        address=(form.address or "").strip(),
        bays=valid_bays(form.bays),
        opening_hours=valid_opening_hours(form.opening_hours),
        closures=valid_closures(form.closures),
        hourly_rate=valid_rate(form.hourly_rate),
    )


def valid_rate(rate: Decimal | None) -> Decimal | None:
    """The price of an hour, to the cent."""
    if rate is None:
        return None
    if not (rate.is_finite() and 0 <= rate < DEAREST_HOUR):
        raise Refused("hourly_rate", _("Write a price in euros, 0 or more."))
    return rate.quantize(Decimal("0.01"), ROUND_HALF_UP)


def refuse_to_lose_booked_bays(workshop: Workshop, form: WorkshopForm) -> None:
    lost = set(workshop.bays) - set(valid_bays(form.bays))
    booked = db.session.scalars(
        select(Intervention.bay)
        .where(
            Intervention.workshop_id == workshop.id,
            Intervention.bay.in_(lost),
            Intervention.status.in_(OPEN_INTERVENTIONS),
        )
        .order_by(Intervention.bay)
        .limit(1)
    ).first()
    if booked is not None:
        text = _("Work is planned in the bay “%(bay)s”. Move it to another one first.", bay=booked)
        raise Refused("bays", text)


def valid_bays(bays: Sequence[str]) -> tuple[str, ...]:
    """The names trimmed. A job is planned in a bay by its name, so none stands there twice."""
    names = [" ".join(name.split()) for name in bays]
    if len(names) > MOST_BAYS:
        raise Refused("bays", _("At most %(count)s bays.", count=MOST_BAYS))
    for place, name in enumerate(names):
        if not name:
            raise Refused(f"bays.{place}", _("Give the bay a name."))
        if len(name) > LONGEST_BAY:
            raise Refused(
                f"bays.{place}", _("Write at most %(count)s characters.", count=LONGEST_BAY)
            )
        if name.lower() in [other.lower() for other in names[:place]]:
            raise Refused(f"bays.{place}", _("Another bay has this name."))
    return tuple(names)


def refuse_taken_name(actor: Membership, workshop: Workshop, name: str) -> None:
    """Imports and people tell workshops by their names."""
    lock_id(actor.company_id)
    taken = db.session.scalar(
        select(Workshop.id).where(
            Workshop.company_id == actor.company_id,
            func.lower(Workshop.name) == name.strip().lower(),
            Workshop.id != workshop.id,
        )
    )
    if taken:
        raise Refused("name", _("Another workshop has this name."))


def refuse_foreign_site(actor: Membership, site_id: UUID) -> None:
    owner = db.session.scalar(select(Site.company_id).where(Site.id == site_id))
    if owner != actor.company_id:
        raise Missing


def named(actor: Membership, team: Sequence[Mate]) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership)
        .where(
            Membership.company_id == actor.company_id,
            Membership.user_id.in_([mate.user_id for mate in team]),
        )
        .with_for_update(of=Membership)
    ).all()


def what_belongs_to_it(items: int) -> list[str]:
    """The sentences that count what would lose its workshop."""
    said = ngettext("%(num)s item belongs here.", "%(num)s items belong here.", items)
    return [said] if items else []
