"""What people do with equipment: add it, change it, couple it, retire it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.adapters.queue import CLOCK
from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    ChangeKind,
    Equipment,
    EquipmentStatus,
    Membership,
    Ownership,
    Site,
    Workshop,
)
from billun.models.base import new_id, now
from billun.models.folding import fold
from billun.operations.after_commit import enqueue_after_commit, tell_after_commit
from billun.operations.deadlines import refresh_deadlines
from billun.operations.history import differences, record_change
from billun.operations.jobs_on_equipment import refuse_open_jobs
from billun.operations.locks import lock_id
from billun.operations.register import Register
from billun.operations.specs import read_specs

LONGEST_CHAIN = 5


@dataclass(frozen=True)
class ProvisionalEquipment:
    """What a driver can say of equipment that no search finds."""

    family: str
    plate: str | None = None
    plate_country: str | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class EquipmentForm:
    """What a manager writes of a piece of equipment. `specs` are values by catalogue field."""

    kind: str
    family: str | None = None
    internal_id: str | None = None
    plate: str | None = None
    plate_country: str | None = None
    vin: str | None = None
    serial: str | None = None
    make: str = ""
    model: str = ""
    first_registered_on: date | None = None
    description: str = ""
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    status: EquipmentStatus = EquipmentStatus.ACTIVE
    ownership: Ownership = Ownership.OWN
    owner_name: str = ""
    contract_ends_on: date | None = None
    parent_id: UUID | None = None
    specs: Mapping[str, Any] = field(default_factory=dict)


def add_equipment(
    actor: Membership,
    form: EquipmentForm,
    id: UUID | None = None,
    *,
    register: Register | None = None,
    billun_id: str | None = None,
    kind: ChangeKind = ChangeKind.ADDED,
) -> tuple[Equipment, bool]:
    """The new equipment, and whether this call made it. Raises Refused, Conflict, Missing.

    `billun_id` is that of a blank label that its claimer holds.
    """
    if id:
        lock_id(id)
        first = db.session.get(Equipment, id)
        if first is not None:
            return same_equipment(actor, first, form), False
    register = register or Register(actor.company)
    equipment = Equipment(
        id=id or new_id(),
        billun_id=billun_id or register.free_billun_id(),
        company_id=actor.company_id,
        company=actor.company,
        version=1,
        content=content_of(form),
        specs={},
    )
    with db.session.no_autoflush:
        write(equipment, form, register)
    db.session.add(equipment)
    record_change(actor, equipment, kind, version=1)
    refresh_deadlines(equipment, register)
    if type(register) is Register:
        db.session.flush()
        let_plans_follow(equipment)
    return equipment, True


def edit_equipment(
    actor: Membership,
    equipment: Equipment,
    form: EquipmentForm,
    *,
    register: Register | None = None,
    kind: ChangeKind = ChangeKind.EDITED,
) -> bool:
    """Write what the form says, and say whether anything changed. Raises Refused, Conflict, Missing.

    The caller holds the equipment (`lock_to_edit`), unless it holds the whole register.
    """
    register = register or Register(equipment.company)
    before = kept_of(equipment)
    if form.status == EquipmentStatus.RETIRED != equipment.status:
        refuse_open_jobs(select(Equipment).where(Equipment.id == equipment.id))
    with db.session.no_autoflush:
        write(equipment, form, register)
    changes = differences(before, kept_of(equipment))
    if not changes:
        return False
    equipment.version += 1
    equipment.updated_at = now()
    record_change(actor, equipment, kind, changes, equipment.version)
    refresh_deadlines(equipment, register)
    if type(register) is Register:
        db.session.flush()
        if changes.keys() & {"kind", "status"}:
            let_plans_follow(equipment)
    return True


def lock_to_edit(equipment: Equipment) -> None:
    """Hold the equipment and see it as it is now, so that two editors follow each other."""
    db.session.refresh(equipment, with_for_update={"of": Equipment})


def retire_equipment(actor: Membership, equipment: Equipment) -> None:
    """Take it out of use for good; its history stays. Retiring it twice changes nothing.

    Raises Conflict naming the jobs that are still planned or running on it.
    """
    lock_to_edit(equipment)
    if equipment.status == EquipmentStatus.RETIRED:
        return
    refuse_open_jobs(select(Equipment).where(Equipment.id == equipment.id))
    change = {"status": [equipment.status.value, EquipmentStatus.RETIRED.value]}
    equipment.status = EquipmentStatus.RETIRED
    equipment.version += 1
    equipment.updated_at = now()
    record_change(actor, equipment, ChangeKind.RETIRED, change, equipment.version)
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)
    let_plans_follow(equipment)


def let_plans_follow(equipment: Equipment) -> None:
    """Recurring work is for a kind of equipment in use; after many changes at once the clock sees to it."""
    enqueue_after_commit(CLOCK, "jobs.plans.plan_company_ahead", equipment.company_id)


def known_by_plate(actor: Membership, provisional: ProvisionalEquipment) -> Equipment | None:
    """The one item in use of the actor's company that has this plate, in whatever spelling, if there is just one."""
    items = Register(actor.company).with_plate(provisional.plate or "")
    meant = [item for item in items if share_country(item.plate_country, provisional.plate_country)]
    return meant[0] if len(meant) == 1 else None


