"""Photos: by our camera, by the phone's own, by a plain form; and what is said of bad ones at once."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import Photo, PhotoFailure, PhotoState
from tests.browser.capture.answering import (
    answer_all,
    choose_part,
    file_of,
    go_on,
    go_on_with,
    is_all_sent,
    large_photo,
    let_the_film_go_on,
    report_page,
    send,
    shutter,
    step,
    take_photos,
)
from tests.browser.capture.conftest import Filming, Reported
from tests.fixtures.cast import Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser


def test_a_dark_photo_is_shown_with_a_warning_and_can_be_kept(
    filmed: Filming, dark_film: Path, live_cast: Cast
) -> None:
    phone = filmed(dark_film)
    open_camera(phone, live_cast)
    shutter(phone).tap()
    expect(phone.locator("[data-camera-warning]")).to_have_text("Very dark")
    phone.locator("[data-camera-keep]").tap()
    expect(phone.locator("[data-camera] [data-guide-label]").first).to_have_text("Plate or label")
    phone.locator("[data-camera-close]").tap()
    first = phone.locator("label.slot").first
    expect(first.locator("[data-warning]")).to_have_text("Very dark")


def test_a_blurred_photo_is_taken_again_for_the_same_shot(
    filmed: Filming, blurred_film: Path, live_cast: Cast
) -> None:
    phone = filmed(blurred_film)
    open_camera(phone, live_cast)
    shutter(phone).tap()
    expect(phone.locator("[data-camera-warning]")).to_have_text("Blurred")
    phone.locator("[data-camera-retake]").tap()
    expect(phone.locator("[data-camera] [data-guide-label]").first).to_have_text("Overview")
    shutter(phone).tap()
    expect(phone.locator("[data-camera-warning]")).to_have_text("Blurred")
    expect(phone.locator("label.slot[data-filled]")).to_have_count(1)


def test_nothing_is_said_of_a_good_photo(phone: Page, live_cast: Cast) -> None:
    open_camera(phone, live_cast)
    shutter(phone).tap()
    expect(phone.locator("label.slot[data-filled]")).to_have_count(1)
    expect(phone.locator("[data-camera-preview]")).to_be_hidden()
    expect(phone.locator("[data-warning]:visible")).to_have_count(0)


def test_a_photo_looked_at_is_taken_anew_in_its_place(phone: Page, live_cast: Cast) -> None:
    open_camera(phone, live_cast)
    for number in range(1, 3):
        shutter(phone).tap()
        expect(phone.locator("label.slot[data-filled]")).to_have_count(number)
    before = phone.locator("label.slot img[data-picture]").first.get_attribute("src")
    phone.locator(".camera-thumbnail").first.tap()
    phone.locator("[data-camera-retake]").tap()
    shutter(phone).tap()
    after = phone.locator("label.slot img[data-picture]").first
    expect(after).not_to_have_attribute("src", before or "")
    expect(phone.locator("label.slot[data-filled]")).to_have_count(2)


def test_twelve_photos_are_enough(phone: Page, live_cast: Cast, reported: Reported) -> None:
    choose_part(phone, live_cast)
    go_on_with(phone, "orange")
    take_photos(phone)
    further = [file_of(small_photo(number)) for number in range(9)]
    phone.locator(".further-add input").set_input_files(further)
    expect(phone.locator(".further-photos img")).to_have_count(8)
    expect(phone.locator("p.step-wrong[data-photo-problem]").first).to_contain_text("Twelve")
    go_on(phone)
    go_on(phone)
    send(phone)
    is_all_sent(phone)
    assert [anomaly.photos_stored for anomaly in reported()] == [12]


def test_a_photo_that_failed_is_taken_again_for_its_guide(
    phone: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    answer_all(phone, live_cast)
    send(phone)
    phone.get_by_role("link", name="See the report").tap()
    phone.wait_for_url("**/drive/reports/*")
    expect(phone.locator(".report-photos .photo-ready")).to_have_count(4)
    live.look(fail_the_plate)
    # The page of before has no place for that shot: its part that is live brings the link.
    phone.evaluate("document.body.dispatchEvent(new Event('photos'))")
    phone.get_by_role("link", name="Take it again").tap()
    expect(phone.locator("[data-camera] [data-guide-label]").first).to_have_text("Plate or label")
    let_the_film_go_on(phone)
    shutter(phone).tap()
    is_all_sent(phone)
    (anomaly,) = reported()
    assert [photo.guide for photo in anomaly.photos].count("plate_or_label") == 2
    expect(phone.get_by_role("link", name="Take it again")).to_have_count(0)


def fail_the_plate() -> None:
    photo = db.session.query(Photo).filter_by(guide="plate_or_label").one()
    photo.state, photo.failure = PhotoState.FAILED, PhotoFailure.UNREADABLE


def test_without_a_camera_files_are_taken_reduced_and_placeless(
    blind: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    choose_part(blind, live_cast)
    go_on_with(blind, "orange")
    blind.locator("[data-open-camera]:visible").tap()
    expect(blind.locator("p.step-wrong[data-photo-problem]").first).to_be_visible()
    fill_slots(blind)
    go_on(blind)
    go_on(blind)
    send(blind)
    is_all_sent(blind)
    (anomaly,) = reported()
    kept = [original(live, photo) for photo in anomaly.photos]
    # Turned upright: it was lying on its side, 3,000 wide.
    assert {(photo.width, photo.height) for photo in kept} == {(1920, 2560)}
    assert all(not photo.getexif() for photo in kept)


def test_the_setting_says_how_large_a_photo_stays(
    blind: Page, live: House, live_cast: Cast, reported: Reported
) -> None:
    choose_part(blind, live_cast)
    blind.evaluate("document.querySelector('form.capture').dataset.longestSide = 1200")
    go_on_with(blind, "orange")
    fill_slots(blind)
    go_on(blind)
    go_on(blind)
    send(blind)
    is_all_sent(blind)
    (anomaly,) = reported()
    assert {max(original(live, photo).size) for photo in anomaly.photos} == {1200}


def test_without_scripts_the_form_works_and_wants_four(
    plain: Page, live_cast: Cast, reported: Reported
) -> None:
    plain.goto(report_page(live_cast))
    same = file_of(large_photo(1))
    fill_plainly(plain, [same] * 4)
    expect(plain.locator('[data-error-for="photos"]')).to_contain_text("4")
    assert reported() == []
    fill_plainly(plain, [file_of(large_photo(number)) for number in range(4)])
    plain.wait_for_url("**/drive/reports/*")
    assert [anomaly.photos_stored for anomaly in reported()] == [4]


def fill_plainly(page: Page, files: list[FilePayload]) -> None:
    page.locator('[name="category"][value="tyres"]').check(force=True)
    page.locator('[name="sub_category"][value="wear"]:visible').check()
    page.locator('[name="criticality"][value="orange"]').check()
    for number, file in enumerate(files):
        page.locator("label.slot input").nth(number).set_input_files(file)
    send(page)


def open_camera(page: Page, cast: Cast) -> None:
    choose_part(page, cast)
    go_on_with(page, "orange")
    expect(step(page, "photos")).to_be_visible()
    page.locator("[data-open-camera]:visible").tap()


def fill_slots(page: Page) -> None:
    for number in range(4):
        page.locator("label.slot input").nth(number).set_input_files(file_of(large_photo(number)))
        expect(page.locator("label.slot[data-filled]")).to_have_count(number + 1)


def small_photo(number: int) -> bytes:
    written = BytesIO()
    Image.effect_noise((200, 150), 40 + number).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def original(house: House, photo: Photo) -> Image.Image:
    with house.app.app_context(), storage().open(photo.original_key) as file:
        return Image.open(BytesIO(file.read()))
