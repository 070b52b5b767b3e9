"""What people do with interventions: plan one, move it, change what it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, Question, Refused
from billun.extensions import db
from billun.models import (
    Equipment,
    EquipmentStatus,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    Workshop,
)
from billun.models.base import new_id
from billun.operations.booking_questions import about_hours, about_people, ask_back
from billun.operations.bookings import (
    Booking,
    hold_people,
    lock_workshop,
    refuse_bad_time,
    refuse_foreign_bay,
    refuse_taken,
)
from billun.operations.first_sent import first_sent
from billun.operations.fitness import lock_equipment
from billun.operations.history import differences
from billun.operations.intervention_edits import (
    how_it_is,
    named_people,
    record_edit,
    where_and_when,
)
from billun.operations.intervention_forms import (
    LONGEST_DESCRIPTION,
    LONGEST_ESTIMATE,
    LONGEST_TITLE,
    MOST_PEOPLE,
    MOST_TAKEN,
    PLAIN,
    InterventionForm,
    checked,
    form_of,
)
from billun.operations.intervention_timeline import record
from billun.operations.locks import lock_id
from billun.operations.references import free_reference
from billun.operations.taking import (
    anomalies_to_take,
    deadlines_to_take,
    held_anomalies,
    held_deadlines,
    leave_out_anomalies,
    leave_out_deadlines,
    take_anomalies,
    take_deadlines,
)

WHEN_AND_WHERE = frozenset({"starts_at", "ends_at", "workshop_id", "bay"})


def plan_intervention(
    actor: Membership,
    form: InterventionForm,
    id: UUID | None = None,
    confirmed: Collection[str] = frozenset(),
) -> tuple[Intervention, bool]:
    """The new intervention, and whether this call made it; the same sent again under its id finds the first.

    Raises Missing for what is not the company's, Refused for a violated rule, Conflict where bay, equipment,
    anomaly or deadline is taken (naming by what), Questioned where something that speaks against it is not
    among the `confirmed` codes.
    """
    form, id = checked(form), id or new_id()
    lock_id(id)
    first = db.session.get(Intervention, id)
    if first is not None:
        return same_intervention(actor, first, form), False
    workshop = lock_workshop(actor, needed_workshop(form))
    hold_people(members_with(actor, form.assignee_ids))
    intervention = Intervention(
        id=id,
        company_id=actor.company_id,
        equipment=equipment_to_book(actor, form.equipment_id),
        status=InterventionStatus.PLANNED,
        author=actor,
        content=first_sent(form),
    )
    write(actor, intervention, form, frozenset(vars(form)), workshop, confirmed)
    detail = {**where_and_when(intervention), "people": named_people(intervention.assignees)}
    record(intervention, actor, InterventionEntryKind.PLANNED, detail=detail)
    return intervention, True


def edit_intervention(
    actor: Membership,
    intervention: Intervention,
    changes: Mapping[str, Any],
    confirmed: Collection[str] = frozenset(),
    seen_version: int | None = None,
) -> bool:
    """Write what `changes` says of the form's fields, `equipment_id` apart, and say whether anything changed.

    What is not changed is neither checked nor asked about. Raises as planning does; Conflict as well where it is
    over, or where its version is not the one that was seen. Its times can be taken away (None) from one
    that a plan made and that holds no anomaly.
    """
    workshop = None
    if changes.keys() & WHEN_AND_WHERE:
        workshop_id = changes.get("workshop_id") or intervention.workshop_id
        workshop = lock_workshop(actor, workshop_id) if workshop_id else None
    held = people_to_hold(actor, intervention, changes)
    hold_people(held)
    lock_intervention(intervention)
    refuse_over(intervention)
    refuse_retired(intervention)
    refuse_unseen(intervention, seen_version)
    if changes.keys() & {"starts_at", "ends_at"} and "assignee_ids" not in changes:
        refuse_others_on_it(intervention, held)
    before = checked(form_of(intervention))
    form = checked(replace(before, **changes))
    changed = frozenset(differences(first_sent(before), first_sent(form)))
    if not changed:
        return False
    were = how_it_is(intervention)
    write(actor, intervention, form, changed, workshop, confirmed)
    record_edit(actor, intervention, were, how_it_is(intervention))
    return True


def people_to_hold(
    actor: Membership, intervention: Intervention, changes: Mapping[str, Any]
) -> Sequence[Membership]:
    """Whose time the changes may book: those whom they name, else, where they move it, those who are on it."""
    if "assignee_ids" in changes:
        return members_with(actor, changes["assignee_ids"])
    return list(intervention.assignees) if changes.keys() & {"starts_at", "ends_at"} else []


def refuse_others_on_it(intervention: Intervention, held: Sequence[Membership]) -> None:
    """Raise Conflict where somebody was put on it before its people were held."""
    if not set(intervention.assignees) <= set(held):
        refuse_unseen(intervention, seen_version=0)


def lock_intervention(intervention: Intervention) -> None:
    """Hold its equipment, then itself, always in this order, and read what they are now."""
    lock_equipment(intervention.equipment)
    while went_elsewhere(intervention):
        lock_equipment(intervention.equipment)
    db.session.refresh(intervention, with_for_update={"of": Intervention})


def went_elsewhere(intervention: Intervention) -> bool:
    """Whether it came to other equipment before its own was held: a provisional item was replaced."""
    held = intervention.equipment
    db.session.refresh(intervention, ["equipment_id"])
    if intervention.equipment_id == held.id:
        return False
    db.session.expire(intervention, ["equipment"])
    return True


def refuse_over(intervention: Intervention) -> None:
    """Raise Conflict where it is completed or cancelled."""
    if not intervention.is_open:
        text = _("%(reference)s is over: it stays as it is.", reference=intervention.reference)
        raise Conflict(text, present=intervention.standing)


def refuse_retired(intervention: Intervention) -> None:
    """Raise Conflict where its equipment, which is held, is out of use for good."""
    if intervention.equipment.status == EquipmentStatus.RETIRED:
        text = _("This equipment is retired: the job can only be cancelled.")
        raise Conflict(text, present=intervention.standing)


def refuse_unseen(intervention: Intervention, seen_version: int | None) -> None:
    """Raise Conflict where somebody wrote it since the version that was seen."""
    if seen_version not in (None, intervention.version):
        text = _("Somebody was faster: look at where it stands now, then decide again.")
        raise Conflict(text, present=intervention.standing)


def same_intervention(
    actor: Membership, first: Intervention, form: InterventionForm
) -> Intervention:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != first_sent(form):
        raise Conflict(_("This id was already used for another job."))
    return first


def needed_workshop(form: InterventionForm) -> UUID:
    if form.workshop_id is None:
        raise Refused("workshop_id", _("Say which workshop does it."))
    return form.workshop_id


def equipment_to_book(actor: Membership, id: UUID) -> Equipment:
    """The company's equipment, held. Raises Missing, Conflict for what is retired."""
    equipment = db.session.scalar(
        select(Equipment).where(Equipment.id == id, Equipment.company_id == actor.company_id)
    )
    if equipment is None:
        raise Missing
    lock_equipment(equipment)
    if equipment.status == EquipmentStatus.RETIRED:
        raise Conflict(_("This equipment is retired. Choose another one."), "equipment_id")
    return equipment


