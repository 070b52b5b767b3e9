"""Whatever is shown of an item on a phone, its change reaches the phone, and reaches it once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Select, select, update

from billun.extensions import db
from billun.models import Equipment, Membership, Photo
from billun.operations.developing import begin_developing, develop_stored
from billun.operations.equipment_batch import change_all, take_back
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.phone_copies import PhoneCopy
from tests.fixtures.reports import report, send_photo, send_report, send_sighting, shots

Look = Callable[..., Any]


@pytest.fixture
def phone(driver: Caller) -> PhoneCopy:
    """It has everything already."""
    copy = PhoneCopy(driver)
    copy.settle()
    return copy


def lorry_on(phone: PhoneCopy, cast: Cast) -> Any:
    """The lorry after a synchronisation that brought it and nothing else; it does not come for ever."""
    assert phone.synchronise() == {str(cast.lorry.id)}
    phone.settle()
    return phone.equipment.get(str(cast.lorry.id))


@contextmanager
def slowly(app: Flask) -> Iterator[Connection]:
    """A transaction of its own beside the requests."""
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"plate": "ZZ-999-ZZ"}, {"title": "ZZ-999-ZZ"}),
        ({"status": "stood_down"}, {"status": "stood_down"}),
        ({"kind": "rigid_truck"}, {"kind": "rigid_truck"}),
        ({"internal_id": "T 99"}, {"internal_id": "T 99"}),
    ],
)
def test_an_edit(
    phone: PhoneCopy, manager: Caller, cast: Cast, change: Any, shown: dict[str, str]
) -> None:
    assert manager.patch(f"/api/equipment/{cast.lorry.id}", json=change).status == 200
    assert lorry_on(phone, cast).items() >= shown.items()


def test_a_new_item(phone: PhoneCopy, manager: Caller, cast: Cast) -> None:
    made = manager.post(
        "/api/equipment", json={"family": "trailer", "kind": "box", "plate": "NE-111-UF"}
    ).body
    assert phone.synchronise() == {made["id"]}


def test_a_code_that_is_added_and_one_that_is_taken_off(
    phone: PhoneCopy, manager: Caller, cast: Cast
) -> None:
    path = f"/api/equipment/{cast.lorry.id}/codes"
    code = manager.post(path, json={"code": "OLD-0815"}).body
    assert lorry_on(phone, cast)["codes"] == ["OLD-0815"]
    assert manager.delete(f"{path}/{code['id']}").status == 204
    assert "codes" not in lorry_on(phone, cast)


def test_a_report_on_it_and_every_step_of_that(
    phone: PhoneCopy, mechanic: Caller, cast: Cast
) -> None:
    sent = send_report(phone.caller, report(cast.lorry.id, criticality="red")).body
    item = lorry_on(phone, cast)
    assert (item["fitness"], len(item["anomalies"])) == ("immobilised", 1)
    move = f"/api/anomalies/{sent['id']}/transitions"
    assert mechanic.post(move, json={"to": "acknowledged"}).status == 200
    assert lorry_on(phone, cast)["anomalies"][0]["status"] == "acknowledged"
    assert phone.reports[sent["id"]]["status"] == "acknowledged"


def test_damage_that_is_over_leaves_the_item(phone: PhoneCopy, cast: Cast) -> None:
    sent = send_report(phone.caller, report(cast.lorry.id)).body
    phone.settle()
    move = f"/api/anomalies/{sent['id']}/transitions"
    phone.caller.post(move, json={"to": "withdrawn", "comment": "It was mud."})
    assert "anomalies" not in lorry_on(phone, cast)
    assert phone.reports[sent["id"]]["status"] == "withdrawn"


def test_damage_that_got_worse(phone: PhoneCopy, mechanic: Caller, cast: Cast) -> None:
    sent = send_report(phone.caller, report(cast.lorry.id)).body
    phone.settle()
    assert send_sighting(mechanic, sent["id"], kind="worse", criticality="red").status == 201
    assert lorry_on(phone, cast)["anomalies"][0]["criticality"] == "red"


def test_a_comment_on_my_report(phone: PhoneCopy, mechanic: Caller, cast: Cast) -> None:
    sent = send_report(phone.caller, report(cast.lorry.id)).body
    phone.settle()
    mechanic.post(f"/api/anomalies/{sent['id']}/timeline", json={"comment": "On Monday."})
    phone.settle()
    assert phone.reports[sent["id"]]["comment"] == "On Monday."


def test_a_photo_that_can_be_seen_now(app: Flask, phone: PhoneCopy, cast: Cast, look: Look) -> None:
    taken = shots()
    sent = send_report(phone.caller, report(cast.lorry.id, taken)).body
    assert send_photo(phone.caller, sent["id"], taken[0]).status == 201
    assert "photos" not in lorry_on(phone, cast)["anomalies"][0]
    assert look(lambda: begin_developing(taken[0].id)) is not None
    look(lambda: develop_stored(db.session.get_one(Photo, taken[0].id)))
    assert lorry_on(phone, cast)["anomalies"][0]["photos"] == [str(taken[0].id)]


def test_a_photo_alone(phone: PhoneCopy, cast: Cast, look: Look) -> None:
    """Whatever is written of a photo reaches the phone, also where its report stays as it is."""
    taken = shots()
    sent = send_report(phone.caller, report(cast.lorry.id, taken)).body
    send_photo(phone.caller, sent["id"], taken[0])
    phone.settle()
    ready = update(Photo).where(Photo.id == taken[0].id).values(state="ready")
    look(lambda: db.session.execute(ready))
    assert lorry_on(phone, cast)["anomalies"][0]["photos"] == [str(taken[0].id)]


def test_another_name_of_the_company(phone: PhoneCopy, manager: Caller, cast: Cast) -> None:
    """It stands on each item; what else a manager says of the company does not."""
    path = f"/api/companies/{cast.driver.company_id}"
    assert manager.patch(path, json={"city": "Caen"}).status == 200
    assert phone.synchronise() == set()
    assert manager.patch(path, json={"name": "Vauquelin et Filles"}).status == 200
    assert str(cast.lorry.id) in phone.synchronise()
    phone.settle()
    assert {item["company_name"] for item in phone.equipment.values()} == {"Vauquelin et Filles"}


def test_retired_and_back_in_use(phone: PhoneCopy, manager: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.lorry.id}"
    manager.delete(path)
    assert lorry_on(phone, cast) is None
    assert manager.patch(path, json={"status": "active"}).status == 200
    assert lorry_on(phone, cast)["status"] == "active"


def test_one_change_of_many_items_and_its_taking_back(
    phone: PhoneCopy, cast: Cast, look: Look
) -> None:
    both = {str(cast.lorry.id), str(cast.loner.id)}
    batch = look(lambda: change_all(boss(cast), everything(cast), "status", "stood_down"))
    assert phone.synchronise() == both
    assert {item["status"] for item in phone.equipment.values()} == {"stood_down"}
    look(lambda: take_back(boss(cast), batch.at))
    assert phone.synchronise() == both


def boss(cast: Cast) -> Membership:
    return db.session.get_one(Membership, cast.manager.membership_id)


def everything(cast: Cast) -> Select[Equipment]:
    return Equipment.visible_to(boss(cast))


def test_nothing_that_is_not_shown_wakes_the_phone(
    phone: PhoneCopy, manager: Caller, cast: Cast
) -> None:
    reading = {"meter": "km", "value": 1}
    manager.post(f"/api/equipment/{cast.lorry.id}/meter-readings", json=reading)
    manager.patch("/api/me", json={"first_name": "Martha"})
    assert phone.synchronise() == set()


def test_what_a_slow_transaction_writes_is_not_left_out(
    app: Flask, phone: PhoneCopy, manager: Caller, cast: Cast
) -> None:
    """It began before the phone asked and ends afterwards: its number is older than what the phone has seen."""
    with slowly(app) as slow:
        slow.execute(update(Equipment).where(Equipment.id == cast.lorry.id).values(model="Slow"))
        manager.patch(f"/api/equipment/{cast.loner.id}", json={"model": "Quick"})
        assert phone.synchronise() == {str(cast.loner.id)}
        assert phone.equipment[str(cast.lorry.id)]["model"] == "T 480"
        slow.commit()
    assert str(cast.lorry.id) in phone.synchronise()
    assert phone.equipment[str(cast.lorry.id)]["model"] == "Slow"


def test_what_a_slow_transaction_takes_back_leaves_the_phone_as_it_is(
    app: Flask, phone: PhoneCopy, cast: Cast
) -> None:
    with slowly(app) as slow:
        slow.execute(update(Equipment).where(Equipment.id == cast.lorry.id).values(model="Slow"))
        assert phone.synchronise() == set()
        slow.rollback()
    assert phone.synchronise() == set()


def test_a_change_after_a_savepoint_counts_with_its_transaction(
    app: Flask, phone: PhoneCopy, cast: Cast
) -> None:
    with slowly(app) as slow:
        slow.execute(select(Equipment.id).with_for_update())
        with slow.begin_nested():
            slow.execute(update(Equipment).where(Equipment.id == cast.lorry.id).values(model="S"))
        assert phone.synchronise() == set()
        slow.commit()
    assert lorry_on(phone, cast)["model"] == "S"


def test_no_statement_goes_round_what_phones_follow() -> None:
    """Plain SQL would write a row without its number, and no phone would learn of it."""
    sources = [*Path("billun").rglob("*.py"), *Path("jobs").rglob("*.py")]
    plain = [
        str(path) for path in sources if "UPDATE " in path.read_text().replace("FOR UPDATE ", "")
    ]
    assert plain == []
