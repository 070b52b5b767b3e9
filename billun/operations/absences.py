"""Days on which somebody of the workshop is not there: planning asks before it counts on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import Absence, AbsenceKind, Membership
from billun.models.base import new_id
from billun.operations.after_commit import tell_after_commit
from billun.operations.first_sent import first_sent
from billun.operations.locks import lock_id

LONGEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class AbsenceForm:
    """From the first to the last day, both included, by the company's days."""

    user_id: UUID
    starts_on: date
    ends_on: date
    kind: AbsenceKind = AbsenceKind.LEAVE


def add_absence(
    actor: Membership, form: AbsenceForm, id: UUID | None = None
) -> tuple[Absence, bool]:
    """The absence, and whether this call made it. Raises Refused, Missing, NotAllowed, Conflict."""
    id = id or new_id()
    lock_id(id)
    first = db.session.get(Absence, id)
    if first is not None:
        return same_absence(actor, first, form), False
    member = held_member(actor, form.user_id)
    absence = Absence(id=id, company_id=actor.company_id, member=member, author=actor)
    refuse_bad_days(absence, form)
    absence.content = first_sent(form)
    db.session.add(absence)
    write(absence, form)
    return absence, True


def edit_absence(actor: Membership, absence: Absence, form: AbsenceForm) -> None:
    """Write what the form says; whose it is stays. Raises Refused, NotAllowed; Missing where it is gone."""
    if form.user_id != absence.member.user_id:
        raise Refused("user_id", _("Remove this one and add another."))
    hold(actor, absence)
    refuse_bad_days(absence, form)
    write(absence, form)


def remove_absence(actor: Membership, absence: Absence) -> None:
    """Whoever was away is there. Raises NotAllowed; Missing where somebody was faster."""
    hold(actor, absence)
    db.session.delete(absence)
    db.session.flush()
    tell_after_commit(absence.company_id, "maintenance", absence.id)


def form_of(absence: Absence) -> AbsenceForm:
    """What a form would have to say to write this absence as it is."""
    return AbsenceForm(
        user_id=absence.member.user_id,
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
        kind=absence.kind,
    )


def hold(actor: Membership, absence: Absence) -> None:
    """Hold the person, and know the absence as it is now."""
    held_member(actor, absence.member.user_id)
    found = select(Absence).where(Absence.id == absence.id)
    if db.session.scalar(found.execution_options(populate_existing=True)) is None:
        raise Missing


def held_member(actor: Membership, user_id: UUID) -> Membership:
    """Who will be away, held, so that two absences of one person follow each other."""
    member = db.session.scalar(
        Membership.visible_to(actor)
        .where(Membership.user_id == user_id)
        .with_for_update(of=Membership)
    )
    if member is None:
        raise Missing
    if not member.absences_written_by(actor):
        raise NotAllowed(_("Only a supervisor or a manager says when somebody else is away."))
    if not (member.is_active and member.is_workshop):
        raise Refused("user_id", _("Only people of the workshop are planned with."))
    return member


def same_absence(actor: Membership, first: Absence, form: AbsenceForm) -> Absence:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != first_sent(form):
        raise Conflict(_("This id was already used for another absence."))
    return first


def refuse_bad_days(absence: Absence, form: AbsenceForm) -> None:
    if form.ends_on < form.starts_on:
        raise Refused("ends_on", _("The last day comes before the first."))
    if form.ends_on - form.starts_on > LONGEST:
        raise Refused("ends_on", _("At most one year at once."))
    other = overlapping(absence, form)
    if other is not None:
        first, last = format_date(other.starts_on, "d MMM y"), format_date(other.ends_on, "d MMM y")
        text = _("There is an absence from %(first)s to %(last)s already.", first=first, last=last)
        raise Refused("starts_on", text)


def overlapping(absence: Absence, form: AbsenceForm) -> Absence | None:
    with db.session.no_autoflush:
        return db.session.scalar(
            select(Absence)
            .where(
                Absence.member_id == absence.member.id,
                Absence.id != absence.id,
                Absence.starts_on <= form.ends_on,
                Absence.ends_on >= form.starts_on,
            )
            .order_by(Absence.starts_on)
            .limit(1)
        )


def write(absence: Absence, form: AbsenceForm) -> None:
    absence.starts_on, absence.ends_on, absence.kind = form.starts_on, form.ends_on, form.kind
    db.session.flush()
    tell_after_commit(absence.company_id, "maintenance", absence.id)
