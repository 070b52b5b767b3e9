"""Documents of equipment: any PDF or picture, with an expiry that counts as a deadline."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import ExifTags, Image

from billun.extensions import db
from billun.models import Document, EquipmentChange
from billun.operations.document_files import clean_name
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.papers import broken_pdf, document_form, locked_pdf, pdf, send_document
from tests.fixtures.pictures import gif, heic, photo, png, webp
from tests.fixtures.reports import jpeg

Look = Callable[..., Any]

TODAY = date.today()  # noqa: DTZ011  (days apart are what counts, not where midnight is)
LAST_MONTH = str(TODAY - timedelta(days=30))
NEXT_YEAR = str(TODAY + timedelta(days=365))
IN_TEN_DAYS = str(TODAY + timedelta(days=10))


def deadline(caller: Caller, item: Any, code: str) -> Any:
    found = caller.get(f"/api/equipment/{item}/deadlines").body["items"]
    return next((one for one in found if one["code"] == code), None)


def test_a_document_is_answered_with_what_it_is(mechanic: Caller, cast: Cast) -> None:
    answer = send_document(
        mechanic, cast.lorry.id, pdf(pages=2), kind="registration", title="Carte grise", number="42",
        issued_on="2020-03-02",
    )  # fmt: skip
    assert answer.status == 201
    said = answer.body
    assert (said["kind"], said["title"], said["number"]) == ("registration", "Carte grise", "42")
    assert (said["issued_on"], said["expires_on"], said["expiry"]) == ("2020-03-02", None, None)
    assert (said["file_name"], said["media_type"]) == ("scan.pdf", "application/pdf")
    assert (said["bytes"], said["page_count"]) == (len(pdf(pages=2)), 2)
    assert said["sha256"] == hashlib.sha256(pdf(pages=2)).hexdigest()


def test_the_file_comes_back_byte_for_byte(manager: Caller, driver: Caller, cast: Cast) -> None:
    url = send_document(manager, cast.lorry.id, pdf()).body["urls"]["file"]
    with driver.get(url).response as response:
        assert response.get_data() == pdf()
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"] == "inline; filename=scan.pdf"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("content", [png(), webp(), heic(), jpeg()])
def test_a_picture_is_a_document_whatever_its_name(
    manager: Caller, cast: Cast, content: bytes
) -> None:
    answer = send_document(manager, cast.lorry.id, content)
    assert answer.status == 201
    with manager.get(answer.body["urls"]["file"]).response as response:
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.get_data() == content


def test_a_photographed_document_does_not_say_where(manager: Caller, cast: Cast) -> None:
    placed = send_document(manager, cast.lorry.id, photo(gps=True))
    assert placed.status == 201
    with manager.get(placed.body["urls"]["file"]).response as response:
        assert len(response.get_data()) == placed.body["bytes"]
        with Image.open(BytesIO(response.get_data())) as image:
            assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)


@pytest.mark.parametrize("content", [gif(), b"<html>", b"MZ", b""])
def test_another_file_is_refused_whatever_its_name(
    manager: Caller, cast: Cast, content: bytes
) -> None:
    assert send_document(manager, cast.lorry.id, content).status == 415


@pytest.mark.parametrize("content", [broken_pdf(), locked_pdf("secret")])
def test_a_pdf_that_nobody_can_open_is_refused(manager: Caller, cast: Cast, content: bytes) -> None:
    answer = send_document(manager, cast.lorry.id, content)
    assert (answer.status, list(answer.errors)) == (422, ["file"])


@pytest.mark.parametrize("more", [20_000_000, 21_000_000])
def test_a_file_beyond_20_megabytes_is_refused(manager: Caller, cast: Cast, more: int) -> None:
    assert send_document(manager, cast.lorry.id, pdf() + bytes(more)).status == 413


def test_a_file_of_just_20_megabytes_comes_in(manager: Caller, cast: Cast) -> None:
    content = pdf() + bytes(20_000_000 - len(pdf()))
    assert send_document(manager, cast.lorry.id, content).status == 201


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "love_letter"}, "kind"),
        ({"issued_on": NEXT_YEAR}, "issued_on"),
        ({"issued_on": LAST_MONTH, "expires_on": "2020-01-01"}, "expires_on"),
        ({"issued_on": "yesterday"}, "issued_on"),
        ({"expires_on": "0001-01-01"}, "expires_on"),
        ({"title": "x" * 201}, "title"),
        ({"number": "\0"}, "number"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"renews": "insurance"}, "renews"),
        ({"kind": "insurance", "renews": "insurance", "expires_on": NEXT_YEAR}, "issued_on"),
        ({"kind": "insurance", "renews": "insurance", "issued_on": LAST_MONTH}, "expires_on"),
    ],
)
def test_a_bad_field_is_named_and_nothing_kept(
    manager: Caller, cast: Cast, look: Look, fields: dict[str, str], wrong: str
) -> None:
    answer = send_document(manager, cast.lorry.id, pdf(), **fields)
    assert (answer.status, list(answer.errors)) == (422, [wrong])
    assert look(lambda: db.session.query(Document).count()) == 0


def test_without_a_file_there_is_no_document(manager: Caller, cast: Cast) -> None:
    answer = manager.post(f"/api/equipment/{cast.lorry.id}/documents", data={"kind": "other"})
    assert (answer.status, list(answer.errors)) == (422, ["file"])


def test_sent_again_it_is_stored_once(manager: Caller, cast: Cast, look: Look) -> None:
    id = str(uuid4())
    sent = [send_document(manager, cast.lorry.id, pdf(), id=id, title="One") for _ in range(2)]
    assert [answer.status for answer in sent] == [201, 200]
    assert look(lambda: db.session.query(Document).count()) == 1
    assert look(lambda: db.session.query(EquipmentChange).filter_by(kind="document").count()) == 1


@pytest.mark.parametrize("change", [{"title": "Two"}, {"content": pdf("other")}, {"kind": "photo"}])
def test_the_same_id_with_something_else_is_a_conflict(
    manager: Caller, cast: Cast, change: dict[str, Any]
) -> None:
    first: dict[str, Any] = {"content": pdf(), "id": str(uuid4()), "title": "One"}
    send_document(manager, cast.lorry.id, **first)
    assert send_document(manager, cast.lorry.id, **(first | change)).status == 409


def test_what_was_first_sent_is_known_after_it_was_changed(manager: Caller, cast: Cast) -> None:
    id = str(uuid4())
    send_document(manager, cast.lorry.id, pdf(), id=id, title="One")
    manager.patch(f"/api/documents/{id}", json={"title": "Two"})
    again = send_document(manager, cast.lorry.id, pdf(), id=id, title="One")
    assert (again.status, again.body["title"]) == (200, "Two")


def test_an_id_of_another_company_is_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    id = send_document(manager, cast.lorry.id, pdf()).body["id"]
    assert send_document(partner, cast.partner_trailer.id, pdf(), id=id).status == 404
    for answer in (
        partner.get(f"/api/documents/{id}"),
        partner.get(f"/api/documents/{id}/file"),
        partner.patch(f"/api/documents/{id}", json={}),
        partner.delete(f"/api/documents/{id}"),
        partner.get(f"/api/equipment/{cast.lorry.id}/documents"),
    ):
        assert answer.status == 404


def test_drivers_read_documents_and_write_none(manager: Caller, driver: Caller, cast: Cast) -> None:
    id = send_document(manager, cast.lorry.id, pdf()).body["id"]
    assert driver.get(f"/api/documents/{id}").status == 200
    assert send_document(driver, cast.lorry.id, pdf()).status == 403
    assert driver.patch(f"/api/documents/{id}", json={"title": "Mine"}).status == 403
    assert driver.delete(f"/api/documents/{id}").status == 403


def test_the_list_is_that_of_the_item_by_pages_and_kind(manager: Caller, cast: Cast) -> None:
    for number in range(3):
        send_document(manager, cast.lorry.id, pdf(), kind="photo", number=str(number))
    send_document(manager, cast.lorry.id, pdf(), kind="invoice")
    send_document(manager, cast.loner.id, pdf(), kind="photo")
    url = f"/api/equipment/{cast.lorry.billun_id}/documents?kind=photo&limit=2"
    first = manager.get(url).body
    second = manager.get(f"{url}&cursor={first['next_cursor']}").body
    numbers = [one["number"] for one in first["items"] + second["items"]]
    assert (numbers, first["total"], second["next_cursor"]) == (["2", "1", "0"], 3, None)
    assert manager.get(f"/api/equipment/{cast.lorry.id}/documents").body["total"] == 4


def test_a_driver_sees_proofs_and_no_invoices(
    manager: Caller, mechanic: Caller, driver: Caller, cast: Cast
) -> None:
    invoice = send_document(manager, cast.lorry.id, pdf(), kind="invoice", title="Dear").body
    send_document(manager, cast.lorry.id, pdf(), kind="roadworthiness_report", title="Passed")
    place = f"/api/equipment/{cast.lorry.id}/documents"
    assert [one["title"] for one in driver.get(place).body["items"]] == ["Passed"]
    assert driver.get(f"{place}?kind=invoice").body["items"] == []
    assert mechanic.get(place).body["total"] == 2
    for path in (invoice["urls"]["file"], f"/api/documents/{invoice['id']}"):
        assert (driver.get(path).status, mechanic.get(path, buffered=True).status) == (404, 200)
    assert driver.get(f"/documents/{invoice['id']}").status == 404
    for page in ("/equipment/{}/documents", "/drive/equipment/{}/documents"):
        text = driver.get(page.format(cast.lorry.billun_id)).text
        assert ("Passed" in text, "Dear" in text) == (True, False)
    history = f"/equipment/{cast.lorry.billun_id}/history"
    assert "Dear" not in driver.get(history).text
    assert "Dear" in mechanic.get(history).text


def test_what_expires_is_a_deadline_like_any_other(manager: Caller, cast: Cast) -> None:
    sent = send_document(
        manager, cast.lorry.id, pdf(), kind="lease_contract", expires_on=IN_TEN_DAYS
    )
    assert sent.body["expiry"] == "due_15"
    found = deadline(manager, cast.lorry.id, "document_lease_contract")
    assert (found["due_on"], found["state"], found["blocks"]) == (IN_TEN_DAYS, "due_15", None)


def test_the_document_that_lasts_longest_decides(manager: Caller, cast: Cast) -> None:
    def due() -> Any:
        found = deadline(manager, cast.lorry.id, "document_lease_contract")
        return found and found["due_on"]

    old, new = (
        send_document(manager, cast.lorry.id, pdf(), kind="lease_contract", expires_on=day).body[
            "id"
        ]
        for day in (IN_TEN_DAYS, NEXT_YEAR)
    )
    assert due() == NEXT_YEAR
    manager.delete(f"/api/documents/{new}")
    assert due() == IN_TEN_DAYS
    manager.patch(f"/api/documents/{old}", json={"expires_on": None})
    assert due() is None


def test_a_certificate_proves_the_check_that_it_is_about(manager: Caller, cast: Cast) -> None:
    sent = send_document(
        manager, cast.lorry.id, pdf(), kind="insurance", number="P 7", issued_on=LAST_MONTH,
        expires_on=NEXT_YEAR, renews="insurance",
    )  # fmt: skip
    assert sent.status == 201
    found = deadline(manager, cast.lorry.id, "insurance")
    assert (found["done_on"], found["due_on"]) == (LAST_MONTH, NEXT_YEAR)
    assert (found["result"], found["document_id"]) == ("passed", sent.body["id"])
    assert deadline(manager, cast.lorry.id, "document_insurance") is None, (
        "it is due once, not twice"
    )


def test_a_report_without_a_last_day_leaves_the_next_one_to_the_rule(
    manager: Caller, cast: Cast
) -> None:
    send_document(
        manager,
        cast.lorry.id,
        pdf(),
        kind="roadworthiness_report",
        issued_on=LAST_MONTH,
        renews="ct_heavy",
    )
    found = deadline(manager, cast.lorry.id, "ct_heavy")
    assert found["done_on"] == LAST_MONTH
    assert found["due_on"] > str(TODAY + timedelta(days=300))


def test_a_removed_document_is_gone_unless_it_proves_something(manager: Caller, cast: Cast) -> None:
    plain = send_document(manager, cast.lorry.id, pdf()).body["id"]
    proof = send_document(
        manager, cast.lorry.id, pdf(), kind="insurance", issued_on=LAST_MONTH, expires_on=NEXT_YEAR,
        renews="insurance",
    ).body["id"]  # fmt: skip
    for id in (plain, proof):
        assert manager.delete(f"/api/documents/{id}").status == 204
        assert manager.delete(f"/api/documents/{id}").status == 404
    assert manager.get(f"/api/equipment/{cast.lorry.id}/documents").body["total"] == 0
    assert manager.get(f"/api/documents/{plain}").status == 404
    with manager.get(f"/api/documents/{proof}/file").response as response:
        assert response.get_data() == pdf()


def test_a_new_document_takes_the_place_of_the_old_one(manager: Caller, cast: Cast) -> None:
    old = send_document(
        manager, cast.lorry.id, pdf("old"), kind="insurance", expires_on=IN_TEN_DAYS
    )
    new = send_document(
        manager,
        cast.lorry.id,
        pdf("new"),
        kind="insurance",
        expires_on=NEXT_YEAR,
        replaces=old.body["id"],
    )
    assert new.status == 201
    listed = manager.get(f"/api/equipment/{cast.lorry.id}/documents").body["items"]
    assert [one["id"] for one in listed] == [new.body["id"]]
    assert deadline(manager, cast.lorry.id, "document_insurance")["due_on"] == NEXT_YEAR


def test_only_a_document_of_the_own_company_can_be_replaced(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    theirs = send_document(partner, cast.partner_trailer.id, pdf()).body["id"]
    assert send_document(manager, cast.lorry.id, pdf(), replaces=theirs).status == 404
    assert partner.get(f"/api/documents/{theirs}").status == 200


def test_its_data_are_changed_and_the_file_stays(manager: Caller, cast: Cast) -> None:
    id = send_document(manager, cast.lorry.id, pdf(), title="One", number="7").body["id"]
    answer = manager.patch(f"/api/documents/{id}", json={"title": "Two", "kind": "manual"})
    said = answer.body
    assert (answer.status, said["title"], said["kind"], said["number"]) == (
        200,
        "Two",
        "manual",
        "7",
    )
    bad = manager.patch(f"/api/documents/{id}", json={"issued_on": NEXT_YEAR})
    assert (bad.status, list(bad.errors)) == (422, ["issued_on"])


def test_who_saw_an_older_state_is_told(manager: Caller, mechanic: Caller, cast: Cast) -> None:
    id = send_document(manager, cast.lorry.id, pdf(), title="One").body["id"]
    seen = {"If-Match": manager.get(f"/api/documents/{id}").headers["ETag"]}
    assert mechanic.patch(f"/api/documents/{id}", json={"title": "Two"}, headers=seen).status == 200
    late = manager.patch(f"/api/documents/{id}", json={"title": "Three"}, headers=seen)
    assert late.status == 412


def test_every_change_stands_in_the_history(manager: Caller, cast: Cast, look: Look) -> None:
    id = send_document(manager, cast.lorry.id, pdf(), kind="invoice", title="One").body["id"]
    manager.patch(f"/api/documents/{id}", json={"title": "Two"})
    manager.patch(f"/api/documents/{id}", json={"title": "Two"})
    manager.delete(f"/api/documents/{id}")

    def changes() -> list[Any]:
        rows = db.session.query(EquipmentChange).filter_by(kind="document")
        return [row.changes for row in rows.order_by(EquipmentChange.id)]

    assert look(changes) == [
        {"document_invoice": [None, "One"]},
        {"document_invoice": ["Two", "Two"], "title": ["One", "Two"]},
        {"document_invoice": ["Two", None]},
    ]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\carte grise.PDF", "carte grise.PDF"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("...", "document.pdf"),
    ],
)
def test_a_name_cannot_do_harm(name: str, kept: str) -> None:
    assert clean_name(name, "application/pdf") == kept


def test_a_name_in_any_script_comes_back(manager: Caller, cast: Cast) -> None:
    form = document_form(pdf(), "été – 车.pdf")
    answer = manager.post(f"/api/equipment/{cast.lorry.id}/documents", **form)
    assert answer.body["file_name"] == "été – 车.pdf"
    with manager.get(answer.body["urls"]["file"]).response as response:
        assert response.status_code == 200
        assert "%C3%A9t%C3%A9" in response.headers["Content-Disposition"]


def test_the_preview_is_not_there_before_it_is_made(manager: Caller, cast: Cast) -> None:
    sent = send_document(manager, cast.lorry.id, pdf()).body
    assert (sent["state"], list(sent["urls"])) == ("stored", ["file"])
    assert manager.get(f"/api/documents/{sent['id']}/preview").status == 404
