"""The driver's report in a real browser: its fake camera, a set position, bad networks and refusals."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from PIL import ExifTags, Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import Anomaly, Channel, Photo, PhotoFailure, PhotoState
from tests.fixtures.callers import signed_in
from tests.fixtures.cast import Cast, Person
from tests.fixtures.film import filming
from tests.fixtures.services import environment_of_processes

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
PLACE: dict[str, Any] = {
    "geolocation": {"latitude": 47.8, "longitude": 3.57, "accuracy": 12},
    "permissions": ["geolocation", "camera"],
}

TEN_MINUTES = 600_000
CLOCK = """
globalThis.clockAhead = %d;
globalThis.Date = class Clock extends Date {
  static now() { return super.now() + clockAhead; }
  constructor(...given) { super(...(given.length ? given : [Clock.now()])); }
};
"""

Reported = Callable[[], list[Anomaly]]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        expect.set_options(timeout=20_000)
        yield started
        expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def browser(playwright: Playwright, film: Path) -> Iterator[Browser]:
    """A browser with a camera that anyone may use."""
    started = launched(playwright, [*ARGUMENTS, *filming(film)])
    yield started
    started.close()


@pytest.fixture(scope="module")
def blind_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser without any camera."""
    started = launched(playwright, ARGUMENTS)
    yield started
    started.close()


def launched(playwright: Playwright, arguments: list[str]) -> Browser:
    return playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=arguments)


@pytest.fixture(scope="module")
def address(whole_app: Flask, environment: dict[str, str]) -> Iterator[str]:
    """The application in a process of its own, over the database of the tests."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]
    environ = environment_of_processes(**environment, PORT=str(port), WEB_WORKERS="1")
    with Popen(command, env=environ) as server:
        answers(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def answers(url: str) -> None:
    deadline = monotonic() + 30
    while monotonic() < deadline:
        with suppress(OSError), urlopen(url, timeout=1):
            return
        sleep(0.2)
    raise TimeoutError(url)


@pytest.fixture
def sign_in_here(app: Flask, address: str) -> Callable[[BrowserContext, Person], None]:
    """Gives a browser the session of a person, as the sign-in page would."""

    def enter(context: BrowserContext, person: Person) -> None:
        with app.app_context():
            session = {"_user_id": str(signed_in(person, Channel.PAGES).id), "_fresh": True}
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        context.add_cookies([{"name": "billun", "value": signer.dumps(session), "url": address}])

    return enter


@pytest.fixture
def phone(
    browser: Browser,
    address: str,
    cast: Cast,
    sign_in_here: Callable[[BrowserContext, Person], None],
) -> Iterator[Page]:
    """The driver's phone. An error in any of its pages fails the test."""
    context = browser.new_context(base_url=address, **PHONE, **PLACE)
    sign_in_here(context, cast.driver)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def reported(app: Flask) -> Reported:
    """What has arrived, with its photos."""

    def arrived() -> list[Anomaly]:
        with app.app_context():
            found = db.session.query(Anomaly).order_by(Anomaly.received_at).all()
            for anomaly in found:
                _loaded = (anomaly.equipment, [photo.sha256 for photo in anomaly.photos])
            return found

    return arrived


def test_four_photos_and_a_position_arrive(phone: Page, cast: Cast, reported: Reported) -> None:
    answer_all(phone, cast)
    send(phone)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    (anomaly,) = reported()
    assert (anomaly.category, anomaly.sub_category, anomaly.criticality) == (
        "tyres",
        "wear",
        "orange",
    )
    assert (anomaly.latitude, anomaly.longitude, anomaly.accuracy_m) == (47.8, 3.57, 12)
    guides = [photo.guide for photo in anomaly.photos]
    assert guides == ["overview", "plate_or_label", "whole_tyre", "tyre_close_up"]
    assert all(photo.has_arrived and photo.taken_at for photo in anomaly.photos)
    expect(phone.locator("[data-reference]").first).to_have_text(anomaly.reference)


def test_what_is_below_the_floor_cannot_be_chosen(phone: Page, cast: Cast) -> None:
    choose_part(phone, cast, "tyres", "wear")
    expect(phone.locator('[name="criticality"][value="green"]')).to_be_disabled()
    expect(phone.locator("#floor-green")).to_contain_text("Wear")
    expect(phone.locator('[name="criticality"][value="orange"]')).to_be_enabled()


def test_focus_and_the_back_button_follow_the_questions(phone: Page, cast: Cast) -> None:
    choose_part(phone, cast, "tyres", "wear")
    expect(heading(phone, "criticality")).to_be_focused()
    phone.go_back()
    expect(heading(phone, "part")).to_be_focused()
    phone.locator(".drive-head a.btn").tap()
    expect(heading(phone, "category")).to_be_focused()


