"""Labels on the pages: what they lead to, how they are claimed, printed and hung on an item."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from billun.extensions import db
from billun.models import BlankLabel, EquipmentChange, Membership
from billun.operations.equipment import EquipmentForm
from billun.operations.labels import add_labelled_equipment
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit, token_of

Browsing = Callable[[Person], Caller]
Look = Callable[..., Any]


@pytest.fixture
def blank(browsing: Browsing, cast: Cast, look: Look) -> str:
    """The Billun ID of a blank label of Vauquelin."""
    submit(browsing(cast.manager), "/labels", "/labels/blank", count=1, format="62mm")
    return str(look(lambda: db.session.scalar(db.select(BlankLabel.billun_id))))


def pages_in(answer: Answer) -> int:
    assert answer.status == 200, answer.text
    document = PdfDocument(answer.response.get_data())
    try:
        return len(document)
    finally:
        document.close()


@pytest.mark.parametrize(
    ("who", "place"), [("driver", "/drive/equipment/"), ("mechanic", "/equipment/")]
)
def test_a_label_leads_to_where_its_reader_works(
    browsing: Browsing, cast: Cast, who: str, place: str
) -> None:
    answer = browsing(cast.people[who]).get(f"/e/{cast.lorry.billun_id.lower()}")
    assert answer.headers["Location"] == place + cast.lorry.billun_id


def test_a_label_asks_a_stranger_to_sign_in_and_remembers(
    anonymous: Caller, cast: Cast, blank: str
) -> None:
    for code in (cast.lorry.billun_id, blank):
        place = anonymous.get(f"/e/{code}").headers["Location"]
        assert place.startswith("/sign-in?next=")
        assert place.endswith((f"/e/{code}", f"%2Fe%2F{code}"))


@pytest.mark.parametrize("who", ["driver", "manager", "outsider"])
def test_an_unknown_label_offers_the_search(browsing: Browsing, cast: Cast, who: str) -> None:
    answer = browsing(cast.people[who]).get("/e/<script>")
    assert answer.status == 404
    assert 'name="q"' in answer.text
    assert "<script>" not in answer.text.replace('<script type="importmap"', "").split("<main")[1]


def test_a_label_of_another_company_is_as_unknown(
    browsing: Browsing, cast: Cast, blank: str
) -> None:
    page = browsing(cast.partner)
    for code in (cast.lorry.billun_id, blank):
        assert page.get(f"/e/{code}").status == 404
        assert page.get(f"/e/{code}/claim").status == 404


def test_the_label_of_a_retired_item_still_leads_to_it(
    browsing: Browsing, cast: Cast, manager: Caller
) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    answer = browsing(cast.manager).get(f"/e/{cast.lorry.billun_id}")
    assert answer.headers["Location"] == f"/equipment/{cast.lorry.billun_id}"


def test_a_driver_claims_a_label_and_the_history_names_them(
    browsing: Browsing, cast: Cast, look: Look, blank: str
) -> None:
    page = browsing(cast.driver)
    claim = page.get(f"/e/{blank}").headers["Location"]
    assert claim == f"/e/{blank}/claim"
    answer = submit(page, f"{claim}?find=ef456", claim, equipment=cast.loner.billun_id)
    assert answer.headers["Location"] == f"/drive/equipment/{cast.loner.billun_id}"
    labelled = db.select(EquipmentChange.actor_id).where(EquipmentChange.kind == "labelled")
    assert look(lambda: db.session.scalar(labelled)) == cast.driver.membership_id


def test_a_mechanic_claims_a_label(browsing: Browsing, cast: Cast, blank: str) -> None:
    page = browsing(cast.mechanic)
    claim = page.get(f"/e/{blank}").headers["Location"]
    assert claim == f"/e/{blank}/claim"
    offered = page.get(f"{claim}?find=ef456").text
    assert f'value="{cast.loner.billun_id}"' in offered
    assert cast.lorry.billun_id not in offered
    answer = submit(page, f"{claim}?find=ef456", claim, equipment=cast.loner.billun_id)
    assert answer.headers["Location"] == f"/equipment/{cast.loner.billun_id}/codes"
    assert blank[-6:] in page.get(answer.headers["Location"]).text
    assert page.get(f"/e/{blank}").headers["Location"] == f"/equipment/{cast.loner.billun_id}"


def test_a_label_claimed_meanwhile_leads_to_its_item(
    browsing: Browsing, cast: Cast, blank: str
) -> None:
    page = browsing(cast.manager)
    path = f"/e/{blank}/claim"
    token = token_of(page.get(f"{path}?find=ef456"))
    for item in (cast.loner, cast.lorry):
        page.post(path, data={"csrf_token": token, "equipment": item.billun_id})
    assert page.get(path).headers["Location"] == f"/equipment/{cast.loner.billun_id}"


def test_a_label_cannot_be_put_on_equipment_of_another_company(
    browsing: Browsing, cast: Cast, blank: str
) -> None:
    page = browsing(cast.manager)
    path = f"/e/{blank}/claim"
    other = cast.partner_trailer.billun_id
    assert submit(page, f"{path}?find=ef456", path, equipment=other).status == 404
    assert page.get(path).status == 200


@pytest.mark.parametrize(("who", "may_add"), [("manager", True), ("mechanic", False)])
def test_only_a_manager_is_offered_to_add_equipment(
    browsing: Browsing, cast: Cast, blank: str, who: str, may_add: bool
) -> None:
    text = browsing(cast.people[who]).get(f"/e/{blank}/claim").text
    assert (f"/equipment/new?label={blank}" in text) is may_add


def test_new_equipment_takes_the_id_of_a_label(
    look: Look, browsing: Browsing, cast: Cast, blank: str
) -> None:
    def add() -> str:
        actor = db.session.get_one(Membership, cast.manager.membership_id)
        form = EquipmentForm(kind="box", plate="KL-789-MN")
        return add_labelled_equipment(actor, form, blank.lower()).billun_id

    assert look(add) == blank
    leads = browsing(cast.manager).get(f"/e/{blank}").headers["Location"]
    assert leads == f"/equipment/{blank}"


def test_labels_of_what_was_ticked(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    ids = [str(cast.lorry.id), str(cast.loner.id)]
    assert pages_in(submit(page, "/labels", ids=ids, format="62mm")) == 2
    assert pages_in(submit(page, "/labels", ids=ids[:1], format="62mm")) == 1


def test_labels_of_what_the_filter_leaves(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    assert "Print 1 label" in page.get("/labels?family=trailer").text
    assert pages_in(submit(page, "/labels?family=trailer", format="62mm")) == 1
    assert pages_in(submit(page, "/labels", format="62mm")) == 2


def test_a_sheet_that_is_begun_is_used_up(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    assert pages_in(submit(page, "/labels", format="a4", first=23)) == 1
    assert pages_in(submit(page, "/labels", format="a4", first=24)) == 2


@pytest.mark.parametrize("fields", [{"format": "a5"}, {"first": 25}, {"first": "x"}])
def test_a_bad_paper_is_told(browsing: Browsing, cast: Cast, fields: dict[str, Any]) -> None:
    answer = submit(browsing(cast.manager), "/labels", **({"format": "a4"} | fields))
    assert answer.status == 422
    assert "field-error" in answer.text


def test_nothing_to_print_is_told(browsing: Browsing, cast: Cast) -> None:
    answer = submit(browsing(cast.manager), "/labels?q=nothing+has+this", format="a4")
    assert answer.status == 422
    assert "nothing to print" in answer.text


def test_what_was_ticked_of_another_company_is_not_there(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    for ids in ([str(cast.lorry.id), str(cast.partner_trailer.id)], ["T 07"]):
        assert submit(page, "/labels", ids=ids, format="a4").status == 404


@pytest.mark.parametrize("count", ["", "0", "2001", "many"])
def test_a_bad_number_of_blank_labels_is_told(browsing: Browsing, cast: Cast, count: str) -> None:
    page = browsing(cast.manager)
    answer = submit(page, "/labels", "/labels/blank", count=count, format="a4")
    assert answer.status == 422
    assert "field-error" in answer.text


def test_the_page_counts_what_is_in_stock(browsing: Browsing, cast: Cast, blank: str) -> None:
    page = browsing(cast.mechanic)
    assert "1 printed label is not on anything yet" in page.get("/labels").text
    path = f"/e/{blank}/claim"
    submit(page, f"{path}?find=ef456", path, equipment=cast.loner.billun_id)
    assert "not on anything yet" not in page.get("/labels").text


def test_a_driver_prints_no_labels(browsing: Browsing, cast: Cast) -> None:
    assert browsing(cast.driver).get("/labels").status == 403


def test_codes_are_attached_and_taken_off(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.mechanic)
    path = f"/equipment/{cast.lorry.billun_id}/codes"
    assert submit(page, path, code="CUST-0042").headers["Location"] == path
    text = page.get(path).text
    removal = re.search(rf'action="({path}/[0-9a-f-]+/removal)"', text)
    assert removal
    assert submit(page, path, removal[1]).headers["Location"] == path
    page.get(path)  # shows the message once
    assert "CUST-0042" not in page.get(path).text


def test_a_taken_code_is_told_beside_its_field(browsing: Browsing, cast: Cast) -> None:
    path = f"/equipment/{cast.loner.billun_id}/codes"
    answer = submit(browsing(cast.mechanic), path, code="ab 123 cd")
    assert answer.status == 422
    assert "AB-123-CD already has this code." in answer.text


def test_a_driver_sees_the_label_and_changes_nothing(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.driver)
    path = f"/equipment/{cast.lorry.billun_id}/codes"
    text = page.get(path).text
    assert cast.lorry.billun_id[-6:] in text
    assert f'action="{path}"' not in text
    assert page.post(path, data={"code": "X"}).status == 403
