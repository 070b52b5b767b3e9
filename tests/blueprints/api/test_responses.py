"""What every answer carries: an ETag for what was read, compression, security headers."""

from __future__ import annotations

import gzip

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report


@pytest.mark.parametrize("path", ["/api/catalogue", "/api/equipment", "/api/me", "/api/anomalies"])
def test_what_did_not_change_is_not_sent_again(driver: Caller, path: str) -> None:
    tag = driver.get(path).headers["ETag"]
    again = driver.get(path, headers={"If-None-Match": tag})
    assert (again.status, again.text) == (304, "")
    assert again.headers["ETag"] == tag


def test_what_changed_has_another_tag(driver: Caller, cast: Cast) -> None:
    path = f"/api/equipment/{cast.lorry.id}"
    tag = driver.get(path).headers["ETag"]
    send_report(driver, report(cast.lorry.id, criticality="orange"))
    assert driver.get(path, headers={"If-None-Match": tag}).status == 200


def test_a_tag_of_one_language_is_none_of_the_other(driver: Caller) -> None:
    assert "Accept-Language" in driver.get("/api/equipment").headers["Vary"]


def test_nothing_personal_is_kept_by_a_proxy(driver: Caller) -> None:
    assert "private" in driver.get("/api/me").headers["Cache-Control"]


def test_a_long_answer_is_compressed_when_asked(driver: Caller) -> None:
    packed = driver.get("/api/catalogue", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert (
        gzip.decompress(packed.response.get_data())
        == driver.get("/api/catalogue").response.get_data()
    )


def test_brotli_is_spoken(driver: Caller) -> None:
    packed = driver.get("/api/catalogue", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"


def test_a_compressed_answer_has_its_304_too(driver: Caller) -> None:
    asked = {"Accept-Encoding": "br"}
    tag = driver.get("/api/catalogue", headers=asked).headers["ETag"]
    assert driver.get("/api/catalogue", headers=asked | {"If-None-Match": tag}).status == 304


def test_a_short_answer_is_not(driver: Caller) -> None:
    short = driver.get("/api/nothing", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in short.headers


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/api/equipment", "/api/nothing", "/health/live"])
def test_every_answer_is_guarded(driver: Caller, path: str) -> None:
    headers = driver.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_the_policy_lets_no_inline_script_and_style_in(driver: Caller) -> None:
    policy = driver.get("/health/live").headers["Content-Security-Policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert "unsafe-inline" not in policy
    assert parts["style-src"] == "'self'"
    assert parts["script-src"].startswith("'self' 'wasm-unsafe-eval' 'sha256-")
    assert parts["object-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"