def share_country(one: str | None, other: str | None) -> bool:
    """Two countries may give the same plate; where one of them is not known it may be the other."""
    return len({one, other} - {None, ""}) < 2


def add_provisional_equipment(actor: Membership, provisional: ProvisionalEquipment) -> Equipment:
    """Equipment that a manager will later attach to the right item. Raises Refused."""
    if provisional.family not in catalogue.families:
        raise Refused("provisional.family", _("This family does not exist."))
    equipment = Equipment(
        id=new_id(),
        billun_id=Register(actor.company).free_billun_id(),
        company=actor.company,
        family=provisional.family,
        kind="",
        plate=provisional.plate or None,
        plate_country=provisional.plate_country or None,
        description=provisional.description,
        status=EquipmentStatus.PROVISIONAL,
    )
    equipment.index_for_search()
    db.session.add(equipment)
    record_change(actor, equipment, ChangeKind.ADDED, version=1)
    db.session.flush()
    return equipment


def same_equipment(actor: Membership, first: Equipment, form: EquipmentForm) -> Equipment:
    if first.company_id != actor.company_id:
        raise Missing
    # What was first sent may be of before the form had grown: what is new in it then had its default.
    if content_of(EquipmentForm(kind=form.kind)) | first.content != content_of(form):
        raise Conflict(_("This id was already used for other equipment."))
    return first


