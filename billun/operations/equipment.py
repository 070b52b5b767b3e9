"""What people do with equipment: add it, change it, retire it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Equipment, EquipmentStatus, Membership, Site, Workshop
from billun.models.base import new_id, now
from billun.models.folding import fold
from billun.operations.after_commit import tell_after_commit
from billun.operations.locks import lock_id
from billun.operations.references import free_reference


@dataclass(frozen=True)
class ProvisionalEquipment:
    """What a driver can say of equipment that no search finds."""

    family: str
    plate: str | None = None
    plate_country: str | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class EquipmentForm:
    """What a manager writes of a piece of equipment."""

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
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    status: EquipmentStatus = EquipmentStatus.ACTIVE
    specs: dict[str, Any] = field(default_factory=dict)


def add_equipment(
    actor: Membership, form: EquipmentForm, id: UUID | None = None
) -> tuple[Equipment, bool]:
    """The new equipment, and whether this call made it. Raises Refused, Conflict, Missing."""
    id = id or new_id()
    lock_id(id)
    first = db.session.get(Equipment, id)
    if first is not None:
        return same_equipment(actor, first, form), False
    equipment = Equipment(
        id=id,
        billun_id=free_reference("BLN", Equipment.billun_id),
        company_id=actor.company_id,
        content=content_of(form),
    )
    write(actor, equipment, form)
    db.session.add(equipment)
    db.session.flush()
    return equipment, True


def edit_equipment(actor: Membership, equipment: Equipment, form: EquipmentForm) -> None:
    """Write what the form says. Raises Refused, Conflict, Missing."""
    write(actor, equipment, form)
    db.session.flush()


def retire_equipment(equipment: Equipment) -> None:
    """Take it out of use for good; its history stays. Retiring it twice changes nothing."""
    equipment.status = EquipmentStatus.RETIRED
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def add_provisional_equipment(actor: Membership, provisional: ProvisionalEquipment) -> Equipment:
    """Equipment that a manager will later attach to the right item. Raises Refused."""
    if provisional.family not in catalogue.families:
        raise Refused("provisional.family", _("This family does not exist."))
    equipment = Equipment(
        id=new_id(),
        billun_id=free_reference("BLN", Equipment.billun_id),
        company_id=actor.company_id,
        family=provisional.family,
        kind="",
        plate=provisional.plate or None,
        plate_country=provisional.plate_country or None,
        description=provisional.description,
        status=EquipmentStatus.PROVISIONAL,
    )
    equipment.index_for_search()
    db.session.add(equipment)
    db.session.flush()
    return equipment


def same_equipment(actor: Membership, first: Equipment, form: EquipmentForm) -> Equipment:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != content_of(form):
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


def normalised(form: EquipmentForm) -> EquipmentForm:
    """The form as it will be stored: trimmed, empty texts absent, the family taken from the kind."""
    if form.kind not in catalogue.kinds:
        raise Refused("kind", _("This kind does not exist."))
    values: dict[str, Any] = {
        name: " ".join(value.split()) if isinstance(value := getattr(form, name), str) else value
        for name in EquipmentForm.__dataclass_fields__
    }
    for optional in ("internal_id", "plate", "plate_country", "vin", "serial"):
        values[optional] = values[optional] or None
    values["status"] = EquipmentStatus(form.status)
    values["family"] = values["family"] or catalogue.kinds[form.kind].family
    return EquipmentForm(**values)


def write(actor: Membership, equipment: Equipment, form: EquipmentForm) -> None:
    form = normalised(form)
    refuse_bad_form(actor, equipment, form)
    for name in EquipmentForm.__dataclass_fields__:
        setattr(equipment, name, getattr(form, name))
    equipment.index_for_search()
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def refuse_bad_form(actor: Membership, equipment: Equipment, form: EquipmentForm) -> None:
    if form.family != catalogue.kinds[form.kind].family:
        raise Refused("family", _("This kind belongs to another family."))
    if not any(fold(text or "") for text in (form.plate, form.vin, form.serial, form.internal_id)):
        raise Refused(
            "plate", _("Give at least a plate, a VIN, a serial number or a fleet number.")
        )
    if form.first_registered_on and form.first_registered_on > now().date():
        raise Refused("first_registered_on", _("This day is still to come."))
    if form.site_id and not own(actor, Site, form.site_id):
        raise Missing
    if form.workshop_id and not own(actor, Workshop, form.workshop_id):
        raise Missing
    refuse_taken_number(equipment, form)


def own(actor: Membership, model: type[Site | Workshop], id: UUID) -> bool:
    owner = db.session.scalar(select(model.company_id).where(model.id == id))
    return owner == actor.company_id


def refuse_taken_number(equipment: Equipment, form: EquipmentForm) -> None:
    """A fleet number means one item of the company, however it is written."""
    if not form.internal_id:
        return
    taken = db.session.scalar(
        select(Equipment.billun_id).where(
            Equipment.company_id == equipment.company_id,
            Equipment.internal_id_key == fold(form.internal_id),
            Equipment.id != equipment.id,
        )
    )
    if taken:
        raise Refused("internal_id", _("%(id)s already has this fleet number.", id=taken))
