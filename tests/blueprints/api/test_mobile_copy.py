"""What a phone is given for where there is no network, and how it goes on from there."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import Anomaly, Equipment, Photo, PhotoState, TimelineEntry
from billun.models.base import new_id, now
from billun.queries.phone_copy_cursor import LAYOUT, read
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.phone_copies import PhoneCopy
from tests.fixtures.reports import report, send_photo, send_report, shots
from tests.queries.test_statement_counts import statements

Look = Callable[..., Any]
MOST_STATEMENTS = 8


@pytest.fixture
def phone(driver: Caller) -> PhoneCopy:
    return PhoneCopy(driver)


def test_the_first_page_says_who_and_where(driver: Caller, cast: Cast) -> None:
    page = driver.get("/api/mobile/bootstrap").body
    assert page["company"] == {
        "id": str(cast.vauquelin),
        "name": "Vauquelin",
        "emergency_phone": None,
        "time_zone": "Europe/Paris",
    }
    assert page["me"] == {
        "membership_id": str(cast.driver.membership_id),
        "first_name": "Denise",
        "last_name": "Martin",
        "role": "driver",
        "locale": "en",
    }
    assert page["settings"] == {
        "photo_longest_side": 2560,
        "photos_required": 4,
        "photos_at_most": 12,
    }
    assert set(page["version"]) == {"minimum", "latest"}
    assert page["catalogue"] == driver.get("/api/catalogue").body
    assert page["deleted"] == {"equipment": [], "reports": []}
    assert page["more"] is False
    assert "reset" not in page


def test_an_item_has_what_a_driver_looks_for_and_nothing_empty(
    phone: PhoneCopy, manager: Caller, cast: Cast
) -> None:
    manager.post(f"/api/equipment/{cast.lorry.id}/codes", json={"code": "OLD-0815"})
    phone.synchronise()
    assert phone.equipment[str(cast.lorry.id)] == {
        "id": str(cast.lorry.id),
        "billun_id": cast.lorry.billun_id,
        "company_id": str(cast.vauquelin),
        "company_name": "Vauquelin",
        "family": "vehicle",
        "kind": "tractor_unit",
        "title": "AB-123-CD",
        "internal_id": "T 07",
        "plate": "AB-123-CD",
        "vin": "VF611A000LD012345",
        "make": "Renault",
        "model": "T 480",
        "fitness": "fit",
        "status": "active",
        "codes": ["OLD-0815"],
    }


def test_what_is_open_comes_with_the_item_the_worst_first(
    driver: Caller, calling: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    taken = shots()
    mild = send_report(driver, report(cast.lorry.id, taken, criticality="green")).body
    send_photo(driver, mild["id"], taken[0])
    look(
        lambda: db.session.execute(
            update(Photo).where(Photo.id == taken[0].id).values(state=PhotoState.READY)
        )
    )
    grave = send_report(driver, report(cast.lorry.id, shots(), criticality="red")).body
    other = PhoneCopy(calling(cast.other_driver))
    other.synchronise()
    first, second = other.equipment[str(cast.lorry.id)]["anomalies"]
    assert (first["id"], first["criticality"]) == (grave["id"], "red")
    assert "photos" not in first
    assert second == {
        "id": mild["id"],
        "reference": mild["reference"],
        "category": "bodywork",
        "sub_category": "curtain",
        "criticality": mild["criticality"],
        "status": "incoming",
        "circumstance": "found",
        "received_at": mild["received_at"],
        "mine": False,
        "photos": [str(taken[0].id)],
    }


def test_my_own_damage_is_marked_as_mine(phone: PhoneCopy, cast: Cast) -> None:
    send_report(phone.caller, report(cast.lorry.id))
    phone.synchronise()
    assert [one["mine"] for one in phone.equipment[str(cast.lorry.id)]["anomalies"]] == [True]


def test_nobody_gets_the_equipment_of_others(partner: Caller, outsider: Caller, cast: Cast) -> None:
    copies = [PhoneCopy(partner), PhoneCopy(outsider)]
    for copy in copies:
        copy.synchronise()
    assert [set(copy.equipment) for copy in copies] == [{str(cast.partner_trailer.id)}, set()]


def test_retired_equipment_is_not_in_a_first_copy(
    phone: PhoneCopy, manager: Caller, cast: Cast
) -> None:
    manager.delete(f"/api/equipment/{cast.loner.id}")
    page = phone.take_page()
    assert [item["id"] for item in page["equipment"]] == [str(cast.lorry.id)]
    assert page["deleted"]["equipment"] == []


def test_my_reports_come_with_the_last_word(phone: PhoneCopy, mechanic: Caller, cast: Cast) -> None:
    sent = send_report(phone.caller, report(cast.lorry.id)).body
    path = f"/api/anomalies/{sent['id']}"
    mechanic.post(f"{path}/timeline", json={"comment": "Which side?"})
    mechanic.post(f"{path}/timeline", json={"comment": "Never mind, we saw it."})
    mechanic.post(f"{path}/transitions", json={"to": "acknowledged"})
    phone.synchronise()
    (found,) = phone.reports.values()
    assert found.pop("moved_at") >= sent["received_at"]
    assert found == {
        "id": sent["id"],
        "reference": sent["reference"],
        "equipment_id": str(cast.lorry.id),
        "equipment_title": "AB-123-CD",
        "category": "bodywork",
        "sub_category": "curtain",
        "criticality": sent["criticality"],
        "status": "acknowledged",
        "received_at": sent["received_at"],
        "photos_expected": 4,
        "photos_stored": 0,
        "is_new": True,
        "comment": "Never mind, we saw it.",
    }


def test_reports_of_others_are_not_mine(phone: PhoneCopy, mechanic: Caller, cast: Cast) -> None:
    send_report(mechanic, report(cast.lorry.id))
    phone.synchronise()
    assert phone.reports == {}


def test_a_report_leaves_the_phone_after_half_a_year(
    phone: PhoneCopy, cast: Cast, look: Look
) -> None:
    young = send_report(phone.caller, report(cast.lorry.id)).body["id"]
    old = send_report(phone.caller, report(cast.lorry.id, shots(first=4))).body["id"]
    look(lambda: received(old, days=179))
    phone.synchronise()
    assert set(phone.reports) == {young, old}
    # As if the phone had last asked a week ago.
    phone.alter_cursor(reports_from=read(phone.cursor or "").reports_from - 7)
    look(lambda: received(old, days=182))
    phone.synchronise()
    assert set(phone.reports) == {young}


def test_a_phone_that_was_away_for_a_year_begins_anew(phone: PhoneCopy, cast: Cast) -> None:
    """Retention may have removed a report that it holds, and nothing tells of what is gone."""
    send_report(phone.caller, report(cast.lorry.id))
    phone.synchronise()
    since = read(phone.cursor or "").reports_from
    phone.alter_cursor(reports_from=since - 170)
    assert "reset" not in phone.take_page()
    phone.alter_cursor(reports_from=since - 190)
    phone.reports["removed meanwhile"] = {}
    assert phone.take_page()["reset"] is True
    assert len(phone.reports) == 1


def received(id: str, days: int) -> None:
    at = now() - timedelta(days=days)
    db.session.execute(update(Anomaly).where(Anomaly.id == UUID(id)).values(received_at=at))


def test_an_unchanged_fleet_sends_nothing(phone: PhoneCopy) -> None:
    phone.settle()
    page = phone.take_page()
    assert (page["equipment"], page["reports"], page["more"]) == ([], [], False)
    assert "catalogue" not in page


def test_another_catalogue_comes_along(phone: PhoneCopy) -> None:
    phone.synchronise()
    phone.alter_cursor(catalogue=b"older...")
    assert phone.take_page()["catalogue"]["version"] == catalogue.version
    assert "catalogue" not in phone.take_page()


def test_a_large_fleet_comes_in_pages_that_can_be_interrupted(
    phone: PhoneCopy, manager: Caller, cast: Cast, look: Look
) -> None:
    look(lambda: add_boxes(cast, 2100))
    pages = [phone.take_page(), phone.take_page()]
    assert [(len(page["equipment"]), page["more"]) for page in pages] == [(1000, True)] * 2
    assert ["catalogue" in page for page in pages] == [True, False]
    # The network fails here. Meanwhile one item of the first page goes and another one changes.
    gone, changed = (pages[0]["equipment"][place]["id"] for place in (0, 1))
    manager.delete(f"/api/equipment/{gone}")
    manager.patch(f"/api/equipment/{changed}", json={"model": "Changed"})
    assert phone.take_page()["more"] is False
    assert phone.synchronise() >= {gone, changed}
    assert set(phone.equipment) == look(lambda: living(cast))
    assert phone.equipment[changed]["model"] == "Changed"


def add_boxes(cast: Cast, count: int) -> None:
    rows = [
        {
            "id": new_id(),
            "company_id": cast.vauquelin,
            "billun_id": f"BLN-2026-{number:06}",
            "billun_id_key": f"BLN2026{number:06}",
            "family": "trailer",
            "kind": "box",
        }
        for number in range(count)
    ]
    db.session.execute(insert(Equipment), rows)


def living(cast: Cast) -> set[str]:
    own = select(Equipment.id).where(
        Equipment.company_id == cast.vauquelin, Equipment.status != "retired"
    )
    return {str(id) for id in db.session.scalars(own)}


def test_many_changes_come_in_pages_too(phone: PhoneCopy, cast: Cast, look: Look) -> None:
    phone.settle()
    look(lambda: add_boxes(cast, 1500))
    assert phone.take_page()["more"] is True
    assert phone.take_page()["more"] is False
    assert set(phone.equipment) == look(lambda: living(cast))


def test_a_page_asks_as_much_of_two_items_as_of_many(
    app: Flask, phone: PhoneCopy, cast: Cast, look: Look
) -> None:
    few = counted(app, phone.caller, cast)
    look(lambda: add_boxes(cast, 500))
    assert counted(app, phone.caller, cast) == few
    assert max(few) <= MOST_STATEMENTS


def counted(app: Flask, caller: Caller, cast: Cast) -> list[int]:
    """The statements of a first page and of one that brings a change."""
    copy = PhoneCopy(caller)
    with statements(app) as first:
        copy.take_page()
    copy.synchronise()
    send_report(caller, report(cast.lorry.id, shots()))
    with statements(app) as second:
        copy.take_page()
    return [len(first), len(second)]


@pytest.mark.parametrize(
    "since",
    [
        "",
        "x",
        "\0",
        "\ud800".encode("utf-8", "surrogatepass"),
        "é" * 20,
        "A" * 92,
        "A" * 5000,
        base64.urlsafe_b64encode(bytes(range(LAYOUT.size))).decode(),
    ],
)
def test_what_is_no_cursor_is_refused(driver: Caller, cast: Cast, since: Any) -> None:
    answer = driver.get("/api/mobile/sync", query_string={"since": since})
    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert driver.get("/api/mobile/sync").status == 422


def test_a_cursor_that_is_too_long_is_told_as_a_text(driver: Caller, cast: Cast) -> None:
    answer = driver.get("/api/mobile/sync", query_string={"since": "a" * 201})
    assert answer.errors == {"since": ["Write at most 200 characters."]}


def test_the_cursor_of_somebody_else_begins_anew(
    phone: PhoneCopy, calling: Callable[..., Caller], cast: Cast
) -> None:
    phone.synchronise()
    other = PhoneCopy(calling(cast.other_driver), cursor=phone.cursor)
    page = other.take_page()
    assert page["reset"] is True
    assert "catalogue" in page
    assert set(other.equipment) == {str(cast.lorry.id), str(cast.loner.id)}
    assert "reset" not in other.take_page()


@pytest.mark.parametrize(
    "lost",
    [
        {"floor": 2**62},
        {"floor": 2**64 - 1},
        {"ceiling": 2**64 - 1},
        {"database": 7},
        {"floor": 2**64 - 1, "ceiling": 2**64 - 1, "reports_from": 2**32 - 1},
    ],
)
def test_a_cursor_of_a_time_that_the_database_has_forgotten_begins_anew(
    phone: PhoneCopy, lost: dict[str, int]
) -> None:
    phone.synchronise()
    phone.alter_cursor(**lost)
    phone.equipment["gone with the old database"] = {}
    page = phone.take_page()
    assert page["reset"] is True
    assert len(phone.equipment) == 2


@pytest.mark.parametrize("odd", [{"reports_from": 0}, {"reports_from": 2**32 - 1}, {"ceiling": 1}])
def test_a_cursor_that_was_tampered_with_breaks_nothing(
    phone: PhoneCopy, odd: dict[str, int]
) -> None:
    phone.synchronise()
    phone.alter_cursor(**odd)
    phone.synchronise()
    assert len(phone.equipment) == 2


def test_rows_that_came_from_a_younger_database_do_not_come_each_time(
    phone: PhoneCopy, cast: Cast, look: Look
) -> None:
    """A dump that was loaded elsewhere brings numbers of transactions that there have not been yet."""
    look(lambda: renumbered(cast.lorry.id))
    phone.synchronise()
    assert set(phone.equipment) == {str(cast.lorry.id), str(cast.loner.id)}
    phone.settle()


def renumbered(id: UUID) -> None:
    future = update(Equipment).where(Equipment.id == id).values(changed_in=2**60)
    db.session.execute(future)


def test_a_last_word_that_is_empty_is_none(phone: PhoneCopy, cast: Cast, look: Look) -> None:
    send_report(phone.caller, report(cast.lorry.id))
    look(lambda: db.session.execute(update(TimelineEntry).values(comment="")))
    phone.synchronise()
    assert ["comment" in one for one in phone.reports.values()] == [False]
    assert look(lambda: db.session.scalar(select(func.count()).select_from(TimelineEntry))) == 1


def test_the_answer_is_compact_and_packed(driver: Caller, cast: Cast) -> None:
    answer = driver.get("/api/mobile/bootstrap", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert '": ' not in answer.text.split('"catalogue"')[0]
    assert "null" not in answer.text.split('"equipment":[')[1].split('"deleted"')[0]