def test_a_lost_answer_and_a_cut_upload_leave_no_duplicate(
    phone: Page, cast: Cast, reported: Reported
) -> None:
    phone.route("**/api/anomalies/*", losing_the_first_answer())
    phone.route("**/api/photos/*", losing_the_first_answer())
    answer_all(phone, cast)
    send(phone)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "unreachable")
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    (anomaly,) = reported()
    assert (anomaly.photos_stored, len(anomaly.photos)) == (4, 4)


def test_an_old_token_is_renewed(phone: Page, cast: Cast, reported: Reported) -> None:
    tokens: list[str] = []

    def age_the_first(route: Route) -> None:
        old = {**route.request.headers, "x-csrftoken": "old"}
        tokens.append(route.request.headers["x-csrftoken"])
        route.continue_(headers=old if len(tokens) == 1 else route.request.headers)

    phone.route("**/api/anomalies/*", age_the_first)
    stop(phone, cast)
    phone.wait_for_url("**/drive/reports/*")
    assert len(tokens) == 2
    assert len(reported()) == 1


def test_signed_out_in_between_it_waits_and_goes_on(
    phone: Page,
    cast: Cast,
    reported: Reported,
    sign_in_here: Callable[[BrowserContext, Person], None],
) -> None:
    answer_all(phone, cast)
    phone.context.clear_cookies()
    send(phone)
    sending = phone.locator("[data-sending]")
    expect(sending).to_have_attribute("data-state", "signed-out")
    sign_in_here(phone.context, cast.other_driver)
    come_back(phone)
    expect(sending).to_have_attribute("data-state", "signed-out")
    assert reported() == []
    sign_in_here(phone.context, cast.driver)
    come_back(phone)
    expect(sending).to_have_attribute("data-state", "done")
    assert [anomaly.reporter_id for anomaly in reported()] == [cast.driver.membership_id]


def test_what_is_refused_is_told_beside_its_field_and_mended(
    phone: Page, cast: Cast, reported: Reported
) -> None:
    refusal = {"status": 422, "title": "", "errors": {"address": ["Longer than the field."]}}
    phone.route("**/api/anomalies/*", answering_once(422, refusal))
    answer_all(phone, cast)
    send(phone)
    where = phone.locator('[data-step="where"]')
    expect(where.locator("[data-error-for]")).to_have_text("Longer than the field.")
    where.locator('[name="address"]').fill("A6")
    where.locator("[data-next]").tap()
    send(phone)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    assert [anomaly.address for anomaly in reported()] == ["A6"]


def test_a_refused_photo_is_taken_again(phone: Page, cast: Cast, reported: Reported) -> None:
    phone.route("**/api/photos/*", answering_once(415, {"detail": "No picture.", "errors": {}}))
    answer_all(phone, cast)
    send(phone)
    expect(phone.locator("[data-photo-reason]").first).to_have_text("No picture.")
    phone.locator("[data-mend]:visible").tap()
    let_the_film_go_on(phone)
    shutter(phone).tap()
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


@pytest.mark.parametrize("goes_ahead", ["from the start", "once the page is open"])
def test_a_clock_ten_minutes_ahead_holds_nothing_back(
    phone: Page, cast: Cast, reported: Reported, goes_ahead: str
) -> None:
    phone.add_init_script(CLOCK % (TEN_MINUTES if goes_ahead == "from the start" else 0))
    phone.goto(f"/drive/equipment/{cast.lorry.billun_id}/report")
    phone.evaluate(f"clockAhead = {TEN_MINUTES}")
    answer_from_category(phone)
    send(phone)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    (anomaly,) = reported()
    assert anomaly.occurred_at <= anomaly.received_at
    for photo in anomaly.photos:
        assert photo.taken_at
        assert photo.received_at
        assert timedelta(0) <= photo.received_at - photo.taken_at < timedelta(minutes=1)


def test_a_photo_that_failed_is_taken_again_for_its_guide(
    phone: Page, cast: Cast, reported: Reported, look: Callable[[Callable[[], object]], object]
) -> None:
    answer_all(phone, cast)
    send(phone)
    phone.get_by_role("link", name="See the report").tap()
    phone.wait_for_url("**/drive/reports/*")
    look(fail_the_plate)
    # The page of before has no place for that shot: its part that is live brings the link.
    phone.evaluate("document.body.dispatchEvent(new Event('photos'))")
    phone.get_by_role("link", name="Take it again").tap()
    expect(phone.locator("[data-camera] [data-guide-label]").first).to_have_text("Plate or label")
    let_the_film_go_on(phone)
    shutter(phone).tap()
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    (anomaly,) = reported()
    assert [photo.guide for photo in anomaly.photos].count("plate_or_label") == 2
    expect(phone.get_by_role("link", name="Take it again")).to_have_count(0)


