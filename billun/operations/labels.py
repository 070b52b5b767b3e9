"""Codes that lead to equipment, and labels: printed in advance, claimed, taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    BlankLabel,
    ChangeKind,
    Equipment,
    EquipmentCode,
    EquipmentStatus,
    Membership,
)
from billun.models.base import new_id, now
from billun.models.folding import fold
from billun.models.reference import random_reference
from billun.operations.after_commit import tell_after_commit
from billun.operations.equipment import EquipmentForm, add_equipment
from billun.operations.following import touch
from billun.operations.history import record_change
from billun.operations.locks import lock_id
from billun.queries.equipment_lookup import carriers, code_of, label_in_stock

MOST_LABELS_AT_ONCE = 2000
LONGEST_CODE = 120


def stock_labels(
    actor: Membership, count: int, id: UUID | None = None
) -> tuple[list[BlankLabel], bool]:
    """That many new blank labels, or those that `id` was first used for, and whether this call made them.

    Raises Refused for a bad count, Conflict where `id` was used for another count, Missing where it is
    another company's.
    """
    if not 1 <= count <= MOST_LABELS_AT_ONCE:
        raise Refused("count", _("Print between 1 and %(most)s at once.", most=MOST_LABELS_AT_ONCE))
    id = id or new_id()
    lock_id(id)
    # One more than asked for tells a larger print from this one.
    names = [uuid5(id, str(number)) for number in range(count + 1)]
    first = list(db.session.scalars(select(BlankLabel).where(BlankLabel.id.in_(names))))
    if first:
        return same_labels(actor, first, names), False
    labels = [
        BlankLabel(id=name, company_id=actor.company_id, author_id=actor.id, billun_id=billun_id)
        for name, billun_id in zip(names, free_billun_ids(count), strict=False)
    ]
    db.session.add_all(labels)
    db.session.flush()
    return labels, True


def same_labels(
    actor: Membership, first: Sequence[BlankLabel], names: Sequence[UUID]
) -> list[BlankLabel]:
    if first[0].company_id != actor.company_id:
        raise Missing
    found = {label.id: label for label in first}
    if set(found) != set(names[:-1]):
        raise Conflict(_("This id was already used for another number of labels."))
    return [found[name] for name in names[:-1]]


def free_billun_ids(count: int) -> list[str]:
    """Billun IDs that neither equipment nor a label has. The unique constraints have the last word."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {random_reference("BLN", now()) for _number in range(count - len(free))}
        free |= drawn - {
            *db.session.scalars(select(Equipment.billun_id).where(Equipment.billun_id.in_(drawn))),
            *db.session.scalars(
                select(BlankLabel.billun_id).where(BlankLabel.billun_id.in_(drawn))
            ),
        }
    return list(free)


def claim(
    actor: Membership, label: BlankLabel, equipment: Equipment, id: UUID | None = None
) -> EquipmentCode:
    """Let the blank label lead to the equipment that it now sticks on. Raises Conflict, Refused."""
    hold(label)
    label.equipment_id = equipment.id
    return carry(actor, equipment, label.billun_id, id or new_id())


def reserve_for_new(actor: Membership, billun_id: str) -> BlankLabel:
    """The blank label, held for equipment that is about to be made with its ID. Raises Missing, Conflict."""
    label = db.session.scalar(
        BlankLabel.visible_to(actor).where(BlankLabel.billun_id_key == fold(billun_id))
    )
    if label is None:
        raise Missing(_("There is no such label."))
    hold(label)
    return label


def add_labelled_equipment(actor: Membership, form: EquipmentForm, billun_id: str) -> Equipment:
    """New equipment whose Billun ID is that of a blank label. Raises as `add_equipment` does, and Conflict."""
    label = reserve_for_new(actor, billun_id)
    equipment, _created = add_equipment(actor, form, billun_id=label.billun_id)
    label.equipment_id = equipment.id
    return equipment


def hold(label: BlankLabel) -> None:
    """Take the label out of stock; of two who do so at once, the second is told."""
    db.session.refresh(label, with_for_update=True)
    if label.claimed_at:
        raise Conflict(_("%(id)s is in use already. Scan it again.", id=label.billun_id))
    label.claimed_at = now()


def add_code(
    actor: Membership, equipment: Equipment, text: str, id: UUID | None = None
) -> tuple[EquipmentCode, bool]:
    """The code as it now leads to the equipment, and whether this call made it so.

    A blank label of the company is claimed. Raises Refused, Conflict and Missing.
    """
    id = id or new_id()
    lock_id(id)
    code = " ".join(code_of(text).split())
    first = db.session.get(EquipmentCode, id)
    if first is not None:
        return same_code(actor, equipment, first, code), False
    refuse_bad_code(actor, equipment, code)
    label = label_in_stock(actor, code)
    if label:
        return claim(actor, label, equipment, id), True
    return carry(actor, equipment, code, id), True


def same_code(
    actor: Membership, equipment: Equipment, first: EquipmentCode, code: str
) -> EquipmentCode:
    if first.company_id != actor.company_id:
        raise Missing
    if first.equipment_id != equipment.id or first.code_key != fold(code):
        raise Conflict(_("This id was already used for another code."))
    return first


def refuse_bad_code(actor: Membership, equipment: Equipment, code: str) -> None:
    """One code leads to one item, also where it stands on another as a number, a plate or a VIN."""
    if not fold(code):
        raise Refused("code", _("Type or scan the code."))
    if max(len(code), len(fold(code))) > LONGEST_CODE:
        raise Refused("code", _("Write at most %(count)s characters.", count=LONGEST_CODE))
    for carrier in carriers(actor, code):
        if carrier.id == equipment.id:
            raise Refused("code", _("This code leads here already."))
        raise Refused("code", _("%(title)s already has this code.", title=carrier.title))


def carry(actor: Membership, equipment: Equipment, code: str, id: UUID) -> EquipmentCode:
    if equipment.status == EquipmentStatus.RETIRED:
        raise Refused("code", _("%(title)s is retired.", title=equipment.title))
    carried = EquipmentCode(
        id=id,
        company_id=equipment.company_id,
        equipment_id=equipment.id,
        author_id=actor.id,
        code=code,
    )
    db.session.add(carried)
    db.session.flush()
    changed(actor, equipment, None, code)
    return carried


def remove_code(actor: Membership, carried: EquipmentCode) -> None:
    """Let the code lead nowhere; a Billun label may then be claimed again. Raises Missing if it is gone."""
    if not db.session.scalar(
        select(EquipmentCode.id).where(EquipmentCode.id == carried.id).with_for_update()
    ):
        raise Missing
    label = db.session.scalar(
        select(BlankLabel)
        .where(
            BlankLabel.company_id == carried.company_id,
            BlankLabel.billun_id_key == carried.code_key,
            BlankLabel.equipment_id == carried.equipment_id,
        )
        .with_for_update()
    )
    if label:
        label.claimed_at = label.equipment_id = None
    changed(actor, carried.equipment, carried.code, None)
    db.session.delete(carried)
    db.session.flush()


def changed(actor: Membership, equipment: Equipment, before: str | None, after: str | None) -> None:
    record_change(actor, equipment, ChangeKind.LABELLED, {"code": [before, after]})
    touch(equipment)
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)
