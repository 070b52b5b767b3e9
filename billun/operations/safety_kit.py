"""The safety kit of a piece of equipment: what is there of it, how many, and until when it is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import ChangeKind, DeadlineSource, Equipment, Membership, SafetyItem
from billun.models.base import new_id
from billun.operations.after_commit import tell_after_commit
from billun.operations.deadlines import keep_expiry
from billun.operations.fitness import lock_equipment
from billun.operations.history import differences, record_change
from billun.operations.locks import lock_id

MOST_OF_ONE = 999
LONGEST_NOTE = 200


@dataclass(frozen=True, kw_only=True)
class SafetyItemForm:
    """What somebody writes of one item. `item` is a key of catalogue.safety_kit."""

    item: str
    quantity: int = 1
    expires_on: date | None = None
    note: str = ""


def add_safety_item(
    actor: Membership, equipment: Equipment, form: SafetyItemForm, id: UUID | None = None
) -> tuple[SafetyItem, bool]:
    """The item, and whether this call added it. Raises Refused; Conflict where it is there; Missing."""
    refuse_bad_form(form)
    id = id or new_id()
    lock_id(id)
    lock_equipment(equipment)
    if first := db.session.get(SafetyItem, id):
        return same_item(actor, equipment, first, form), False
    if item_called(equipment, form.item):
        raise Conflict(_("This is in the kit already. Change it there."))
    item = SafetyItem(
        id=id,
        company_id=equipment.company_id,
        equipment_id=equipment.id,
        content=content_of(equipment, form),
        **asdict(form),
    )
    db.session.add(item)
    note_change(actor, equipment, {f"kit_{form.item}": [None, form.quantity]})
    follow_expiry(equipment, form.item, form.expires_on)
    return item, True


def refuse_bad_form(form: SafetyItemForm) -> None:
    if form.item not in catalogue.safety_kit:
        raise Refused("item", _("This is not in the catalogue of safety equipment."))
    if not 0 <= form.quantity <= MOST_OF_ONE:
        raise Refused("quantity", _("From %(min)s to %(max)s.", min=0, max=MOST_OF_ONE))
    if len(form.note) > LONGEST_NOTE:
        raise Refused("note", _("Write at most %(count)s characters.", count=LONGEST_NOTE))


def same_item(
    actor: Membership, equipment: Equipment, first: SafetyItem, form: SafetyItemForm
) -> SafetyItem:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != content_of(equipment, form):
        raise Conflict(_("This id was already used for another item."))
    return first


def content_of(equipment: Equipment, form: SafetyItemForm) -> dict[str, Any]:
    """What makes the same sending again the same item."""
    return in_json(form) | {"equipment_id": str(equipment.id)}


def in_json(form: SafetyItemForm) -> dict[str, Any]:
    expires_on = form.expires_on.isoformat() if form.expires_on else None
    return asdict(form) | {"expires_on": expires_on}


def item_called(equipment: Equipment, key: str) -> SafetyItem | None:
    return db.session.scalar(
        select(SafetyItem).where(SafetyItem.equipment_id == equipment.id, SafetyItem.item == key)
    )


def edit_safety_item(actor: Membership, item: SafetyItem, form: SafetyItemForm) -> None:
    """Write what the form says; which item it is stays. Raises Refused; Missing where it is gone."""
    refuse_bad_form(form)
    if form.item != item.item:
        raise Refused("item", _("Remove this one and add the other."))
    hold(item)
    changes = differences(in_json(form_of(item)), in_json(form))
    if not changes:
        return
    item.quantity, item.expires_on, item.note = form.quantity, form.expires_on, form.note
    quantity = changes.pop("quantity", [form.quantity, form.quantity])
    note_change(actor, item.equipment, {f"kit_{item.item}": quantity, **changes})
    follow_expiry(item.equipment, item.item, form.expires_on)


def hold(item: SafetyItem) -> None:
    """Hold the equipment, and know the item as it is now."""
    lock_equipment(item.equipment)
    found = select(SafetyItem).where(SafetyItem.id == item.id)
    if db.session.scalar(found.execution_options(populate_existing=True)) is None:
        raise Missing


def form_of(item: SafetyItem) -> SafetyItemForm:
    """What a form would have to say to write this item as it is."""
    return SafetyItemForm(
        **{name: getattr(item, name) for name in SafetyItemForm.__dataclass_fields__}
    )


def remove_safety_item(actor: Membership, item: SafetyItem) -> None:
    """Take it out of the kit. Raises Missing where somebody was faster."""
    hold(item)
    equipment = item.equipment
    note_change(actor, equipment, {f"kit_{item.item}": [item.quantity, None]})
    db.session.delete(item)
    follow_expiry(equipment, item.item, None)


def write_kit(
    actor: Membership, equipment: Equipment, forms: Mapping[str, SafetyItemForm | None]
) -> None:
    """Bring the kit to what a whole page says of each item; None is what is not there.

    The caller holds the equipment. Raises Refused, its field being `<item>-<field>`.
    """
    there = items_by_key(equipment)
    for key, form in forms.items():
        try:
            write_line(actor, equipment, there.get(key), form)
        except Refused as refused:
            raise Refused(f"{key}-{refused.field}", refused.message) from refused


def items_by_key(equipment: Equipment) -> Mapping[str, SafetyItem]:
    found = db.session.scalars(select(SafetyItem).where(SafetyItem.equipment_id == equipment.id))
    return {item.item: item for item in found}


def write_line(
    actor: Membership, equipment: Equipment, item: SafetyItem | None, form: SafetyItemForm | None
) -> None:
    if form is None:
        if item is not None:
            remove_safety_item(actor, item)
    elif item is None:
        add_safety_item(actor, equipment, form)
    else:
        edit_safety_item(actor, item, form)


def complete_kit(actor: Membership, equipment: Equipment) -> int:
    """Note as there whatever is required and missing, and say how many items that were.

    Until when they are good is left to whoever looks at them.
    """
    lock_equipment(equipment)
    there, noted = items_by_key(equipment), 0
    for kit_item, rule in catalogue.safety_kit_for(
        equipment.family, equipment.kind, equipment.specs
    ):
        item = there.get(kit_item.key)
        if item is None or item.quantity < rule.quantity:
            form = form_of(item) if item else SafetyItemForm(item=kit_item.key)
            write_line(actor, equipment, item, replace(form, quantity=rule.quantity))
            noted += 1
    return noted


def follow_expiry(equipment: Equipment, key: str, expires_on: date | None) -> None:
    keep_expiry(equipment, DeadlineSource.SAFETY_ITEM, f"kit_{key}", expires_on)
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def note_change(actor: Membership, equipment: Equipment, changes: dict[str, list[Any]]) -> None:
    record_change(actor, equipment, ChangeKind.SAFETY_KIT, changes)
