"""The documents of an item on its pages, and for a driver at the roadside."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit, token_of
from tests.fixtures.papers import broken_pdf, pdf, send_document
from tests.fixtures.pictures import gif

Browsing = Callable[[Person], Caller]

TODAY = date.today()  # noqa: DTZ011  (days apart are what counts, not where midnight is)
NEXT_YEAR = str(TODAY + timedelta(days=365))


def place(cast: Cast) -> str:
    return f"/equipment/{cast.lorry.billun_id}/documents"


def upload(
    page: Caller, cast: Cast, content: bytes = b"", query: str = "", **fields: Any
) -> Answer:
    """Fill the form in that the page shows for this kind, and send it."""
    kind = fields.setdefault("kind", "insurance")
    shown = page.get(f"{place(cast)}/new?kind={kind}{query}")
    hidden = dict(re.findall(r'name="(id|replaces)"[^>]*value="([^"]+)"', shown.text))
    parts = {"csrf_token": token_of(shown), **hidden, **fields}
    parts["file"] = ("policy.pdf", content or pdf(), "application/pdf")
    body, content_type = encode_multipart_formdata(parts)
    return page.post(f"{place(cast)}/new", data=body, content_type=content_type)


def test_first_the_kind_is_chosen(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.mechanic)
    assert 'new?kind=insurance"' in page.get(f"{place(cast)}/new").text
    assert "It proves that this was done" in page.get(f"{place(cast)}/new?kind=insurance").text
    assert 'name="expires_on"' not in page.get(f"{place(cast)}/new?kind=registration").text


def test_a_document_is_added_and_seen(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.mechanic)
    answer = upload(page, cast, title="Fleet policy", number="P-77")
    assert (answer.status, answer.headers["Location"]) == (303, place(cast))
    text = page.get(place(cast)).text
    assert "Fleet policy" in text
    assert "P-77" in text
    url = re.search(r'href="(/documents/[0-9a-f-]+)"', text)
    assert url
    with page.get(url[1]).response as response:
        assert response.get_data() == pdf()
        assert response.headers["Content-Disposition"].startswith("inline")
    with page.get(f"{url[1]}?download=1").response as response:
        assert response.headers["Content-Disposition"] == "attachment; filename=policy.pdf"


def test_a_ticked_check_is_renewed_by_the_document(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    fields: dict[str, Any] = {
        "issued_on": str(TODAY),
        "expires_on": NEXT_YEAR,
        "renews": "insurance",
    }
    assert upload(browsing(cast.manager), cast, **fields).status == 303
    found = manager.get(f"/api/equipment/{cast.lorry.id}/deadlines").body["items"]
    insurance = next(one for one in found if one["code"] == "insurance")
    assert (insurance["due_on"], insurance["done_on"]) == (NEXT_YEAR, str(TODAY))


@pytest.mark.parametrize(
    ("content", "fields", "status", "words"),
    [
        (gif(), {}, 415, "This is not a PDF, JPEG, PNG, WebP or HEIC file."),
        (broken_pdf(), {}, 422, "This PDF cannot be opened"),
        (pdf() + bytes(20_000_000), {}, 413, "This file is larger than 20 MB."),
        (pdf(), {"renews": "insurance"}, 422, "Say when it was done"),
        (pdf(), {"renews": "ct_light"}, 422, "valid choice"),
        (pdf(), {"issued_on": "1066-10-14"}, 422, "This is not a possible date."),
        (pdf(), {"title": "x" * 201}, 422, "200 characters"),
    ],
)
def test_what_is_wrong_stands_beside_it_and_the_rest_is_kept(
    browsing: Browsing, cast: Cast, content: bytes, fields: dict[str, str], status: int, words: str
) -> None:
    page = browsing(cast.manager)
    answer = upload(page, cast, content, number="P-77", **fields)
    assert answer.status == status
    assert words in answer.text
    assert "P-77" in answer.text
    assert "P-77" not in page.get(place(cast)).text


def test_a_form_sent_twice_is_one_document(browsing: Browsing, cast: Cast, manager: Caller) -> None:
    page, id = browsing(cast.manager), str(uuid4())
    assert [upload(page, cast, id=id).status for _ in range(2)] == [303, 303]
    assert manager.get(f"/api{place(cast)}").body["total"] == 1


def test_it_is_changed_replaced_removed_and_put_back(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    page = browsing(cast.manager)
    id = send_document(manager, cast.lorry.id, pdf(), title="Old title", kind="manual").body["id"]
    edited = submit(page, f"/documents/{id}/edit", kind="manual", title="New title")
    assert edited.status == 303
    removed = page.post(f"/documents/{id}/removal")
    assert removed.status == 303
    after = page.get(removed.headers["Location"]).text
    assert f'id="document-{id}"' not in after
    assert "Removed: New title." in after
    assert page.post(f"/documents/{id}/restoration").status == 303
    assert f'id="document-{id}"' in page.get(place(cast)).text
    assert upload(page, cast, pdf("newer"), f"&replaces={id}", kind="manual").status == 303
    listed = manager.get(f"/api{place(cast)}").body["items"]
    assert len(listed) == 1
    assert (listed[0]["title"], listed[0]["id"] != id) == ("New title", True)


def test_bad_changes_are_shown_again(browsing: Browsing, cast: Cast, manager: Caller) -> None:
    id = send_document(manager, cast.lorry.id, pdf(), title="Mine").body["id"]
    answer = submit(
        browsing(cast.manager), f"/documents/{id}/edit", kind="other", issued_on=NEXT_YEAR
    )
    assert answer.status == 422
    assert "This day is still to come." in answer.text


def test_a_driver_sees_the_papers_and_no_button_to_change_them(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    sent = send_document(manager, cast.lorry.id, pdf(), kind="registration", number="2020AB12345")
    page = browsing(cast.driver)
    text = page.get(f"/drive/equipment/{cast.lorry.billun_id}/documents").text
    assert "2020AB12345" in text
    assert f"/documents/{sent.body['id']}" in text
    assert f"{place(cast)}/new" not in page.get(place(cast)).text
    assert "/documents" in page.get(f"/drive/equipment/{cast.lorry.billun_id}").text


@pytest.mark.parametrize("query", ["removed=x", "removed=01a2072e-7cb0-7432-b7b3-3b3dcb3b3b3b"])
def test_a_strange_address_is_not_there(browsing: Browsing, cast: Cast, query: str) -> None:
    assert browsing(cast.manager).get(f"{place(cast)}?{query}").status == 404


def test_only_a_removed_document_of_this_item_can_be_undone_here(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    id = send_document(manager, cast.lorry.id, pdf(), title="Still here").body["id"]
    assert "Removed:" not in browsing(cast.manager).get(f"{place(cast)}?removed={id}").text