def write(
    actor: Membership,
    intervention: Intervention,
    form: InterventionForm,
    changed: frozenset[str],
    workshop: Workshop | None,
    confirmed: Collection[str],
) -> None:
    """Let the intervention be what the form says, of which the fields `changed` are new.

    `workshop` is held where time or place change; equipment and intervention always are.
    """
    people = list(intervention.assignees)
    if "assignee_ids" in changed:
        people = people_named(actor, form.assignee_ids, intervention.assignees)
    if form.starts_at is None or form.ends_at is None:
        refuse_without_time(intervention, form, changed)
    if changed & WHEN_AND_WHERE:
        book(intervention, form, changed, workshop)
    ask_back(list(doubts(intervention, form, changed, workshop, people)), confirmed)
    for name in PLAIN & changed:
        setattr(intervention, name, getattr(form, name))
    if changed & WHEN_AND_WHERE:
        intervention.workshop = workshop
    intervention.assignees = people
    intervention.reference = intervention.reference or free_reference("INT", Intervention.reference)
    db.session.add(intervention)
    db.session.flush()
    take(actor, intervention, form)


def people_named(
    actor: Membership, user_ids: Collection[UUID], already: Sequence[Membership]
) -> list[Membership]:
    """The members of the workshop with these users' ids; who is on it already stays, also when gone since.

    Raises Missing for somebody of another company, Refused("assignee_ids") for who is no active workshop member.
    """
    found = members_with(actor, user_ids)
    if len(found) < len(user_ids):
        raise Missing
    for member in found:
        if member not in already and not (member.is_active and member.is_workshop):
            text = _("Only people who work in the workshop can be put on a job.")
            raise Refused("assignee_ids", text)
    return list(found)


