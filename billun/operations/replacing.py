"""A provisional item turns out to be one of the register: all that was said of it goes there."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from billun.errors import Conflict
from billun.extensions import db
from billun.models import (
    Anomaly,
    BlankLabel,
    ChangeKind,
    Document,
    Equipment,
    EquipmentCode,
    EquipmentStatus,
    Membership,
    MeterReading,
    WalkAround,
)
from billun.models.base import new_id, now
from billun.operations.documents import follow_expiry
from billun.operations.history import record_change
from billun.operations.moving_jobs import move_jobs
from billun.operations.wrong_equipment import hold_items, put_on, settle

WITHOUT_A_RULE = (MeterReading, WalkAround, EquipmentCode, BlankLabel)


def replace_provisional(
    actor: Membership, provisional: Equipment, right_one: Equipment
) -> Equipment:
    """The right item, with all that the provisional one had: reports, walk-arounds, readings, papers, codes.

    The provisional one is retired, and whatever still names it is led to the right one. The same
    again changes nothing. Raises Conflict where it is not provisional, or was another one, or where
    the right one is not in use.
    """
    hold_items(provisional, right_one)
    if provisional.replaced_by_id == right_one.id:
        return right_one
    refuse_bad_replacement(provisional, right_one)
    move_jobs(actor, provisional, right_one)
    move_reports(actor, provisional, right_one)
    move_papers(provisional, right_one)
    for model in WITHOUT_A_RULE:
        db.session.execute(
            update(model)
            .where(model.equipment_id == provisional.id)
            .values(equipment_id=right_one.id)
        )
    keep_its_label(actor, provisional, right_one)
    retire_replaced(actor, provisional, right_one)
    settle(provisional, right_one)
    return right_one


def refuse_bad_replacement(provisional: Equipment, right_one: Equipment) -> None:
    if provisional.replaced_by:
        title = provisional.replaced_by.title
        raise Conflict(_("Somebody already said that this is %(title)s.", title=title))
    if provisional.status != EquipmentStatus.PROVISIONAL:
        raise Conflict(_("This is not a provisional item."))
    if right_one.status == EquipmentStatus.RETIRED:
        raise Conflict(_("This equipment is retired. Choose another one."), "equipment_id")
    if right_one.status == EquipmentStatus.PROVISIONAL:
        raise Conflict(_("That one is provisional itself. Choose another one."), "equipment_id")


def move_reports(actor: Membership, provisional: Equipment, right_one: Equipment) -> None:
    """In whatever state they are; their sightings and photos stay with them."""
    reports = db.session.scalars(
        select(Anomaly)
        .where(Anomaly.equipment_id == provisional.id)
        .order_by(Anomaly.id)
        .with_for_update(of=Anomaly)
        .execution_options(populate_existing=True)
    ).all()
    for report in reports:
        put_on(actor, report, right_one)


def move_papers(provisional: Equipment, right_one: Equipment) -> None:
    papers = db.session.scalars(
        select(Document).where(Document.equipment_id == provisional.id)
    ).all()
    for paper in papers:
        paper.equipment = right_one
    for kind in {paper.kind for paper in papers}:
        follow_expiry(provisional, kind)
        follow_expiry(right_one, kind)


def keep_its_label(actor: Membership, provisional: Equipment, right_one: Equipment) -> None:
    """A label that was printed with its Billun ID leads to the right one from now on."""
    db.session.add(
        EquipmentCode(
            id=new_id(),
            company_id=right_one.company_id,
            equipment_id=right_one.id,
            author_id=actor.id,
            code=provisional.billun_id,
        )
    )


def retire_replaced(actor: Membership, provisional: Equipment, right_one: Equipment) -> None:
    provisional.status = EquipmentStatus.RETIRED
    provisional.replaced_by = right_one
    provisional.version += 1
    provisional.updated_at = now()
    change = {"replaced_by": [None, str(right_one.id)]}
    record_change(actor, provisional, ChangeKind.REPLACED, change, provisional.version)
    change = {"replaces": [None, str(provisional.id)]}
    record_change(actor, right_one, ChangeKind.REPLACED, change)
    db.session.flush()
