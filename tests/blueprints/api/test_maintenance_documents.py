"""Papers of a job: they lie with it and with its equipment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from billun.models.base import new_id
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, plan_job
from tests.fixtures.pages import submit
from tests.fixtures.papers import pdf


@pytest.fixture
def job(supervisor: Caller, cast: Cast) -> Any:
    return plan_job(supervisor, **job_body(cast)).body


def send(caller: Caller, job: Any, **fields: str) -> Answer:
    parts: dict[str, Any] = {"kind": "invoice", "title": "Linings"} | fields
    parts["file"] = ("invoice.pdf", pdf(), "application/pdf")
    body, content_type = encode_multipart_formdata(parts)
    path = f"/api/maintenance/{job['reference']}/documents"
    return caller.post(path, data=body, content_type=content_type)


def test_a_paper_lies_with_the_job_and_with_the_item(
    mechanic: Caller, driver: Caller, cast: Cast, job: Any
) -> None:
    sent, report = send(mechanic, job), send(mechanic, job, kind="work_report")
    assert (sent.status, sent.body["intervention_id"]) == (201, job["id"])
    both = {sent.body["id"], report.body["id"]}
    for path in (
        f"/api/maintenance/{job['id']}/documents",
        f"/api/equipment/{cast.lorry.id}/documents",
    ):
        assert {one["id"] for one in mechanic.get(path).body["items"]} == both
        # What it cost is nothing for drivers.
        assert [one["id"] for one in driver.get(path).body["items"]] == [report.body["id"]]
    assert (
        mechanic.get(f"/api/maintenance/{job['id']}/timeline").body["items"][-1]["kind"]
        == "document_added"
    )


def test_the_same_paper_sent_again_is_one(mechanic: Caller, job: Any) -> None:
    id = str(new_id())
    assert [send(mechanic, job, id=id).status for _time in range(2)] == [201, 200]
    assert send(mechanic, job, id=id, title="Another").status == 409


def test_others_add_none(driver: Caller, outsider: Caller, supervisor: Caller, job: Any) -> None:
    assert send(driver, job).status == 403
    assert send(outsider, job).status == 404
    path = f"/api/maintenance/{job['id']}"
    assert supervisor.post(f"{path}/transitions", json={"to": "cancelled"}).status == 200
    assert send(supervisor, job).status == 409


def test_the_form_shows_what_is_missing_beside_its_field(
    browsing: Callable[..., Caller], cast: Cast, job: Any
) -> None:
    desk, place = browsing(cast.mechanic), f"/maintenance/{job['reference']}/documents"
    empty = submit(desk, place, kind="invoice")
    assert (empty.status, "Choose a file." in empty.text) == (422, True)
    page = desk.get(place).text
    assert page.index("Invoice") < page.index("Work report") < page.index("Registration document")
