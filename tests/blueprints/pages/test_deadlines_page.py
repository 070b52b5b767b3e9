"""The company's deadlines: the list, the year, the dates to complete, and what one takes along."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from openpyxl import load_workbook

from billun.extensions import db
from billun.models import Deadline, Membership
from billun.operations.equipment import EquipmentForm, add_equipment
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.due import PutDue, deadline_named
from tests.fixtures.pages import submit
from tests.queries.test_statement_counts import statements

Browsing = Callable[[Person], Caller]
Look = Callable[..., Any]

VIEWS = ("/deadlines", "/deadlines?view=year", "/deadlines?view=dates")


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


def test_the_list_says_state_and_day_in_words(page: Caller, put_due: PutDue, cast: Cast) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    put_due(cast.loner, "insurance", 12)
    text = page.get("/deadlines").text
    for words in ("AB-123-CD", "3 days ago", "Overdue", "in 12 days", "Blocks driving"):
        assert words in text


def test_a_state_narrows_the_list(page: Caller, put_due: PutDue, cast: Cast) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    put_due(cast.loner, "insurance", 12)
    text = page.get("/deadlines?state=overdue").text
    assert "AB-123-CD" in text
    assert "EF-456-GH" not in text


@pytest.mark.parametrize("path", VIEWS)
def test_a_fragment_is_the_part_of_the_page(page: Caller, path: str) -> None:
    whole = page.get(path).text
    part = page.get(path, headers={"HX-Request": "true", "HX-Target": "section#deadline-view"}).text
    assert part.lstrip().startswith("<section")
    assert without_tokens(part).strip() in without_tokens(whole)


def without_tokens(text: str) -> str:
    """The same page asked for a second later has other CSRF tokens."""
    return re.sub(r'(name="csrf_token" value=")[^"]+', r"\1", text)


@pytest.mark.parametrize("path", VIEWS)
def test_a_driver_reads_and_is_offered_no_renewal(
    browsing: Browsing, put_due: PutDue, cast: Cast, path: str
) -> None:
    put_due(cast.lorry, "ct_heavy", 3)
    answer = browsing(cast.driver).get(path)
    assert answer.status == 200
    assert "ct_heavy/renewal" not in answer.text
    assert "Save the dates" not in answer.text


@pytest.mark.parametrize(
    "query",
    ["state=lost", "site_id=here", "check=none", "from=soon", "year=0000", "view=year&year=99999",
     "view=week", "blocks=all", "family=boat", "until=9999-12-31", "q=" + "x" * 300, "q=%00"],
)  # fmt: skip
def test_a_strange_address_breaks_nothing(page: Caller, query: str) -> None:
    assert page.get(f"/deadlines?{query}").status in {200, 422}


@pytest.mark.parametrize("path", [*VIEWS, "/deadlines/export"])
def test_a_site_of_another_company_is_not_there(page: Caller, cast: Cast, path: str) -> None:
    joined = "&" if "?" in path else "?"
    assert page.get(f"{path}{joined}site_id={cast.partner_site_id}").status == 404


def test_the_list_asks_few_questions_however_long_it_is(
    app: Flask, page: Caller, look: Look, cast: Cast
) -> None:
    def add_many() -> None:
        manager = db.session.get_one(Membership, cast.manager.membership_id)
        for number in range(30):
            form = EquipmentForm(kind="box", plate=f"MANY {number}", site_id=cast.site_id)
            made, _created = add_equipment(manager, form)
            made.deadlines[0].due_on = date(2027, 1, 1)

    look(add_many)
    for path in VIEWS:
        page.get(path)
        with statements(app) as seen:
            assert page.get(path).status == 200
        assert len(seen) <= 8, path


def test_the_year_leads_from_a_day_to_its_list(
    page: Caller, put_due: PutDue, cast: Cast, today: date
) -> None:
    put_due(cast.lorry, "ct_heavy", 40)
    day = today + timedelta(days=40)
    text = page.get(f"/deadlines?view=year&year={day.year}").text
    address = f"/deadlines?from={day}&amp;until={day}"
    assert address in text
    assert "AB-123-CD" in page.get(address.replace("&amp;", "&")).text
    assert f"year={day.year + 1}" in text


def test_dates_are_completed_many_at_once(
    page: Caller, put_due: PutDue, cast: Cast, look: Look, today: date
) -> None:
    ids = [put_unknown(look, cast, plate) for plate in ("lorry", "loner")]
    answer = submit(
        page,
        "/deadlines?view=dates",
        "/deadlines/dates",
        **{f"done_on-{ids[0]}": str(today - timedelta(days=100)), f"due_on-{ids[1]}": "2031-05-04"},
    )
    assert answer.status == 303
    done = today - timedelta(days=100)
    assert look(lambda: days_of(ids[0])) == (done, one_year_after(done))
    assert look(lambda: days_of(ids[1])) == (None, date(2031, 5, 4))


def test_one_impossible_date_keeps_all_of_them_out(
    page: Caller, cast: Cast, look: Look, today: date
) -> None:
    ids = [put_unknown(look, cast, plate) for plate in ("lorry", "loner")]
    tomorrow = str(today + timedelta(days=1))
    answer = submit(
        page,
        "/deadlines?view=dates",
        "/deadlines/dates",
        **{f"due_on-{ids[0]}": "2031-05-04", f"done_on-{ids[1]}": tomorrow},
    )
    assert answer.status == 422
    assert "still to come" in answer.text
    assert f'value="{tomorrow}"' in answer.text
    assert 'value="2031-05-04"' in answer.text
    assert look(lambda: days_of(ids[0])) == (None, None)


@pytest.mark.parametrize("text", ["soon", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_text_that_is_no_date_is_shown_again(
    page: Caller, cast: Cast, look: Look, text: str
) -> None:
    id = put_unknown(look, cast, "lorry")
    answer = submit(page, "/deadlines?view=dates", "/deadlines/dates", **{f"due_on-{id}": text})
    assert answer.status == 422
    assert "not a possible date" in answer.text


def test_nobody_completes_the_dates_of_another_company(
    browsing: Browsing, cast: Cast, look: Look
) -> None:
    id = put_unknown(look, cast, "lorry")
    for stranger in (id, uuid4(), "x"):
        answer = submit(
            browsing(cast.partner),
            "/account",
            "/deadlines/dates",
            **{f"due_on-{stranger}": "2031-05-04"},
        )
        assert answer.status == 404
    assert look(lambda: days_of(id)) == (None, None)


def test_a_driver_completes_nothing(browsing: Browsing, cast: Cast, look: Look) -> None:
    id = put_unknown(look, cast, "lorry")
    answer = submit(
        browsing(cast.driver), "/account", "/deadlines/dates", **{f"due_on-{id}": "2031-05-04"}
    )
    assert answer.status == 403


def test_the_list_is_taken_along_as_csv(page: Caller, put_due: PutDue, cast: Cast) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    answer = page.get("/deadlines/export?format=csv&state=overdue")
    heads, row = answer.text.lstrip("\ufeff").splitlines()
    assert heads.startswith("Billun ID,Fleet number,Plate")
    assert row.split(",")[:3] == [cast.lorry.billun_id, "T 07", "AB-123-CD"]
    assert "Overdue" in row
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_list_is_taken_along_as_xlsx(
    page: Caller, put_due: PutDue, cast: Cast, today: date
) -> None:
    put_due(cast.lorry, "ct_heavy", -3)
    answer = page.get("/deadlines/export?format=xlsx&state=overdue")
    sheet = load_workbook(BytesIO(answer.response.get_data())).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert str(rows[1][9]).startswith(str(today - timedelta(days=3)))


def test_what_looks_like_a_formula_stays_a_text(page: Caller, look: Look, cast: Cast) -> None:
    def name_it() -> None:
        deadline = deadline_named(cast.lorry, "ct_heavy")
        deadline.due_on = date(2027, 1, 1)
        deadline.equipment.make = "=1+1"

    look(name_it)
    assert ",'=1+1," in page.get("/deadlines/export?check=ct_heavy").text


def test_a_format_that_nobody_knows_is_refused(page: Caller) -> None:
    assert page.get("/deadlines/export?format=doc").status == 400


def put_unknown(look: Look, cast: Cast, name: str) -> UUID:
    id: UUID = look(lambda: deadline_named(getattr(cast, name), "ct_heavy").id)
    return id


def days_of(id: UUID) -> tuple[date | None, date | None]:
    deadline = db.session.get_one(Deadline, id)
    return deadline.done_on, deadline.due_on


def one_year_after(day: date) -> date:
    return (
        day.replace(year=day.year + 1)
        if (day.month, day.day) != (2, 29)
        else date(day.year + 1, 2, 28)
    )