def content_of(form: EquipmentForm) -> dict[str, Any]:
    """The form in a canonical form, to compare and to keep."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(normalised(form)), default=str))
    return content


def form_of(equipment: Equipment) -> EquipmentForm:
    """What a form would have to say to write this equipment as it is."""
    return EquipmentForm(
        **{name: getattr(equipment, name) for name in EquipmentForm.__dataclass_fields__}
    )


def kept_of(equipment: Equipment) -> dict[str, Any]:
    """What people wrote of it, by name, as the history keeps it; catalogue fields as `specs.<key>`."""
    kept = json.loads(json.dumps(asdict(form_of(equipment)), default=str))
    specs = kept.pop("specs")
    return {**kept, **{f"specs.{key}": value for key, value in specs.items()}}


def normalised(form: EquipmentForm) -> EquipmentForm:
    """The form as it will be stored: trimmed, empty texts absent, the family taken from the kind."""
    if form.kind not in catalogue.kinds:
        raise Refused("kind", _("This kind does not exist."))
    values: dict[str, Any] = {
        name: " ".join(value.split()) if isinstance(value := getattr(form, name), str) else value
        for name in EquipmentForm.__dataclass_fields__
    }
    for optional in ("internal_id", "plate", "plate_country", "vin", "serial"):
        # Signs alone name nothing.
        values[optional] = values[optional] if fold(values[optional] or "") else None
    values["plate_country"] = (values["plate_country"] or "").upper() or None
    values["status"] = EquipmentStatus(form.status)
    values["ownership"] = Ownership(form.ownership)
    values["family"] = values["family"] or catalogue.kinds[form.kind].family
    return EquipmentForm(**values)


def write(equipment: Equipment, form: EquipmentForm, register: Register) -> None:
    form = normalised(form)
    kind = catalogue.kinds[form.kind]
    if form.family != kind.family:
        raise Refused("family", _("This kind belongs to another family."))
    specs = read_specs(kind, form.specs, equipment.specs)
    refuse_bad_form(equipment, form, register)
    for name in EquipmentForm.__dataclass_fields__:
        setattr(equipment, name, getattr(form, name))
    equipment.specs = specs
    equipment.index_for_search()
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def refuse_bad_form(equipment: Equipment, form: EquipmentForm, register: Register) -> None:
    if not any(fold(text or "") for text in (form.plate, form.vin, form.serial, form.internal_id)):
        raise Refused(
            "plate", _("Give at least a plate, a VIN, a serial number or a fleet number.")
        )
    if form.first_registered_on and form.first_registered_on > register.company.today:
        raise Refused("first_registered_on", _("This day is still to come."))
    if form.site_id and not register.owns(Site, form.site_id):
        raise Missing
    if form.workshop_id and not register.owns(Workshop, form.workshop_id):
        raise Missing
    register.hold(form.internal_id, form.plate)
    refuse_taken_number(equipment, form, register)
    refuse_taken_plate(equipment, form, register)
    refuse_bad_parent(equipment, form, register)
    refuse_orphans(equipment, form, register)


def refuse_taken_number(equipment: Equipment, form: EquipmentForm, register: Register) -> None:
    """A fleet number means one item of the company, however it is written."""
    taken = register.with_number(form.internal_id) if form.internal_id else None
    if taken and taken.id != equipment.id:
        raise Refused("internal_id", _("%(id)s already has this fleet number.", id=taken.billun_id))


def refuse_taken_plate(equipment: Equipment, form: EquipmentForm, register: Register) -> None:
    """A plate means one item in use, in whatever spelling; two countries may give the same one."""
    if not form.plate or form.status in (EquipmentStatus.RETIRED, EquipmentStatus.PROVISIONAL):
        return
    for other in register.with_plate(form.plate):
        if other.id != equipment.id and share_country(form.plate_country, other.plate_country):
            raise Refused("plate", _("%(id)s already has this plate.", id=other.billun_id))


def refuse_bad_parent(equipment: Equipment, form: EquipmentForm, register: Register) -> None:
    """What a kind may be coupled to or mounted on is a matter of the catalogue; no ring of parents."""
    if not form.parent_id:
        return
    parent = register.item(form.parent_id)
    if parent is None:
        raise Missing
    if parent.status == EquipmentStatus.RETIRED and equipment.parent_id != parent.id:
        raise Refused("parent_id", _("That one is retired."))
    if parent.family not in catalogue.kinds[form.kind].attaches_to:
        raise Refused("parent_id", _("Equipment of this kind cannot be attached to that one."))
    above: Equipment | None = parent
    for _step in range(LONGEST_CHAIN):
        if above is None:
            return
        if above.id == equipment.id:
            break
        above = register.item(above.parent_id) if above.parent_id else None
    raise Refused("parent_id", _("It cannot be attached to itself, nor to what is attached to it."))


def refuse_orphans(equipment: Equipment, form: EquipmentForm, register: Register) -> None:
    """What hangs on it must still be able to: a tractor with trailers becomes no forklift."""
    if equipment.family in (None, form.family):
        return
    for child in register.attached_to(equipment):
        if child.kind and form.family not in catalogue.kinds[child.kind].attaches_to:
            raise Refused("kind", _("Take %(title)s off it first.", title=child.title))