def members_with(actor: Membership, user_ids: Collection[UUID]) -> Sequence[Membership]:
    """The company's members with these users' ids."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.company_id == actor.company_id, Membership.user_id.in_(user_ids))
        .order_by(Membership.id)
    ).all()


def book(
    intervention: Intervention,
    form: InterventionForm,
    changed: frozenset[str],
    workshop: Workshop | None,
) -> None:
    """Raise Refused or Conflict where it cannot be at this time and place."""
    if form.workshop_id != (workshop.id if workshop else None):
        # Somebody gave it to another workshop before it was held.
        refuse_unseen(intervention, seen_version=0)
    if workshop is None:
        if form.starts_at or form.bay:
            needed_workshop(form)
        return
    if changed & {"bay", "workshop_id"}:
        refuse_foreign_bay(workshop, form.bay)
    if form.starts_at and form.ends_at:
        refuse_bad_time(form.starts_at, form.ends_at)
        booking = Booking(form.starts_at, form.ends_at, intervention.equipment, workshop, form.bay)
        refuse_taken(booking, but=intervention.id)


def refuse_without_time(
    intervention: Intervention, form: InterventionForm, changed: frozenset[str]
) -> None:
    """Only what a plan made is without a time, as long as nobody has begun it, and it then holds no anomaly."""
    was_begun = intervention.status != InterventionStatus.PLANNED
    taken_away = was_begun and changed & {"starts_at", "ends_at"}
    both = form.starts_at is None and form.ends_at is None
    if both and intervention.plan_item_id and not taken_away and not form.anomaly_ids:
        return
    if form.starts_at is None:
        raise Refused("starts_at", _("Say when it starts."))
    raise Refused("ends_at", _("Say when it ends."))


def doubts(
    intervention: Intervention,
    form: InterventionForm,
    changed: frozenset[str],
    workshop: Workshop | None,
    people: Sequence[Membership],
) -> Iterator[Question]:
    """What speaks against it, asked about what the form changes alone."""
    if form.starts_at is None or form.ends_at is None:
        return
    if workshop is not None and changed & {"starts_at", "workshop_id"}:
        yield from about_hours(workshop, form.starts_at)
    moved = changed & {"starts_at", "ends_at"}
    asked = [one for one in people if moved or one not in intervention.assignees]
    yield from about_people(asked, form.starts_at, form.ends_at, but=intervention)


def take(actor: Membership, intervention: Intervention, form: InterventionForm) -> None:
    """Leave out what the form does not name any more, and take on what is new in it."""
    held, kept = held_anomalies(intervention), set(form.anomaly_ids)
    leave_out_anomalies(actor, intervention, [one for one in held if one.anomaly_id not in kept])
    new = kept - {one.anomaly_id for one in held}
    if new:
        anomalies = anomalies_to_take(actor, intervention.equipment, new)
        take_anomalies(actor, intervention, anomalies)
    due, codes = held_deadlines(intervention), set(form.deadline_codes)
    leave_out_deadlines(intervention, [one for one in due if one.deadline.code not in codes])
    new_codes = codes - {one.deadline.code for one in due}
    if new_codes:
        take_deadlines(intervention, deadlines_to_take(intervention.equipment, new_codes))


__all__ = [
    "LONGEST_DESCRIPTION",
    "LONGEST_ESTIMATE",
    "LONGEST_TITLE",
    "MOST_PEOPLE",
    "MOST_TAKEN",
    "InterventionForm",
    "edit_intervention",
    "form_of",
    "lock_intervention",
    "plan_intervention",
    "refuse_over",
    "refuse_retired",
    "refuse_unseen",
]