def fail_the_plate() -> None:
    photo = db.session.query(Photo).filter_by(guide="plate_or_label").one()
    photo.state, photo.failure = PhotoState.FAILED, PhotoFailure.UNREADABLE


def test_by_keyboard_the_focus_is_never_lost_and_what_was_missing_is_forgiven(
    phone: Page, cast: Cast
) -> None:
    phone.goto(f"/drive/equipment/{cast.lorry.billun_id}/report")
    phone.evaluate("document.querySelector('form.capture [data-next]').click()")
    missing = phone.locator('[data-step="category"] [data-unanswered]')
    expect(missing).to_have_js_property("hidden", False)
    phone.locator('[name="category"]').first.focus()
    phone.keyboard.press("Space")
    expect(missing).to_have_js_property("hidden", True)
    choose(phone, "tyres", "wear")
    go_on_with(phone, "orange")
    phone.locator("[data-open-camera]:visible").press("Enter")
    for number in range(1, 5):
        expect(shutter(phone)).to_be_focused()
        phone.keyboard.press("Enter")
        expect(phone.locator("label.slot[data-filled]")).to_have_count(number)
    expect(phone.locator("[data-next]:visible")).to_be_focused()


def test_the_last_look_says_how_near_the_position_is(phone: Page, cast: Cast) -> None:
    phone.context.set_geolocation({"latitude": 47.8, "longitude": 3.57, "accuracy": 0.2})
    answer_all(phone, cast)
    expect(phone.locator('[data-review="where"]')).to_have_text("Position found, ±1 m")


def test_a_stop_takes_the_place_in_words(phone: Page, cast: Cast, reported: Reported) -> None:
    phone.goto(f"/drive/equipment/{cast.lorry.billun_id}/stop")
    phone.locator("#address").fill("A6, rest area Venoy")
    send(phone)
    phone.wait_for_url("**/drive/reports/*")
    assert [anomaly.address for anomaly in reported()] == ["A6, rest area Venoy"]


def test_stop_now_is_two_touches_away_and_the_photos_follow(
    phone: Page, cast: Cast, reported: Reported
) -> None:
    phone.goto(f"/drive/equipment/{cast.lorry.billun_id}/report")
    phone.locator(".capture-stop").tap()
    phone.locator("[data-send-now]").tap()
    phone.wait_for_url("**/drive/reports/*")
    (red,) = reported()
    assert (red.criticality, red.photos_later, red.photos_stored) == ("red", True, 0)
    take_photos(phone)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


def test_nothing_found_is_reported_all_the_same(phone: Page, reported: Reported) -> None:
    phone.goto("/drive")
    phone.locator("#q").fill("ZZ-999-ZZ")
    phone.get_by_role("link", name="Not here?").tap()
    phone.locator('.tile:has([value="trailer"])').tap()
    phone.locator("#item_description").fill("White, by the gate")
    phone.locator("[data-next]:visible").tap()
    answer_from_category(phone)
    send(phone)
    expect(phone.locator("[data-sending]")).to_have_attribute("data-state", "done")
    (anomaly,) = reported()
    assert (anomaly.equipment.status, anomaly.equipment.plate) == ("provisional", "ZZ-999-ZZ")


def test_without_a_camera_files_are_taken_reduced_and_placeless(
    blind_browser: Browser,
    address: str,
    app: Flask,
    cast: Cast,
    reported: Reported,
    sign_in_here: Callable[[BrowserContext, Person], None],
) -> None:
    context = blind_browser.new_context(base_url=address, **PHONE)
    sign_in_here(context, cast.driver)
    page = context.new_page()
    choose_part(page, cast, "tyres", "wear")
    go_on_with(page, "orange")
    page.locator("[data-open-camera]").tap()
    expect(page.locator("p.step-wrong[data-photo-problem]")).to_be_visible()
    for number in range(4):
        page.locator("label.slot input").nth(number).set_input_files(file_of(large_photo(number)))
        expect(page.locator("label.slot[data-filled]")).to_have_count(number + 1)
    page.locator("[data-next]:visible").tap()
    page.locator("[data-next]:visible").tap()
    send(page)
    expect(page.locator("[data-sending]")).to_have_attribute("data-state", "done")
    context.close()
    (anomaly,) = reported()
    kept = [original(app, photo) for photo in anomaly.photos]
    # Turned upright: it was lying on its side, 3,000 wide.
    assert {(photo.width, photo.height) for photo in kept} == {(1920, 2560)}
    assert all(not photo.getexif() for photo in kept)


