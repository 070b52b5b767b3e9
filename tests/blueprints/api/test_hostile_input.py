"""Whatever a client sends, the answer is never a 500 and never a stack trace."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_
from hypothesis.strategies import SearchStrategy

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import (
    jpeg,
    photo_form,
    report,
    send_report,
    shots,
    sighting,
    walk_around,
)

FEW = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MANY = settings(FEW, max_examples=100)
NASTY = [
    "\0", "\ud800", "a\0b", "\ufeff", "\u202e", "'; DROP TABLE anomaly; --", "{{ 7*7 }}", "%s%n",
    "9" * 400, 10**400, -(10**30), 2**63, 1e308, float("nan"), float("inf"), -0.0, True, None,
    [], {}, [[]], "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999+23:59", "2026-02-30",
    "-2026-01-01", "2026-11-22T09:30:00+99:99", "\N{ARABIC-INDIC DIGIT ONE}", "x" * 100_000,
]  # fmt: skip
ANYTHING = any_.one_of(
    any_.sampled_from(NASTY),
    any_.text(max_size=30),
    any_.integers(),
    any_.floats(),
    any_.booleans(),
    any_.none(),
    any_.dictionaries(any_.text(max_size=8), any_.integers(), max_size=3),
)


def fine(answer: Answer) -> bool:
    return answer.status < 500 and "Traceback" not in answer.text


def raw(caller: Caller, method: str, path: str, body: Any) -> Answer:
    """JSON as Python writes it: NaN, Infinity and lone surrogates included."""
    return caller.call(method, path, data=json.dumps(body), content_type="application/json")


def spoilt(body: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    """The body with one or two of its fields replaced by anything."""
    changes = any_.dictionaries(any_.sampled_from(sorted(body)), ANYTHING, min_size=1, max_size=2)
    return changes.map(lambda changed: body | changed)


REPORT = report(uuid4(), spot="left_mirror")
PLACE = {"latitude": 1.0, "longitude": 2.0, "accuracy_m": 3.0}
SIGHTING = sighting(
    shots(1, first=4), criticality="red", seen_at="2026-11-22T09:30:00Z", position=PLACE
)
WALK_AROUND = walk_around(
    uuid4(), meter="km", value=7, position=PLACE, reason="new", confirmed=True
)
EQUIPMENT: dict[str, Any] = {
    "id": str(uuid4()), "family": "trailer", "kind": "box", "plate": "AA-1", "plate_country": "FR",
    "vin": "x", "serial": "y", "make": "m", "model": "n", "internal_id": "7", "status": "active",
    "first_registered_on": "2020-01-01", "site_id": None, "workshop_id": None, "specs": {},
}  # fmt: skip
PERSON = {
    "first_name": "A",
    "last_name": "B",
    "email": "a@example.com",
    "phone": None,
    "locale": "en",
}


@FEW
@given(body=spoilt(REPORT))
def test_a_report(driver: Caller, cast: Cast, body: dict[str, Any]) -> None:
    if body["equipment_id"] == REPORT["equipment_id"]:
        body = body | {"equipment_id": str(cast.lorry.id)}
    assert fine(raw(driver, "PUT", f"/api/anomalies/{uuid4()}", body))


@MANY
@given(body=spoilt(SIGHTING))
def test_a_sighting(driver: Caller, cast: Cast, body: dict[str, Any]) -> None:
    id = send_report(driver, report(cast.lorry.id)).body["id"]
    if body["id"] == SIGHTING["id"]:
        body = body | {"id": str(uuid4())}
    if body["photos"] == SIGHTING["photos"]:
        body = body | {"photos": [shots(1, first=4)[0].announced]}
    assert fine(raw(driver, "POST", f"/api/anomalies/{id}/sightings", body))


@MANY
@given(body=spoilt(WALK_AROUND))
def test_a_walk_around(driver: Caller, cast: Cast, body: dict[str, Any]) -> None:
    if body["id"] == WALK_AROUND["id"]:
        body = body | {"id": str(uuid4())}
    if body["equipment_id"] == WALK_AROUND["equipment_id"]:
        body = body | {"equipment_id": str(cast.lorry.id)}
    assert fine(raw(driver, "POST", "/api/walk-arounds", body))


@FEW
@given(body=spoilt(EQUIPMENT))
def test_equipment(manager: Caller, body: dict[str, Any]) -> None:
    assert fine(raw(manager, "POST", "/api/equipment", body))


@FEW
@given(body=spoilt(EQUIPMENT))
def test_a_change_of_equipment(manager: Caller, cast: Cast, body: dict[str, Any]) -> None:
    body = {name: value for name, value in body.items() if name != "id"}
    assert fine(raw(manager, "PATCH", f"/api/equipment/{cast.lorry.id}", body))


@FEW
@given(body=spoilt(PERSON))
def test_a_profile(driver: Caller, body: dict[str, Any]) -> None:
    assert fine(raw(driver, "PATCH", "/api/me", body))


@FEW
@given(company=spoilt({"name": "C", "country": "DE", "siret": None, "vat_number": None,
                       "time_zone": "Europe/Paris"}), user=spoilt(PERSON | {"password": "p" * 12}))  # fmt: skip
def test_a_registration(anonymous: Caller, company: Any, user: Any) -> None:
    assert fine(raw(anonymous, "POST", "/api/auth/register", {"company": company, "user": user}))


@FEW
@given(login=ANYTHING, password=ANYTHING)
def test_a_login(anonymous: Caller, cast: Cast, login: Any, password: Any) -> None:
    body = {"login": login, "password": password}
    assert fine(raw(anonymous, "POST", "/api/auth/login", body))


@FEW
@given(body=any_.fixed_dictionaries({"comment": ANYTHING}, optional={"id": ANYTHING}))
def test_a_comment(driver: Caller, cast: Cast, body: Any) -> None:
    id = send_report(driver, report(cast.lorry.id)).body["id"]
    assert fine(raw(driver, "POST", f"/api/anomalies/{id}/timeline", body))
    assert fine(raw(driver, "POST", f"/api/anomalies/{id}/transitions", {"to": "withdrawn"} | body))


QUERIES = {
    "/api/equipment": ("q", "limit", "cursor", "status", "site_id", "sort"),
    "/api/equipment/lookup": ("code",),
    "/api/anomalies": ("from", "to", "limit", "cursor", "equipment_id", "category", "open"),
}


@FEW
@given(value=any_.one_of(any_.sampled_from(NASTY), any_.text(max_size=40)).map(str))
@pytest.mark.parametrize(("path", "names"), QUERIES.items(), ids=QUERIES)
def test_a_query(driver: Caller, path: str, names: tuple[str, ...], value: str) -> None:
    safe = value[:3000].encode("utf-8", "surrogateescape" if value.isascii() else "replace")
    for name in names:
        assert fine(driver.get(path, query_string={name: safe.decode("utf-8", "replace")}))


FIELDS = ("taken_at", "latitude", "longitude", "accuracy_m", "guide", "id", "anomaly_id", "sha256")


@FEW
@given(name=any_.sampled_from(FIELDS), value=any_.text(max_size=30) | any_.floats().map(str))
def test_a_photos_form(driver: Caller, cast: Cast, name: str, value: str) -> None:
    form = {"latitude": "1", "longitude": "1"} | {name: value.encode("utf-8", "replace").decode()}
    to = form.pop("anomaly_id", str(uuid4()))
    assert fine(driver.post("/api/photos/upload", **photo_form(to, shots(1)[0], **form)))


@FEW
@given(content=any_.binary(max_size=200), head=any_.sampled_from([0, 20, 300, len(jpeg()) - 9]))
def test_bytes_that_begin_like_a_photo(
    driver: Caller, cast: Cast, content: bytes, head: int
) -> None:
    taken = shots(4)
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    broken = type(taken[0])(uuid4(), jpeg()[:head] + content)
    assert fine(driver.post("/api/photos/upload", **photo_form(id, broken, sha256=None)))


@pytest.mark.parametrize("depth", [50, 2_000, 100_000])
def test_deep_json(driver: Caller, depth: int) -> None:
    body = b'{"category":' + b"[" * depth + b"]" * depth + b"}"
    assert fine(driver.post("/api/anomalies", data=body, content_type="application/json"))


def test_a_number_with_too_many_digits(driver: Caller) -> None:
    body = b'{"position": {"latitude": ' + b"9" * 10_000 + b', "longitude": 1}}'
    answer = driver.post("/api/anomalies", data=body, content_type="application/json")
    assert answer.status in {400, 422}


def test_a_million_fields(driver: Caller) -> None:
    body = json.dumps({str(number): number for number in range(60_000)})
    assert fine(driver.post("/api/anomalies", data=body, content_type="application/json"))


def test_specs_nobody_can_store(manager: Caller, cast: Cast) -> None:
    for value in ("\0", "\ud800", 10**400, float("nan"), [float("inf")], {"a": "\0"}):
        answer = raw(
            manager, "PATCH", f"/api/equipment/{cast.lorry.id}", {"specs": {"length": value}}
        )
        assert fine(answer), value
        assert manager.get(f"/api/equipment/{cast.lorry.id}").status == 200, value


PATHS = ["/api/anomalies/{}", "/api/equipment/{}", "/api/photos/gallery/{}", "/api/photos/{}"]
NAMES = ["%00", "%ff%fe", "..%2f..", "%E2%80%AE", "%ED%A0%80", "x" * 3000, "'", "-1", "%25"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", NAMES)
def test_a_strange_path(driver: Caller, path: str, name: str) -> None:
    assert driver.get(path.format(name)).status in {404, 405, 422}


HEADERS = [
    {"Accept-Language": "\xff;q=x,,;;"}, {"If-None-Match": '"'}, {"Content-Length": "-1"},
    {"Range": "bytes=a-"}, {"Accept-Encoding": "br;q=z"}, {"X-Forwarded-For": "' or 1"},
    {"Cookie": "billun=.eJw.x.y; billun=\xff"}, {"Accept": "text/plain"},
    {"If-Modified-Since": "99 Nov 99999"}, {"Content-Type": "application/json; charset=utf-99"},
]  # fmt: skip


@pytest.mark.parametrize("headers", HEADERS, ids=[next(iter(one)) for one in HEADERS])
def test_strange_headers(driver: Caller, headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        assert fine(driver.call(method, "/api/equipment", headers=headers, data=b"{}"))
