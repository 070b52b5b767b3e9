"""/api/labels and the codes of an item: printed, printed in advance, attached, found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from pypdfium2 import PdfDocument

from billun.extensions import db
from billun.models import BlankLabel, EquipmentChange, EquipmentCode
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Item
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def text_of(answer: Answer) -> str:
    """What one reads in the PDF."""
    assert answer.headers["Content-Type"] == "application/pdf", answer.text[:500]
    document = PdfDocument(answer.response.get_data())
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def attach(caller: Caller, item: Item, code: str, **more: Any) -> Answer:
    return caller.post(f"/api/equipment/{item.id}/codes", json={"code": code} | more)


def found(caller: Caller, code: str) -> list[str]:
    answer = caller.get("/api/equipment/lookup", query_string={"code": code})
    return [one["id"] for one in answer.body["items"]] if answer.status == 200 else []


@pytest.fixture
def blank(manager: Caller, look: Look) -> list[str]:
    """The Billun IDs of three blank labels of Vauquelin."""
    assert manager.post("/api/labels/blank", json={"count": 3}).status == 201
    return list(look(lambda: db.session.scalars(db.select(BlankLabel.billun_id)).all()))


def test_labels_of_several_items(mechanic: Caller, cast: Cast) -> None:
    ids = [str(cast.lorry.id), str(cast.loner.id)]
    answer = mechanic.post("/api/labels", json={"equipment_ids": ids, "format": "a4"})
    text = text_of(answer)
    for word in ("AB-123-CD · T 07", "EF-456-GH", cast.lorry.billun_id[-6:], "Vauquelin"):
        assert word in text
    assert "inline" in answer.headers["Content-Disposition"]


def test_a_label_printer_gets_one_page_a_label(manager: Caller, cast: Cast) -> None:
    ids = [str(cast.lorry.id), str(cast.loner.id)]
    answer = manager.post("/api/labels", json={"equipment_ids": ids, "format": "62mm"})
    document = PdfDocument(answer.response.get_data())
    assert len(document) == 2
    document.close()


def test_an_item_of_another_company_is_not_there(manager: Caller, cast: Cast) -> None:
    ids = [str(cast.lorry.id), str(cast.partner_trailer.id)]
    assert manager.post("/api/labels", json={"equipment_ids": ids}).status == 404


@pytest.mark.parametrize(
    ("field", "spoilt"),
    [
        ("format", {"format": "a5"}),
        ("skip", {"skip": 24}),
        ("skip", {"skip": -1}),
        ("equipment_ids", {"equipment_ids": []}),
        ("equipment_ids.0", {"equipment_ids": ["T 07"]}),
    ],
)
def test_a_bad_wish_is_named(manager: Caller, cast: Cast, field: str, spoilt: Any) -> None:
    body = {"equipment_ids": [str(cast.lorry.id)]} | spoilt
    answer = manager.post("/api/labels", json=body)
    assert (answer.status, list(answer.errors)) == (422, [field])


@pytest.mark.parametrize("count", [0, -1, 2001, "many", 1.5])
def test_so_many_blank_labels_are_refused(manager: Caller, count: Any) -> None:
    answer = manager.post("/api/labels/blank", json={"count": count})
    assert (answer.status, list(answer.errors)) == (422, ["count"])


def test_drivers_print_nothing_and_attach_nothing(driver: Caller, cast: Cast) -> None:
    assert driver.post("/api/labels", json={"equipment_ids": [str(cast.lorry.id)]}).status == 403
    assert driver.post("/api/labels/blank", json={"count": 1}).status == 403
    assert attach(driver, cast.lorry, "X-1").status == 403
    assert driver.get(f"/api/equipment/{cast.lorry.id}/codes").body == {"items": []}


def test_blank_labels_are_all_different_and_on_the_paper(
    manager: Caller, look: Look, cast: Cast
) -> None:
    text = text_of(manager.post("/api/labels/blank", json={"count": 30}))
    ids = look(lambda: db.session.scalars(db.select(BlankLabel.billun_id)).all())
    assert len(set(ids)) == 30
    assert all(id[-6:] in text for id in ids)


def test_blank_labels_sent_for_twice_are_the_same(manager: Caller, look: Look, cast: Cast) -> None:
    body = {"count": 3, "id": str(uuid4())}
    first, again = (manager.post("/api/labels/blank", json=body) for _time in range(2))
    assert (first.status, again.status) == (201, 200)
    assert text_of(first) == text_of(again)
    assert look(lambda: db.session.query(BlankLabel).count()) == 3


@pytest.mark.parametrize("count", [2, 4])
def test_another_number_of_labels_under_the_same_id_is_a_conflict(
    manager: Caller, cast: Cast, count: int
) -> None:
    id = str(uuid4())
    manager.post("/api/labels/blank", json={"count": 3, "id": id})
    assert manager.post("/api/labels/blank", json={"count": count, "id": id}).status == 409


def test_labels_under_an_id_of_another_company_are_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    body = {"count": 3, "id": str(uuid4())}
    manager.post("/api/labels/blank", json=body)
    assert partner.post("/api/labels/blank", json=body).status == 404


def test_two_thousand_labels_at_once(manager: Caller, look: Look, cast: Cast) -> None:
    assert manager.post("/api/labels/blank", json={"count": 2000, "format": "62mm"}).status == 201
    assert look(lambda: db.session.query(BlankLabel).count()) == 2000


def test_a_blank_label_is_found_as_such(driver: Caller, blank: list[str]) -> None:
    for code in (blank[0], blank[0].lower(), f"https://billun.example/e/{blank[0]}"):
        answer = driver.get("/api/equipment/lookup", query_string={"code": code})
        assert (answer.status, answer.body) == (200, {"items": [], "blank": True})


def test_a_blank_label_of_another_company_is_not_there(partner: Caller, blank: list[str]) -> None:
    assert partner.get(f"/api/equipment/lookup?code={blank[0]}").status == 404


CODES = ["CUST-0042", "(01)09501101530003", "https://assets.example/trailer?id=42", "Ä 7"]


@pytest.mark.parametrize("code", CODES)
def test_a_foreign_code_leads_to_its_item(
    mechanic: Caller, driver: Caller, cast: Cast, code: str
) -> None:
    answer = attach(mechanic, cast.loner, code)
    assert (answer.status, answer.body["code"], answer.body["is_label"]) == (201, code, False)
    assert found(driver, code) == [str(cast.loner.id)]
    assert found(driver, code.lower().replace("-", " ")) == [str(cast.loner.id)]


def test_addresses_that_differ_at_their_end_are_two_codes(manager: Caller, cast: Cast) -> None:
    for item, number in ((cast.lorry, 1), (cast.loner, 2)):
        assert attach(manager, item, f"https://assets.example/trailer?id={number}").status == 201
    assert found(manager, "https://assets.example/trailer?id=2") == [str(cast.loner.id)]


def test_a_code_of_one_company_leads_nobody_else(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    attach(manager, cast.lorry, "CUST-0042")
    assert found(partner, "CUST-0042") == []
    assert attach(partner, cast.partner_trailer, "CUST-0042").status == 201
    assert attach(partner, cast.lorry, "OTHER").status == 404


TAKEN = ["AB-123-CD", "t07", "VF611A000LD012345", "cust 0042", "SER-1"]


@pytest.mark.parametrize("code", TAKEN)
def test_a_code_that_leads_elsewhere_is_taken(manager: Caller, cast: Cast, code: str) -> None:
    attach(manager, cast.lorry, "CUST-0042")
    manager.patch(f"/api/equipment/{cast.lorry.id}", json={"serial": "SER 1"})
    answer = attach(manager, cast.loner, code)
    assert (answer.status, list(answer.errors)) == (422, ["code"])
    assert "AB-123-CD" in answer.errors["code"][0]


def test_the_billun_id_of_another_item_is_taken(manager: Caller, cast: Cast) -> None:
    assert attach(manager, cast.loner, cast.lorry.billun_id).status == 422


def test_a_code_of_retired_equipment_stays_taken(manager: Caller, cast: Cast) -> None:
    attach(manager, cast.lorry, "CUST-0042")
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    assert found(manager, "CUST-0042") == []
    assert attach(manager, cast.loner, "CUST-0042").status == 422


def test_retired_equipment_gets_no_codes(manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    assert attach(manager, cast.lorry, "CUST-0042").status == 422


@pytest.mark.parametrize("code", ["", "  ", "--", "日本", "x" * 121, 5, None])
def test_what_is_no_code_is_refused(manager: Caller, cast: Cast, code: Any) -> None:
    answer = manager.post(f"/api/equipment/{cast.lorry.id}/codes", json={"code": code})
    assert (answer.status, list(answer.errors)) == (422, ["code"])


def test_a_code_sent_again_with_its_id_is_the_same(manager: Caller, cast: Cast) -> None:
    id = str(uuid4())
    first, again = (attach(manager, cast.lorry, "CUST-0042", id=id) for _time in range(2))
    assert (first.status, again.status, again.body) == (201, 200, first.body)
    assert attach(manager, cast.lorry, "CUST-0043", id=id).status == 409
    assert attach(manager, cast.loner, "CUST-0042", id=id).status == 409


def test_a_code_taken_off_leads_nowhere(manager: Caller, cast: Cast) -> None:
    id = attach(manager, cast.lorry, "CUST-0042").body["id"]
    path = f"/api/equipment/{cast.lorry.id}/codes/{id}"
    assert manager.delete(path.replace(str(cast.lorry.id), str(cast.loner.id))).status == 404
    assert manager.delete(path).status == 204
    assert manager.delete(path).status == 404
    assert found(manager, "CUST-0042") == []


def test_what_hangs_on_an_item_is_told_in_its_history(
    manager: Caller, look: Look, cast: Cast
) -> None:
    id = attach(manager, cast.lorry, "CUST-0042").body["id"]
    manager.delete(f"/api/equipment/{cast.lorry.id}/codes/{id}")
    told = look(
        lambda: [
            (change.changes, change.actor_id)
            for change in db.session.scalars(
                db.select(EquipmentChange)
                .where(EquipmentChange.kind == "labelled")
                .order_by(EquipmentChange.created_at)
            )
        ]
    )
    who = cast.manager.membership_id
    assert told == [({"code": [None, "CUST-0042"]}, who), ({"code": ["CUST-0042", None]}, who)]


def test_a_blank_label_typed_as_a_code_is_claimed(
    mechanic: Caller, driver: Caller, cast: Cast, blank: list[str]
) -> None:
    answer = attach(mechanic, cast.loner, f"http://127.0.0.1:8000/e/{blank[0].lower()}")
    assert (answer.status, answer.body["code"], answer.body["is_label"]) == (201, blank[0], True)
    assert found(driver, blank[0]) == [str(cast.loner.id)]


def test_a_claimed_label_taken_off_is_blank_again(
    manager: Caller, cast: Cast, blank: list[str]
) -> None:
    id = attach(manager, cast.loner, blank[0]).body["id"]
    manager.delete(f"/api/equipment/{cast.loner.id}/codes/{id}")
    assert manager.get(f"/api/equipment/lookup?code={blank[0]}").body["blank"] is True
    assert attach(manager, cast.lorry, blank[0]).status == 201


def test_of_two_who_claim_a_label_at_once_one_wins(
    app: Flask, manager: Caller, cast: Cast, look: Look, blank: list[str]
) -> None:
    claims = [
        lambda caller, item=item: attach(caller, item, blank[0])
        for item in (cast.lorry, cast.loner) * 3
    ]
    statuses = sorted(all_at_once(app, claims, manager))
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {409, 422}
    assert look(lambda: db.session.query(EquipmentCode).count()) == 1


def test_the_most_trusted_goes_first(manager: Caller, cast: Cast) -> None:
    attach(manager, cast.lorry, "K 100")
    same = {"family": "trailer", "kind": "box"}
    by_number = manager.post("/api/equipment", json=same | {"internal_id": "K-100"}).body["id"]
    by_vin = manager.post("/api/equipment", json=same | {"vin": "K100"}).body["id"]
    by_serial = manager.post("/api/equipment", json=same | {"serial": "K100"}).body["id"]
    by_plate = manager.post("/api/equipment", json=same | {"plate": "K 100"}).body["id"]
    assert found(manager, "k100") == [str(cast.lorry.id), by_number, by_plate, by_vin, by_serial]


def test_what_carries_it_twice_is_found_once(manager: Caller, cast: Cast) -> None:
    manager.patch(f"/api/equipment/{cast.lorry.id}", json={"serial": "AB123CD"})
    assert found(manager, "AB-123-CD") == [str(cast.lorry.id)]
