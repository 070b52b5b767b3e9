"""What a report may not be: each refusal names its field, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import Anomaly, Equipment, Photo, TimelineEntry
from billun.models.base import new_id
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import LEFT_OUT, report, send_report, shots


def in_minutes(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def announced(count: int, **spoilt: Any) -> list[dict[str, Any]]:
    """Photos of which the last one is spoilt."""
    photos = [shot.announced for shot in shots(count)]
    return [*photos[:-1], photos[-1] | spoilt]


BAD_FIELDS = {
    "an unknown category": ({"category": "wings"}, "category"),
    "a missing category": ({"category": LEFT_OUT}, "category"),
    "an unknown sub-category": ({"sub_category": "wings"}, "sub_category"),
    "a sub-category of another category": ({"sub_category": "rim"}, "sub_category"),
    "an unknown criticality": ({"criticality": "purple"}, "criticality"),
    "a missing criticality": ({"criticality": LEFT_OUT}, "criticality"),
    "an unknown circumstance": ({"circumstance": "dreamt"}, "circumstance"),
    "a time in the future": ({"occurred_at": in_minutes(24 * 60)}, "occurred_at"),
    "no time": ({"occurred_at": LEFT_OUT}, "occurred_at"),
    "a time that is none": ({"occurred_at": "yesterday"}, "occurred_at"),
    "a time before there were lorries": ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
    "a time beyond the calendar": ({"occurred_at": "9999-12-31T23:59:59-12:00"}, "occurred_at"),
    "a latitude outside the globe": (
        {"position": {"latitude": 90.1, "longitude": 0}}, "position.latitude"),
    "a longitude outside the globe": (
        {"position": {"latitude": 0, "longitude": -180.5}}, "position.longitude"),
    "half a position": ({"position": {"latitude": 4}}, "position.longitude"),
    "a negative accuracy": (
        {"position": {"latitude": 0, "longitude": 0, "accuracy_m": -1}}, "position.accuracy_m"),
    "a position as text": ({"position": "in Rouen"}, "position"),
    "too long a description": ({"description": "x" * 4001}, "description"),
    "a description that is none": ({"description": {"a": 1}}, "description"),
    "photos that are none": ({"photos": "four"}, "photos"),
    "photos later though not red": ({"photos_later": True}, "photos_later"),
    "three photos": ({"photos": announced(3)}, "photos"),
    "no photos": ({"photos": []}, "photos"),
    "no word of photos": ({"photos": LEFT_OUT}, "photos"),
    "thirteen photos": ({"photos": announced(13)}, "photos"),
    "the same photo twice": ({"photos": announced(4, sha256=shots()[0].sha256)}, "photos"),
    "a hash that is too short": ({"photos": announced(4, sha256="abc")}, "photos.3.sha256"),
    "a hash in capitals": ({"photos": announced(4, sha256="A" * 64)}, "photos.3.sha256"),
    "an unknown guide": ({"photos": announced(4, guide="selfie")}, "photos.3.guide"),
    "a photo without id": ({"photos": announced(4, id=None)}, "photos.3.id"),
    "neither item nor description": ({"equipment_id": None}, "equipment_id"),
    "both item and description": ({"provisional": {"family": "trailer"}}, "equipment_id"),
    "an unknown field": ({"colour": "blue"}, "colour"),
    "an item that is no id": ({"equipment_id": "the blue one"}, "equipment_id"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_a_bad_report_is_refused_by_its_field(
    driver: Caller, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    answer = send_report(driver, report(cast.lorry.id, **changes))
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_a_clock_may_be_four_minutes_fast(driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, occurred_at=in_minutes(4))
    assert send_report(driver, body).status == 201


def test_twelve_photos_are_fine(driver: Caller, cast: Cast) -> None:
    assert send_report(driver, report(cast.lorry.id, shots(12))).body["photos_expected"] == 12


def test_two_photos_with_one_id_are_refused(driver: Caller, cast: Cast) -> None:
    photos = [shot.announced for shot in shots()]
    photos[1]["id"] = photos[0]["id"]
    assert list(send_report(driver, report(cast.lorry.id, photos=photos)).errors) == ["photos"]


def test_a_photo_id_of_another_report_is_a_conflict(driver: Caller, cast: Cast) -> None:
    taken = shots()
    send_report(driver, report(cast.lorry.id, taken))
    assert send_report(driver, report(cast.lorry.id, taken)).status == 409


def test_a_photo_id_of_another_company_is_not_there(
    driver: Caller, partner: Caller, cast: Cast
) -> None:
    taken = shots()
    send_report(partner, report(cast.partner_trailer.id, taken))
    assert send_report(driver, report(cast.lorry.id, taken)).status == 404


def test_an_unknown_family_of_a_provisional_item_is_refused(driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, equipment_id=None, provisional={"family": "boat"})
    assert list(send_report(driver, body).errors) == ["provisional.family"]


def test_a_report_needs_an_id_of_its_own(driver: Caller, cast: Cast) -> None:
    assert driver.put("/api/anomalies/42", json=report(cast.lorry.id)).status == 405


def test_whatever_was_refused_left_nothing(
    driver: Caller, cast: Cast, look: Callable[..., Any]
) -> None:
    before = look(lambda: db.session.query(Equipment).count())
    provisional: dict[str, Any] = {"equipment_id": None, "provisional": {"family": "trailer"}}
    taken = shots()
    send_report(driver, report(cast.lorry.id, taken), id := new_id())
    send_report(driver, report(None, taken, **provisional), uuid4())
    send_report(driver, report(None, **provisional, category="wings"), uuid4())
    assert look(lambda: db.session.query(Equipment).count()) == before
    assert look(lambda: [row.id for row in db.session.query(Anomaly)]) == [id]
    assert look(lambda: db.session.query(Photo).count()) == 4
    assert look(lambda: db.session.query(TimelineEntry).count()) == 1
