"""Errors of the API are problem documents (RFC 9457), in the caller's language, without a stack trace."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report

JSON = {"content_type": "application/json"}


def is_problem(answer: Answer, status: int) -> bool:
    body = answer.body
    return (
        answer.status == body["status"] == status
        and answer.headers["Content-Type"] == "application/problem+json"
        and {"type", "title", "status", "detail"} <= set(body)
        and "Traceback" not in answer.text
    )


def test_what_is_not_json_is_malformed(driver: Caller) -> None:
    for body in (b"{", b"", b"nonsense", b"\xff\xfe", b'"\\ud800'):
        assert is_problem(driver.post("/api/anomalies", data=body, **JSON), 400), body


def test_json_that_is_no_object_is_refused(driver: Caller) -> None:
    several: list[Any] = [[], "x", 7, None, [[]], True]
    for body in several:
        assert driver.post("/api/anomalies", json=body).status in {400, 422}, body


def test_another_type_of_body_is_refused(driver: Caller) -> None:
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        answer = driver.post("/api/anomalies", data=b"a=b", content_type=kind)
        assert answer.status in {400, 415, 422}, kind


def test_not_signed_in(anonymous: Caller, cast: Cast) -> None:
    answer = anonymous.get("/api/equipment")
    assert is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_not_allowed(driver: Caller) -> None:
    body = {"family": "trailer", "kind": "box", "plate": "x1"}
    assert is_problem(driver.post("/api/equipment", json=body), 403)


@pytest.mark.parametrize(
    "path",
    ["/api/anomalies/01930000-0000-7000-8000-000000000000", "/api/nothing", "/api/", "/api/%00"],
)
def test_not_there(driver: Caller, path: str) -> None:
    assert is_problem(driver.get(path), 404)


def test_not_done_here(driver: Caller) -> None:
    answer = driver.delete("/api/anomalies")
    assert is_problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_too_large_a_body(driver: Caller) -> None:
    assert is_problem(driver.post("/api/anomalies", json={"description": "x" * 1_100_000}), 413)


def test_a_refusal_names_nested_fields_as_dotted_paths(driver: Caller, cast: Cast) -> None:
    spoilt = report(cast.lorry.id)
    spoilt["photos"][2]["sha256"] = "?"
    spoilt["position"]["latitude"] = "north"
    answer = send_report(driver, spoilt)
    assert is_problem(answer, 422)
    assert set(answer.errors) == {"photos.2.sha256", "position.latitude"}
    assert all(isinstance(text, str) for texts in answer.errors.values() for text in texts)


def test_a_conflict(driver: Caller, cast: Cast) -> None:
    id = uuid4()
    send_report(driver, report(cast.lorry.id), id)
    assert is_problem(send_report(driver, report(cast.lorry.id), id), 409)


def test_each_status_has_a_type_of_its_own(driver: Caller, anonymous: Caller) -> None:
    kinds = {
        driver.get("/api/nothing").body["type"],
        anonymous.get("/api/me").body["type"],
        driver.delete("/api/anomalies").body["type"],
    }
    assert len(kinds) == 3


def test_the_language_is_the_callers(driver: Caller) -> None:
    french = driver.get("/api/nothing", headers={"Accept-Language": "fr-CA,fr;q=0.8"}).body
    english = driver.get("/api/nothing", headers={"Accept-Language": "en"}).body
    other = driver.get("/api/nothing", headers={"Accept-Language": "fi"}).body
    assert english["title"] == other["title"] == "Not found"
    assert french["title"] != english["title"]


def test_a_bad_field_is_told_in_the_language_asked_for(driver: Caller) -> None:
    answer = driver.get("/api/equipment?limit=999", headers={"Accept-Language": "fr"})
    assert answer.body["errors"] == {"limit": ["De 1 à 200."]}
