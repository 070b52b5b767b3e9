"""What is due on one item: its page, its renewal with proof, its dates."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from fpdf import FPDF
from sqlalchemy import select

from billun.extensions import db
from billun.models import Document, Equipment, Renewal
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.due import PutDue, deadline_named
from tests.fixtures.pages import submit

Browsing = Callable[[Person], Caller]
Look = Callable[..., Any]


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.mechanic)


@pytest.fixture
def place(cast: Cast) -> str:
    return f"/equipment/{cast.lorry.billun_id}/deadlines"


def state_of(look: Look, cast: Cast, code: str = "ct_heavy") -> tuple[Any, ...]:
    def read() -> tuple[Any, ...]:
        deadline = deadline_named(cast.lorry, code)
        return deadline.done_on, deadline.result, deadline.due_on

    found: tuple[Any, ...] = look(read)
    return found


def pdf() -> bytes:
    paper = FPDF()
    paper.add_page()
    return bytes(paper.output())


def test_the_page_says_what_is_due_why_and_what_it_stops(
    page: Caller, put_due: PutDue, cast: Cast, place: str
) -> None:
    put_due(cast.lorry, "ct_heavy", 12)
    text = page.get(place).text
    for words in ("in 12 days", "Under 15 days", "Blocks driving", "R323-25", "Dates to complete"):
        assert words in text


def test_a_driver_reads_it_and_writes_nothing(
    browsing: Browsing, put_due: PutDue, cast: Cast, place: str
) -> None:
    put_due(cast.lorry, "ct_heavy", 12)
    driver = browsing(cast.driver)
    text = driver.get(place).text
    assert "in 12 days" in text
    assert "ct_heavy/renewal" not in text
    assert '<input type="date"' not in text
    assert driver.get(f"{place}/ct_heavy/renewal").status == 403


def test_a_check_that_passed_is_renewed_until_its_next_day(
    page: Caller, put_due: PutDue, cast: Cast, look: Look, place: str, today: date
) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    done = today - timedelta(days=1)
    answer = submit(
        page, f"{place}/ct_heavy/renewal", done_on=str(done), result="passed", comment="Rouen"
    )
    assert (answer.status, answer.headers["Location"]) == (303, place)
    said = state_of(look, cast)
    assert said[:2] == (done, "passed")
    assert said[2] > today + timedelta(days=360)
    text = page.get(place).text
    assert "Rouen" in text
    assert cast.mechanic.name in text


def test_the_form_says_beforehand_where_it_leads(
    page: Caller, put_due: PutDue, cast: Cast, place: str, look: Look, today: date
) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    answer = outlook(page, place, done_on=str(today), result="passed")
    submit(page, f"{place}/ct_heavy/renewal", done_on=str(today), result="passed")
    assert f'datetime="{state_of(look, cast)[2]}"' in answer


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"result": "failed"}, "From midnight it may not be driven"),
        ({"result": "retest", "retest_by": "2031-05-04"}, "4 May 2031"),
        ({"result": "passed", "due_on": "2031-05-04"}, "4 May 2031"),
        ({"result": "lost"}, "say when"),
        ({"done_on": "soon"}, "say when"),
    ],
)
def test_each_answer_leads_somewhere(
    page: Caller,
    put_due: PutDue,
    cast: Cast,
    place: str,
    today: date,
    said: dict[str, str],
    words: str,
) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    assert words in outlook(page, place, **({"done_on": str(today), "result": "passed"} | said))


def outlook(page: Caller, place: str, **said: str) -> str:
    headers = {"HX-Request": "true", "HX-Target": "p#renewal-outlook"}
    answer = page.get(f"{place}/ct_heavy/renewal", query_string=said, headers=headers)
    assert answer.status == 200
    return answer.text


def test_a_retest_is_proposed_within_the_time_of_the_law(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    form = page.get(f"{place}/ct_heavy/renewal").text
    answer = submit(page, f"{place}/ct_heavy/renewal", done_on=str(today), result="retest")
    assert answer.status == 303
    done, result, due = state_of(look, cast)
    assert (done, result) == (today, "retest")
    assert f'value="{due}"' in form
    assert "Retest needed" in page.get(place).text


def test_what_failed_is_said_so(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    submit(page, f"{place}/ct_heavy/renewal", done_on=str(today), result="failed")
    assert state_of(look, cast) == (today, "failed", today)
    assert "Failed" in page.get(place).text


def test_its_proof_comes_in_the_same_form(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    answer = submit(
        page, f"{place}/ct_heavy/renewal", done_on=str(today), result="passed",
        file=(BytesIO(pdf()), "ct.pdf"),
    )  # fmt: skip
    assert answer.status == 303
    document = look(lambda: db.session.execute(
        select(Document.id, Document.media_type, Document.file_name)).one())  # fmt: skip
    assert document[1:] == ("application/pdf", "ct.pdf")
    assert look(lambda: db.session.query(Renewal.document_id).scalar()) == document.id
    assert f"/documents/{document.id}" in page.get(place).text


def test_a_document_that_is_there_may_be_the_proof(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    submit(page, f"{place}/tachograph/renewal", done_on=str(today), result="passed",
           file=(BytesIO(pdf()), "paper.pdf"))  # fmt: skip
    id = str(look(lambda: db.session.query(Document.id).scalar()))
    assert f'value="{id}"' in page.get(f"{place}/ct_heavy/renewal").text
    submit(page, f"{place}/ct_heavy/renewal", done_on=str(today), result="passed", document_id=id)
    assert str(look(lambda: deadline_named(cast.lorry, "ct_heavy").document_id)) == id


def test_a_file_that_is_no_paper_is_refused_beside_its_field(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    answer = submit(
        page, f"{place}/ct_heavy/renewal", done_on=str(today), result="passed",
        file=(BytesIO(b"MZ" * 400), "ct.pdf"),
    )  # fmt: skip
    assert answer.status == 422
    assert 'id="file-error"' in answer.text
    assert state_of(look, cast) == (None, None, None)
    assert look(lambda: db.session.query(Renewal).count()) == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"done_on": ""}, "done_on"),
        ({"done_on": "2999-01-01"}, "done_on"),
        ({"done_on": "0099-01-01"}, "done_on"),
        ({"due_on": "1999-01-01"}, "due_on"),
        ({"result": "retest", "retest_by": "1999-01-01"}, "retest_by"),
        ({"result": "perhaps"}, "result"),
        ({"comment": "x" * 3000}, "comment"),
        ({"document_id": "00000000-0000-0000-0000-000000000000"}, "document_id"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    page: Caller, cast: Cast, look: Look, place: str, today: date, said: dict[str, str], field: str
) -> None:
    fields = {"done_on": str(today), "result": "passed"} | said
    answer = submit(page, f"{place}/ct_heavy/renewal", **fields)
    assert answer.status == 422
    assert "field-error" in answer.text
    assert state_of(look, cast) == (None, None, None)


def test_a_policy_says_until_when_it_is_good(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    path, said = f"{place}/insurance/renewal", {"done_on": str(today), "result": "passed"}
    assert submit(page, path, **said).status == 422
    end = today + timedelta(days=365)
    assert submit(page, path, **said, due_on=str(end)).status == 303
    assert state_of(look, cast, "insurance")[2] == end


def test_a_dialog_hears_that_it_is_done(page: Caller, cast: Cast, place: str, today: date) -> None:
    headers = {"HX-Request": "true", "HX-Target": "div#renewal-sheet"}
    path = f"{place}/ct_heavy/renewal"
    form = page.get(path, headers=headers).text
    assert form.lstrip().startswith("<form")
    bad = page.post(path, data={"done_on": "", "result": "passed"}, headers=headers)
    assert (bad.status, bad.text.lstrip()[:5]) == (422, "<form")
    done = page.post(path, data={"done_on": str(today), "result": "passed"}, headers=headers)
    assert done.status == 204
    told = json.loads(done.headers["HX-Trigger"])
    assert set(told) == {"renewed", "notice"}


def test_the_dates_of_all_unknown_ones_are_completed_at_once(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    ids = {code: look(lambda code=code: deadline_named(cast.lorry, code).id)
           for code in ("ct_heavy", "tachograph")}  # fmt: skip
    answer = submit(
        page,
        place,
        f"{place}/dates",
        **{f"done_on-{ids['ct_heavy']}": str(today), f"due_on-{ids['tachograph']}": "2031-05-04"},
    )
    assert answer.status == 303
    assert state_of(look, cast)[0] == today
    assert state_of(look, cast, "tachograph")[2] == date(2031, 5, 4)


def test_a_date_is_mended_and_given_back_to_the_rule(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    id = look(lambda: deadline_named(cast.lorry, "ct_heavy").id)
    path = f"{place}/ct_heavy/dates"
    submit(page, place, path, **{f"done_on-{id}": str(today), f"due_on-{id}": "2031-05-04"})
    assert state_of(look, cast)[2] == date(2031, 5, 4)
    submit(page, place, path, **{f"done_on-{id}": str(today), f"due_on-{id}": ""})
    by_rule = state_of(look, cast)[2]
    assert today < by_rule < date(2031, 5, 4)
    bad = submit(page, place, path, **{f"done_on-{id}": "2031-01-01", f"due_on-{id}": ""})
    assert bad.status == 422
    assert "still to come" in bad.text
    assert state_of(look, cast)[2] == by_rule


def test_a_deadline_of_another_item_is_not_there(
    page: Caller, cast: Cast, look: Look, place: str
) -> None:
    id = look(lambda: deadline_named(cast.loner, "ct_heavy").id)
    assert submit(page, place, f"{place}/dates", **{f"due_on-{id}": "2031-05-04"}).status == 404


@pytest.mark.parametrize("path", ["", "/ct_heavy/renewal"])
def test_another_company_finds_nothing(
    browsing: Browsing, cast: Cast, place: str, path: str
) -> None:
    assert browsing(cast.partner).get(f"{place}{path}").status == 404


def test_a_check_that_does_not_apply_is_not_there(page: Caller, place: str) -> None:
    assert page.get(f"{place}/ct_coach/renewal").status == 404


def test_the_item_drives_again_once_it_has_passed(
    page: Caller, cast: Cast, look: Look, place: str, today: date
) -> None:
    def fitness() -> str:
        return str(look(lambda: db.session.get_one(Equipment, cast.lorry.id).fitness))

    id = look(lambda: deadline_named(cast.lorry, "ct_heavy").id)
    yesterday = str(today - timedelta(days=1))
    submit(page, place, f"{place}/dates", **{f"due_on-{id}": yesterday})
    assert fitness() == "immobilised"
    submit(page, f"{place}/ct_heavy/renewal", done_on=str(today), result="passed")
    assert fitness() == "fit"