def test_without_scripts_the_form_works_and_wants_four(
    browser: Browser,
    address: str,
    cast: Cast,
    reported: Reported,
    sign_in_here: Callable[[BrowserContext, Person], None],
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, **PHONE)
    sign_in_here(context, cast.driver)
    page = context.new_page()
    page.goto(f"/drive/equipment/{cast.lorry.billun_id}/report")
    same = file_of(large_photo(1))
    fill_plainly(page, [same] * 4)
    expect(page.locator('[data-error-for="photos"]')).to_contain_text("4")
    assert reported() == []
    fill_plainly(page, [file_of(large_photo(number)) for number in range(4)])
    page.wait_for_url("**/drive/reports/*")
    context.close()
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


def answer_all(page: Page, cast: Cast) -> None:
    page.goto(f"/drive/equipment/{cast.lorry.billun_id}/report")
    answer_from_category(page)


def answer_from_category(page: Page) -> None:
    choose(page, "tyres", "wear")
    go_on_with(page, "orange")
    take_photos(page)
    page.locator("[data-next]:visible").tap()
    if "geolocation" in PLACE["permissions"]:
        expect(page.locator("[data-position]")).to_have_attribute("data-state", "found")
    page.locator("[data-next]:visible").tap()


def choose_part(page: Page, cast: Cast, category: str, part: str) -> None:
    page.goto(f"/drive/equipment/{cast.lorry.billun_id}/report")
    choose(page, category, part)


def choose(page: Page, category: str, part: str) -> None:
    page.locator(f'.tile:has([value="{category}"])').tap()
    page.locator(f'.line:has([value="{part}"]):visible').tap()
    expect(page.locator('[data-step="criticality"]')).to_be_visible()


def go_on_with(page: Page, criticality: str) -> None:
    page.locator(f".choice-{criticality}").tap()
    page.locator("[data-next]:visible").tap()


def take_photos(page: Page) -> None:
    page.locator("[data-open-camera]:visible").tap()
    for number in range(1, 5):
        shutter(page).tap()
        expect(page.locator("label.slot[data-filled]")).to_have_count(number)


def let_the_film_go_on(page: Page) -> None:
    """It began anew with the camera, and its first seconds are on the photos already taken."""
    page.wait_for_timeout(8_000)


def shutter(page: Page) -> Any:
    return page.locator("[data-camera-shutter]:not(:disabled)")


def heading(page: Page, step: str) -> Any:
    return page.locator(f'[data-step="{step}"] [data-heading]')


def send(page: Page) -> None:
    page.locator('[type="submit"]:visible').tap()


def stop(page: Page, cast: Cast) -> None:
    page.goto(f"/drive/equipment/{cast.lorry.billun_id}/stop")
    send(page)


def come_back(page: Page) -> None:
    """What the browser tells a page when its tab is looked at again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)


def fill_plainly(page: Page, files: list[FilePayload]) -> None:
    page.locator('[name="category"][value="tyres"]').check(force=True)
    page.locator('[name="sub_category"][value="wear"]:visible').check()
    page.locator('[name="criticality"][value="orange"]').check()
    for number, file in enumerate(files):
        page.locator("label.slot input").nth(number).set_input_files(file)
    send(page)


def losing_the_first_answer() -> Callable[[Route], None]:
    """The server does the work, and the network drops what it says; the second time all is well."""
    seen: list[str] = []

    def lose(route: Route) -> None:
        seen.append(route.request.url)
        if len(seen) > 1:
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    return lose


def answering_once(status: int, body: dict[str, Any]) -> Callable[[Route], None]:
    answered: list[bool] = []

    def answer(route: Route) -> None:
        if answered:
            return route.continue_()
        answered.append(True)
        return route.fulfill(status=status, json=body, content_type="application/problem+json")

    return answer


def large_photo(number: int) -> bytes:
    """A JPEG of more than a megabyte as a phone writes it: lying on its side, with the place in it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    written = BytesIO()
    noise = Image.effect_noise((3000, 2250), 60 + number).convert("RGB")
    noise.save(written, "JPEG", quality=75, exif=exif)
    return written.getvalue()


def file_of(content: bytes) -> FilePayload:
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}


def original(app: Flask, photo: Photo) -> Image.Image:
    with app.app_context(), storage().open(photo.original_key) as file:
        return Image.open(BytesIO(file.read()))
