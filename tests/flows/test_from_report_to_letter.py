"""A report comes in: mails go out before its photos are there, and the photos get their sizes."""

from __future__ import annotations

from email import message_from_bytes, policy
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.fixtures.cast import Cast
from tests.fixtures.live import House, wait_for
from tests.fixtures.reports import Shot, jpeg, report, shots
from tests.flows.phone import Phone


@pytest.fixture
def driver(live: House, live_cast: Cast) -> Phone:
    for old in (live.folder / "var" / "mail").glob("*.eml"):
        old.unlink()
    return Phone(live, live_cast.driver)


def letters(house: House) -> list[Any]:
    files = (house.folder / "var" / "mail").glob("*.eml")
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def recipients(house: House) -> set[str]:
    return {str(letter["To"]) for letter in letters(house)}


def test_a_red_report_mails_those_concerned_before_its_photos(
    live: House, live_cast: Cast, driver: Phone
) -> None:
    body = report(live_cast.lorry.id, [], criticality="red", photos_later=True)
    reference = driver.send_report(str(uuid4()), body).json()["reference"]
    concerned = {live_cast.site_manager, live_cast.mechanic, live_cast.supervisor}
    wait_for(lambda: recipients(live) == {person.email for person in concerned})
    letter = letters(live)[0]
    assert "AB-123-CD" in str(letter["Subject"])
    for kind in ("plain", "html"):
        assert f"{live.url}/anomalies/{reference}" in letter.get_body((kind,)).get_content()


def test_a_photo_gets_its_sizes(live: House, live_cast: Cast, driver: Phone) -> None:
    taken = shots()
    id = driver.send_report(str(uuid4()), report(live_cast.lorry.id, taken)).json()["id"]
    driver.send_photo(id, taken[0])
    photo = wait_for(lambda: ready(driver, taken[0]))
    for size in ("large", "thumb"):
        answer = driver.call("GET", photo["urls"][size])
        assert answer.headers["Content-Type"] == "image/webp"
        with Image.open(BytesIO(answer.content)) as image:
            assert image.size == (64, 48)


def ready(phone: Phone, shot: Shot) -> Any:
    photo = phone.get(f"/api/photos/{shot.id}")
    return photo if photo["state"] == "ready" else None


def test_a_truncated_photo_fails_with_a_reason_and_the_rest_lives(
    live: House, live_cast: Cast, driver: Phone
) -> None:
    broken = Shot(uuid4(), jpeg(1, 400, 300)[:-300])
    taken = [*shots(3, first=50), broken]
    id = driver.send_report(str(uuid4()), report(live_cast.lorry.id, taken)).json()["id"]
    assert [driver.send_photo(id, shot).status_code for shot in taken] == [201] * 4
    photo = wait_for(lambda: failed(driver, broken))
    assert photo["failure"]
    for shot in taken[:3]:
        wait_for(lambda shot=shot: ready(driver, shot))  # type: ignore[misc]
    anomaly = driver.get(f"/api/anomalies/{id}")
    assert (anomaly["status"], anomaly["photos_stored"]) == ("reported", 4)


def failed(phone: Phone, shot: Shot) -> Any:
    photo = phone.get(f"/api/photos/{shot.id}")
    return photo if photo["state"] == "failed" else None
