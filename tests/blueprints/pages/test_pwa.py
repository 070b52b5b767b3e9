"""What a browser asks for at the root before it takes Billun for an app."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from billun.blueprints.pwa.kept_files import build, kept_files
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person

FINGERPRINT = ":".join(["AB"] * 32)


def manifest(caller: Caller, **headers: str) -> dict[str, Any]:
    answer = caller.get("/manifest.webmanifest", headers=headers)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/manifest+json"
    return dict(json.loads(answer.text))


def test_the_manifest_says_how_to_install(anonymous: Caller) -> None:
    found = manifest(anonymous)
    assert found["display"] == "standalone"
    assert (found["id"], found["scope"]) == ("/", "/")
    assert found["start_url"].startswith("/")
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable", "monochrome"}
    assert [one["url"] for one in found["shortcuts"]] == ["/drive/scan", "/drive"]
    assert {one["form_factor"] for one in found["screenshots"]} == {"narrow", "wide"}


def test_every_picture_of_the_manifest_has_the_size_that_it_says(
    app: Flask, anonymous: Caller
) -> None:
    found = manifest(anonymous)
    shortcuts = [icon for one in found["shortcuts"] for icon in one["icons"]]
    for picture in [*found["icons"], *shortcuts, *found["screenshots"]]:
        path = Path(app.static_folder or "") / picture["src"].removeprefix("/static/").split("?")[0]
        with Image.open(path) as opened:
            assert f"{opened.width}x{opened.height}" == picture["sizes"], picture["src"]


def test_the_manifest_speaks_the_readers_language(anonymous: Caller) -> None:
    assert manifest(anonymous)["lang"] == "en"
    assert manifest(anonymous, **{"Accept-Language": "fr"})["lang"] == "fr"


def test_the_worker_may_serve_every_page_and_is_asked_for_anew(anonymous: Caller) -> None:
    answer = anonymous.get("/service-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_everything_that_the_worker_keeps_is_there(anonymous: Caller) -> None:
    listed = re.search(r"const FILES = (\{.*\});", anonymous.get("/service-worker.js").text)
    assert listed
    files = [url for kind in json.loads(listed[1]).values() for url in kind]
    assert len(files) > 80
    for url in files:
        answer = anonymous.get(url)
        answer.response.close()
        assert answer.status == 200, url


def test_the_worker_keeps_each_file_of_the_drivers_page(
    app: Flask, browsing: Callable[[Person], Caller], cast: Cast
) -> None:
    page = browsing(cast.driver).get("/drive").text
    with app.app_context():
        kept = {url for kind in kept_files().values() for url in kind}
    named = set(re.findall(r'(?:src|href)="(/(?:static|styles)/[^"#]+\?v=[^"#]+)', page))
    of_the_system = {one for one in named if "apple-touch-icon" in one}
    assert named - of_the_system <= kept


def test_another_release_is_another_version_of_the_worker(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["billun_settings"]
    with app.app_context():
        usual = build()
        monkeypatch.setitem(
            app.extensions, "billun_settings", replace(settings, app_version="9.9.9")
        )
        assert build() != usual


def test_the_page_without_network_speaks_of_nobody(
    browsing: Callable[[Person], Caller], cast: Cast
) -> None:
    page = browsing(cast.driver).get("/offline").text
    assert "data-membership" not in page
    assert "data-sign-out" not in page


def test_a_page_that_is_not_there_leads_a_driver_to_stop_now(
    browsing: Callable[[Person], Caller], cast: Cast, anonymous: Caller
) -> None:
    answer = browsing(cast.driver).get("/drive/equipment/BLN-2026-ZZZZZZ")
    assert answer.status == 404
    assert 'href="/drive/stop"' in answer.text
    assert 'href="/drive/stop"' not in browsing(cast.manager).get("/no-such-page").text
    assert 'href="/drive/stop"' not in anonymous.get("/no-such-page").text


def test_whose_reports_wait_is_told_neutrally_where_nobody_is_signed_in(
    browsing: Callable[[Person], Caller], cast: Cast, anonymous: Caller
) -> None:
    assert "report of {owner} waits on this phone: sign in" in anonymous.get("/sign-in").text
    assert "of another account" not in anonymous.get("/sign-in").text
    assert "of another account" in browsing(cast.driver).get("/drive").text


def test_nobody_vouches_for_an_android_package_without_its_certificates(
    anonymous: Caller,
) -> None:
    assert anonymous.get("/.well-known/assetlinks.json").body == []


def test_the_android_package_is_vouched_for(
    app: Flask, anonymous: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["billun_settings"]
    signed = replace(settings, android_certificates=(FINGERPRINT,), android_package="eu.haulier")
    monkeypatch.setitem(app.extensions, "billun_settings", signed)
    (link,) = anonymous.get("/.well-known/assetlinks.json").body
    assert link["target"]["package_name"] == "eu.haulier"
    assert link["target"]["sha256_cert_fingerprints"] == [FINGERPRINT]
