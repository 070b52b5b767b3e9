"""Equipment is coupled and mounted, taken off, retired and taken back into use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from billun.errors import Refused
from billun.extensions import db
from billun.models import ChangeKind, Equipment, EquipmentChange, EquipmentStatus, Membership
from billun.operations.attaching import attach, detach
from billun.operations.equipment import (
    EquipmentForm,
    add_equipment,
    edit_equipment,
    form_of,
    retire_equipment,
)
from billun.operations.taking_back import take_back_into_use
from billun.queries.attachable import may_carry, may_hang_on, possible_children, possible_parents
from tests.fixtures.cast import Cast, Item


@pytest.fixture
def manager(app: Flask, cast: Cast) -> Iterator[Membership]:
    with app.app_context():
        yield db.session.get_one(Membership, cast.manager.membership_id)
        db.session.rollback()


def item(of: Item) -> Equipment:
    return db.session.get_one(Equipment, of.id)


def test_a_trailer_is_coupled_to_its_tractor_and_taken_off(manager: Membership, cast: Cast) -> None:
    trailer, tractor = item(cast.loner), item(cast.lorry)
    attach(manager, trailer, tractor)
    detach(manager, trailer)
    assert trailer.parent_id is None
    lines = db.session.scalars(
        select(EquipmentChange)
        .where(EquipmentChange.kind == ChangeKind.ATTACHED)
        .order_by(EquipmentChange.created_at)
    ).all()
    assert [line.changes["parent_id"] for line in lines] == [
        [None, str(tractor.id)],
        [str(tractor.id), None],
    ]


def test_taking_off_what_hangs_on_nothing_leaves_no_trace(manager: Membership, cast: Cast) -> None:
    detach(manager, item(cast.loner))
    assert item(cast.loner).version == 1


def test_a_tractor_cannot_be_coupled_to_a_trailer(manager: Membership, cast: Cast) -> None:
    with pytest.raises(Refused):
        attach(manager, item(cast.lorry), item(cast.loner))


def test_nothing_hangs_on_itself(manager: Membership, cast: Cast) -> None:
    with pytest.raises(Refused):
        attach(manager, item(cast.loner), item(cast.loner))


def test_only_what_fits_is_offered(manager: Membership, cast: Cast) -> None:
    lift, _created = add_equipment(manager, EquipmentForm(kind="tail_lift", serial="DH-1"))
    trailer, tractor = item(cast.loner), item(cast.lorry)
    assert list(possible_parents(manager, trailer, "")) == [tractor]
    assert set(possible_parents(manager, lift, "")) == {tractor, trailer}
    assert set(possible_children(manager, tractor, "")) == {trailer, lift}
    assert list(possible_children(manager, tractor, "ef 456")) == [trailer]
    assert may_hang_on(lift)
    assert not may_hang_on(tractor)
    assert may_carry(tractor)
    assert not may_carry(lift)


def test_retired_equipment_comes_back_with_the_status_it_had(
    manager: Membership, cast: Cast
) -> None:
    lorry = item(cast.lorry)
    edit_equipment(manager, lorry, EquipmentForm(**vars(form_of(lorry)) | {"status": "stood_down"}))
    retire_equipment(manager, lorry)
    take_back_into_use(manager, lorry)
    assert lorry.status == EquipmentStatus.STOOD_DOWN


def test_taking_back_what_is_in_use_changes_nothing(manager: Membership, cast: Cast) -> None:
    take_back_into_use(manager, item(cast.lorry))
    assert item(cast.lorry).version == 1


def test_a_plate_that_something_else_has_now_keeps_it_retired(
    manager: Membership, cast: Cast
) -> None:
    retire_equipment(manager, item(cast.lorry))
    add_equipment(manager, EquipmentForm(kind="van", plate="AB123CD"))
    with pytest.raises(Refused):
        take_back_into_use(manager, item(cast.lorry))
