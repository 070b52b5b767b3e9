"""What an intervention costs, line by line: labour by the minute, parts by the piece, all without tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import (
    Intervention,
    InterventionEntryKind,
    InterventionLine,
    InterventionStatus,
    LineKind,
    Membership,
    Role,
)
from billun.models.base import new_id
from billun.models.intervention_line import CENT
from billun.operations.first_sent import first_sent, says_the_same
from billun.operations.intervention_timeline import record
from billun.operations.interventions import lock_intervention
from billun.operations.locks import lock_id
from billun.queries.people import is_person

MOST_MINUTES = 100_000
MOST_PIECES = Decimal(1_000_000)
HIGHEST_PRICE = Decimal(1_000_000)
# A line of more than that is a slip of the finger, and the next more no column holds.
HIGHEST_COST = Decimal(1_000_000_000)
THOUSANDTH = Decimal("0.001")
LONGEST = {"description": 300, "reference": 80}


@dataclass(frozen=True, kw_only=True)
class LineForm:
    """Labour says `minutes`, parts say a `quantity`, one where none is given.

    `unit_price` is in euros, of an hour or of a piece; labour without one costs the workshop's rate.
    `worker_id` is a user's id.
    """

    kind: LineKind
    description: str = ""
    reference: str = ""
    minutes: int | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    worker_id: UUID | None = None


def add_line(
    actor: Membership, intervention: Intervention, form: LineForm, id: UUID | None = None
) -> tuple[InterventionLine, bool]:
    """The line, and whether this call added it; the same one sent again finds the first.

    Raises Refused for what cannot be, Missing for somebody of another company, Conflict where the
    intervention is cancelled or the id has another content.
    """
    form, id = checked(form), id or new_id()
    lock_id(id)
    first = db.session.get(InterventionLine, id)
    if first is not None:
        return same_line(intervention, first, form), False
    hold_for_lines(intervention)
    line = InterventionLine(id=id, author_id=actor.id, content=first_sent(form))
    write(line, intervention, form)
    keep_line(line, intervention)
    record(intervention, actor, InterventionEntryKind.LINE_ADDED, detail=detail_of(line))
    return line, True


def edit_line(
    actor: Membership, line: InterventionLine, changes: Mapping[str, Any]
) -> InterventionLine:
    """Write what `changes` says of the line, by the names of LineForm, also of one that a clock made.

    Raises what `add_line` raises; NotAllowed for a mechanic once the intervention is completed.
    """
    intervention = line.intervention
    hold_for_lines(intervention)
    refuse_settled(actor, intervention)
    refuse_if_removed(line)
    before = form_of(line)
    form = checked(replace(before, **changes))
    if form != before:
        write(line, intervention, form)
        kind = InterventionEntryKind.LINE_CHANGED
        record(intervention, actor, kind, detail=detail_of(line))
    return line


def remove_line(actor: Membership, line: InterventionLine) -> None:
    """Take the line away, also of an intervention that was cancelled; the timeline keeps what it said.

    Raises NotAllowed for a mechanic once the intervention is completed.
    """
    intervention = line.intervention
    lock_intervention(intervention)
    refuse_settled(actor, intervention)
    refuse_if_removed(line)
    detail = detail_of(line)
    db.session.delete(line)
    db.session.flush()
    db.session.expire(intervention, ["lines"])
    record(intervention, actor, InterventionEntryKind.LINE_REMOVED, detail=detail)


def line_of(intervention: Intervention, id: UUID) -> InterventionLine:
    """Its line with this id. Raises Missing."""
    line = db.session.get(InterventionLine, id)
    if line is None or line.intervention_id != intervention.id:
        raise Missing
    return line


def hold_for_lines(intervention: Intervention) -> None:
    """Hold the intervention, to which lines may be added as long as it is not cancelled."""
    lock_intervention(intervention)
    if intervention.status == InterventionStatus.CANCELLED:
        text = _("This job was cancelled: nothing can be added to it.")
        raise Conflict(text, present=intervention.standing)


def refuse_settled(actor: Membership, intervention: Intervention) -> None:
    """Raise NotAllowed where what completed work cost is not for this person to change."""
    settled = intervention.status == InterventionStatus.COMPLETED
    if settled and not (actor.is_supervisor or actor.is_manager):
        text = _("This job is done: only a supervisor or a manager changes what it cost.")
        raise NotAllowed(text)


def refuse_if_removed(line: InterventionLine) -> None:
    """See the line as it is now that its intervention is held. Raises Missing where somebody took it away."""
    if db.session.get(InterventionLine, line.id, populate_existing=True) is None:
        raise Missing


def keep_line(line: InterventionLine, intervention: Intervention) -> None:
    line.intervention = intervention
    db.session.add(line)
    db.session.flush()


def same_line(
    intervention: Intervention, first: InterventionLine, form: LineForm
) -> InterventionLine:
    if first.intervention.company_id != intervention.company_id:
        raise Missing
    same = says_the_same(first.content, first_sent(form))
    if first.intervention_id != intervention.id or not same:
        raise Conflict(_("This id was already used for another line."))
    return first


def checked(form: LineForm) -> LineForm:
    """The form as it will be kept. Raises Refused, naming the field."""
    refuse_long_words(form)
    labour = form.kind == LineKind.LABOUR
    return replace(
        form,
        description=form.description.strip(),
        reference=form.reference.strip(),
        minutes=possible_minutes(form.minutes) if labour else None,
        quantity=None if labour else possible_quantity(form.quantity),
        unit_price=possible_price(form.unit_price, needed=not labour),
    )


def refuse_long_words(form: LineForm) -> None:
    for name, longest in LONGEST.items():
        if len(getattr(form, name)) > longest:
            raise Refused(name, _("Write at most %(count)s characters.", count=longest))


def possible_minutes(minutes: int | None) -> int:
    if not minutes or minutes < 0:
        raise Refused("minutes", _("Say how many minutes it took."))
    if minutes > MOST_MINUTES:
        raise Refused("minutes", at_most(Decimal(MOST_MINUTES)))
    return minutes


def possible_quantity(quantity: Decimal | None) -> Decimal:
    """To a thousandth."""
    quantity = Decimal(1) if quantity is None else quantity
    if not quantity.is_finite() or quantity <= 0:
        raise Refused("quantity", _("Say how many, more than 0."))
    if quantity > MOST_PIECES:
        raise Refused("quantity", at_most(MOST_PIECES))
    rounded = quantity.quantize(THOUSANDTH, ROUND_HALF_UP)
    if not rounded:
        raise Refused("quantity", _("Say how many, more than 0."))
    return rounded


def possible_price(price: Decimal | None, needed: bool) -> Decimal | None:
    """To the cent."""
    if price is None:
        if needed:
            raise Refused("unit_price", _("Say what one costs, without tax."))
        return None
    if not price.is_finite() or price < 0:
        raise Refused("unit_price", _("A price is a number from 0."))
    if price > HIGHEST_PRICE:
        raise Refused("unit_price", at_most(HIGHEST_PRICE))
    # There is a zero below zero too, and it would be shown as such.
    return abs(price.quantize(CENT, ROUND_HALF_UP))


def at_most(most: Decimal) -> str:
    return _("At most %(most)s.", most=format_decimal(most))


def write(line: InterventionLine, intervention: Intervention, form: LineForm) -> None:
    """Let the line say what a checked form says. The caller holds the intervention."""
    worker = worker_of(line, intervention, form.worker_id)
    line.kind, line.description, line.reference = form.kind, form.description, form.reference
    line.minutes, line.quantity, line.worker = form.minutes, form.quantity, worker
    line.unit_price = hourly_rate_of(intervention) if form.unit_price is None else form.unit_price
    line.count()
    if line.cost > HIGHEST_COST:
        raise Refused("unit_price", _("That is too much for one line."))


def worker_of(
    line: InterventionLine, intervention: Intervention, user_id: UUID | None
) -> Membership | None:
    """Whose work it is. Somebody who has left since may stay on the line. Raises Missing, Refused."""
    if user_id is None or (line.worker and line.worker.user_id == user_id):
        return line.worker if user_id else None
    found = select(Membership).where(
        Membership.company_id == intervention.company_id, is_person(user_id)
    )
    worker = db.session.scalar(found)
    if worker is None:
        raise Missing
    if worker.role == Role.DRIVER or not worker.is_active:
        raise Refused("worker_id", _("Choose somebody of the workshop."))
    return worker


def hourly_rate_of(intervention: Intervention) -> Decimal:
    """Of its workshop, in euros without tax; 0 where nobody has said one."""
    rate = intervention.workshop.hourly_rate if intervention.workshop else None
    return rate or Decimal("0.00")


def form_of(line: InterventionLine) -> LineForm:
    """What a form would have to say to write this line as it is."""
    return LineForm(
        kind=line.kind,
        description=line.description,
        reference=line.reference,
        minutes=line.minutes,
        quantity=line.quantity,
        unit_price=line.unit_price,
        worker_id=line.worker.user_id if line.worker else None,
    )


def detail_of(line: InterventionLine) -> dict[str, Any]:
    """What the timeline says of a line."""
    said = {
        "line": line.kind.value,
        "description": line.description,
        "reference": line.reference,
        "minutes": line.minutes,
        "quantity": f"{line.quantity.normalize():f}" if line.quantity else None,
        "cost": str(line.cost),
    }
    return {name: value for name, value in said.items() if value}
