"""Many items are changed at once, all or nothing, each with its line of history; and it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    ChangeKind,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    Membership,
    Workshop,
)
from billun.operations.equipment import EquipmentForm, add_equipment, edit_equipment, form_of
from billun.operations.equipment_batch import change_all, take_back
from tests.fixtures.cast import Cast
from tests.fixtures.work_records import planned_job


@pytest.fixture
def manager(app: Flask, cast: Cast) -> Iterator[Membership]:
    with app.app_context():
        yield db.session.get_one(Membership, cast.manager.membership_id)
        db.session.rollback()


def test_what_has_a_job_is_not_retired(manager: Membership, cast: Cast) -> None:
    db.session.add(planned_job(cast))
    with pytest.raises(Conflict, match="INT-2026-WALKED is planned"):
        change_all(manager, everything(manager), "status", EquipmentStatus.RETIRED)


def everything(actor: Membership) -> Select[Equipment]:
    return Equipment.visible_to(actor)


def lorry(cast: Cast) -> Equipment:
    item = db.session.get_one(Equipment, cast.lorry.id)
    db.session.refresh(item)
    return item


def values(actor: Membership, name: str) -> dict[str, Any]:
    db.session.expire_all()
    return {item.title: getattr(item, name) for item in db.session.scalars(everything(actor))}


def test_all_move_and_each_history_says_from_where(manager: Membership, cast: Cast) -> None:
    batch = change_all(manager, everything(manager), "site_id", cast.site_id)
    assert set(values(manager, "site_id").values()) == {cast.site_id}
    line = last_line(cast.loner.id)
    assert (line.kind, line.changes) == (ChangeKind.EDITED, {"site_id": [None, str(cast.site_id)]})
    assert line.actor_id == manager.id
    # The lorry was there already: nothing of it was written.
    assert batch.number == 1
    assert last_line(cast.lorry.id).kind == ChangeKind.ADDED


def last_line(id: Any) -> EquipmentChange:
    lines = select(EquipmentChange).where(EquipmentChange.equipment_id == id)
    newest = lines.order_by(EquipmentChange.created_at.desc()).limit(1)
    return db.session.scalars(newest).one()


def test_a_version_is_counted_so_that_an_editor_is_told(manager: Membership, cast: Cast) -> None:
    before = lorry(cast).version
    change_all(manager, everything(manager), "workshop_id", None)
    assert lorry(cast).version == before + 1
    assert last_line(cast.lorry.id).version == before + 1


def test_what_was_changed_is_taken_back(manager: Membership, cast: Cast) -> None:
    before = values(manager, "site_id"), values(manager, "status")
    moved = change_all(manager, everything(manager), "site_id", cast.site_id)
    retired = change_all(manager, everything(manager), "status", EquipmentStatus.RETIRED)
    assert set(values(manager, "status").values()) == {EquipmentStatus.RETIRED}
    assert take_back(manager, retired.at) == 2
    assert (values(manager, "status"), values(manager, "site_id")) != before
    # The first one is no longer the last thing that was written of any item.
    assert take_back(manager, moved.at) == 0
    assert values(manager, "status") == before[1]


def test_only_the_last_word_is_taken_back(manager: Membership, cast: Cast) -> None:
    batch = change_all(manager, everything(manager), "status", EquipmentStatus.STOOD_DOWN)
    edit_equipment(
        manager, lorry(cast), EquipmentForm(**vars(form_of(lorry(cast))) | {"make": "DAF"})
    )
    assert take_back(manager, batch.at) == 1
    assert values(manager, "status") == {
        "AB-123-CD": EquipmentStatus.STOOD_DOWN,
        "EF-456-GH": EquipmentStatus.ACTIVE,
    }


def test_nobody_takes_back_what_somebody_else_did(manager: Membership, cast: Cast) -> None:
    batch = change_all(manager, everything(manager), "workshop_id", None)
    colleague = db.session.get_one(Membership, cast.site_manager.membership_id)
    assert take_back(colleague, batch.at) == 0
    assert lorry(cast).workshop_id is None


def test_the_items_of_another_company_stay_as_they_are(manager: Membership, cast: Cast) -> None:
    change_all(manager, everything(manager), "status", EquipmentStatus.STOOD_DOWN)
    theirs = db.session.get_one(Equipment, cast.partner_trailer.id)
    assert theirs.status == EquipmentStatus.ACTIVE


def test_a_place_of_another_company_is_not_there(manager: Membership, cast: Cast) -> None:
    with pytest.raises(Missing):
        change_all(manager, everything(manager), "site_id", cast.partner_site_id)
    theirs = Workshop(company_id=cast.partner.company_id, name="Nantes")
    db.session.add(theirs)
    db.session.flush()
    with pytest.raises(Missing):
        change_all(manager, everything(manager), "workshop_id", theirs.id)


@pytest.mark.parametrize(
    ("name", "value"), [("make", "DAF"), ("status", None), ("status", EquipmentStatus.PROVISIONAL)]
)
def test_what_cannot_be_changed_for_many_is_refused(
    manager: Membership, name: str, value: Any
) -> None:
    with pytest.raises(Refused):
        change_all(manager, everything(manager), name, value)


def test_one_retired_item_stops_all_from_being_activated(manager: Membership, cast: Cast) -> None:
    only_lorry = everything(manager).where(Equipment.id == cast.lorry.id)
    change_all(manager, only_lorry, "status", EquipmentStatus.RETIRED)
    with pytest.raises(Refused) as refused:
        change_all(manager, everything(manager), "status", EquipmentStatus.IN_WORKSHOP)
    assert cast.lorry.billun_id in refused.value.message


def test_a_plate_that_was_given_again_stops_the_way_back(manager: Membership) -> None:
    batch = change_all(manager, everything(manager), "status", EquipmentStatus.RETIRED)
    add_equipment(manager, EquipmentForm(kind="van", plate="AB 123 CD"))
    with pytest.raises(Refused):
        take_back(manager, batch.at)
