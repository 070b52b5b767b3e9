"""The page on which people say when they are away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, plan_job
from tests.fixtures.pages import submit

PATH = "/maintenance/absences"


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.supervisor)


def add(page: Caller, user_id: Any, first: str = "2027-03-01", last: str = "2027-03-05") -> Answer:
    return submit(page, PATH, user_id=str(user_id), kind="leave", starts_on=first, ends_on=last)


def test_an_absence_is_added_changed_and_taken_back(page: Caller, cast: Cast) -> None:
    assert "Nobody is away" in page.get(PATH).text
    assert add(page, cast.mechanic.user_id).status == 303
    text = page.get(PATH).text
    assert "Mon 1 Mar 2027" in text
    edit = text.split(f'href="{PATH}/')[1].split('"')[0]
    same = {"user_id": str(cast.mechanic.user_id), "kind": "training", "starts_on": "2027-03-01"}
    assert submit(page, f"{PATH}/{edit}", **same, ends_on="2027-03-08").status == 303
    assert "Mon 8 Mar 2027" in page.get(PATH).text
    assert submit(page, PATH, to=f"{PATH}/{edit}/removal").status == 303
    assert "Nobody is away" in page.get(PATH).text


def test_an_error_stands_beside_its_field_and_keeps_what_was_typed(
    page: Caller, cast: Cast
) -> None:
    answer = add(page, cast.mechanic.user_id, "2027-03-05", "2027-03-01")
    assert answer.status == 422
    assert "The last day comes before the first." in answer.text
    assert 'value="2027-03-05"' in answer.text


def test_what_is_planned_in_these_days_is_named(page: Caller, manager: Caller, cast: Cast) -> None:
    body = job_body(
        cast,
        starts_at="2027-03-02T08:00:00Z",
        ends_at="2027-03-02T10:00:00Z",
        assignee_ids=[str(cast.mechanic.user_id)],
    )
    job = plan_job(manager, **body).body
    add(page, cast.mechanic.user_id)
    text = page.get(PATH).text
    assert f"1 job is planned with {cast.mechanic.name}" in text
    assert job["reference"] in text


def test_a_mechanic_is_offered_himself_alone(browsing: Callable[..., Caller], cast: Cast) -> None:
    text = browsing(cast.mechanic).get(PATH).text
    assert str(cast.mechanic.user_id) in text
    assert str(cast.supervisor.user_id) not in text
