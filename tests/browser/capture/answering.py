"""A driver's fingers on the report page, and a network between the phone and the house that misbehaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.fixtures.cast import Cast


def report_page(cast: Cast) -> str:
    return f"/drive/equipment/{cast.lorry.billun_id}/report"


def stop_page(cast: Cast) -> str:
    return f"/drive/equipment/{cast.lorry.billun_id}/stop"


def open_stop(page: Page, cast: Cast) -> None:
    """Until its script is awake: a touch before that sends the plain form."""
    page.goto(stop_page(cast))
    expect(page.locator("[data-position]")).to_have_attribute("data-state", "found")


def answer_all(page: Page, cast: Cast) -> None:
    page.goto(report_page(cast))
    answer_from_category(page)


def answer_from_category(page: Page) -> None:
    """Until the last look before sending."""
    choose(page, "tyres", "wear")
    go_on(page)
    go_on_with(page, "orange")
    take_photos(page)
    go_on(page)
    expect(page.locator("[data-position]")).to_have_attribute("data-state", "found")
    go_on(page)


def choose_part(page: Page, cast: Cast) -> None:
    page.goto(report_page(cast))
    choose(page, "tyres", "wear")
    go_on(page)


def choose(page: Page, category: str, part: str) -> None:
    page.locator(f'.tile:has([value="{category}"])').tap()
    page.locator(f'.line:has([value="{part}"]):visible').tap()
    expect(step(page, "part")).to_be_hidden()


def go_on_with(page: Page, criticality: str) -> None:
    page.locator(f".choice-{criticality}").tap()
    go_on(page)


def go_on(page: Page) -> None:
    page.locator("[data-next]:visible").tap()


def take_photos(page: Page, until: int = 4) -> None:
    page.locator("[data-open-camera]:visible").tap()
    first = page.locator("label.slot[data-filled]").count()
    for number in range(first + 1, until + 1):
        shutter(page).tap()
        expect(page.locator("label.slot[data-filled]")).to_have_count(number)


def let_the_film_go_on(page: Page) -> None:
    """It began anew with the camera, and its first seconds are on the photos already taken."""
    page.wait_for_timeout(8_000)


def shutter(page: Page) -> Locator:
    return page.locator("[data-camera-shutter]:not(:disabled)")


def step(page: Page, name: str) -> Locator:
    return page.locator(f'[data-step="{name}"]')


def heading(page: Page, name: str) -> Locator:
    return step(page, name).locator("[data-heading]")


def sending(page: Page) -> Locator:
    return page.locator("[data-sending]")


def send(page: Page) -> None:
    page.locator('[type="submit"]:visible').tap()


def is_all_sent(page: Page) -> None:
    expect(sending(page)).to_have_attribute("data-state", "done")


def come_back(page: Page) -> None:
    """What the browser tells a page when its tab is looked at again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)


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


def send_refused(
    phone: Page, cast: Cast, status: int, problem: dict[str, Any], what: str = "anomalies"
) -> None:
    """A whole report is sent, and the server refuses the first record, or photo, that comes."""
    phone.route(f"**/api/{what}/*", answering_once(status, problem))
    answer_all(phone, cast)
    send(phone)


def answering_once(status: int, body: dict[str, Any]) -> Callable[[Route], None]:
    answered: list[bool] = []

    def answer(route: Route) -> None:
        if answered:
            return route.continue_()
        answered.append(True)
        return route.fulfill(status=status, json=body, content_type="application/problem+json")

    return answer


@cache
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
