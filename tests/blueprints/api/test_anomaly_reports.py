"""The report of an anomaly as a PDF: for whom, in which language, and what stands on it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import AccessRecord, Anomaly, Membership, Photo, PhotoState, Removal
from billun.models.base import now
from billun.operations.anomaly_reports import keys_for
from tests.blueprints.api.test_drawings import BLUR, draw
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import Complete, send_report, send_sighting
from tests.fixtures.reports import report as body_of

Look = Callable[..., Any]


@pytest.fixture
def anomaly(complete: Complete, look: Look) -> dict[str, Any]:
    """A report whose four photos are ready."""
    made: dict[str, Any] = complete(description="Déchirée à gauche", spot=None)

    def develop() -> None:
        for photo in db.session.scalars(db.select(Photo)):
            photo.state, photo.width, photo.height = PhotoState.READY, 64, 48
            written = BytesIO()
            Image.new("RGB", (64, 48), "grey").save(written, "WEBP")
            written.seek(0)
            storage().put(photo.derivative_key("medium"), written, "image/webp")

    look(develop)
    return made


def fetch(caller: Caller, anomaly: dict[str, Any], language: str = "en") -> Answer:
    path = f"/api/anomalies/{anomaly['reference']}/report"
    return caller.get(path, headers={"Accept-Language": language})


def text_of(answer: Answer) -> str:
    assert answer.status == 200
    with PdfDocument(answer.response.get_data()) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_it_tells_the_whole_story(
    driver: Caller, mechanic: Caller, anomaly: dict[str, Any], look: Look
) -> None:
    send_sighting(driver, anomaly["id"], criticality="orange")
    mechanic.post(f"/api/anomalies/{anomaly['id']}/timeline", json={"comment": "Parts ordered"})
    text = text_of(fetch(mechanic, anomaly))
    hashes = look(lambda: db.session.scalars(db.select(Photo.sha256)).all())
    for words in (
        f"Damage report {anomaly['reference']}",
        "Repair before next trip",
        "AB-123-CD",
        "Bodywork",
        "Denise Martin",
        "Déchirée à gauche",
        "49.44000, 1.09000 ± 12 m",
        "Parts ordered",
        "Torn further",
        "Met it again: it got worse",
        "Europe/Paris",
        "printed",
        "Marcel Martin",
        "Page 1 of",
        *hashes,
    ):
        assert words in text, words


def test_it_is_a_file_with_the_reports_name_that_nobody_else_keeps(
    browsing: Callable[[Person], Caller], cast: Cast, anomaly: dict[str, Any]
) -> None:
    answer = browsing(cast.driver).get(f"/anomalies/{anomaly['reference']}/report.pdf")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="{anomaly["reference"]}.pdf"'
    )
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_it_is_in_the_readers_language(
    driver: Caller, anomaly: dict[str, Any], cast: Cast, look: Look
) -> None:
    def speak_french() -> None:
        db.session.get_one(Membership, cast.driver.membership_id).user.locale = "fr"

    look(speak_french)
    assert "Carrosserie" in text_of(fetch(driver, anomaly, "fr"))


def test_every_download_is_noted(manager: Caller, anomaly: dict[str, Any], look: Look) -> None:
    fetch(manager, anomaly)
    (noted,) = look(
        lambda: db.session.execute(
            db.select(AccessRecord.kind, AccessRecord.subject, AccessRecord.name)
        ).all()
    )
    assert tuple(noted) == ("downloaded", "anomaly_report", anomaly["reference"])


def test_to_another_company_it_is_not_there(partner: Caller, anomaly: dict[str, Any]) -> None:
    assert fetch(partner, anomaly).status == 404


def test_it_names_the_reports_of_the_same_damage_and_a_hold(
    driver: Caller, manager: Caller, cast: Cast, anomaly: dict[str, Any], look: Look
) -> None:
    other = send_report(driver, body_of(cast.lorry.id, description="Again torn")).body

    def join() -> None:
        db.session.get_one(Anomaly, UUID(other["id"])).duplicate_of_id = UUID(anomaly["id"])
        first = db.session.get_one(Anomaly, UUID(anomaly["id"]))
        first.held_at, first.hold_reason = now(), "The insurer asks"

    look(join)
    text = text_of(fetch(manager, anomaly))
    assert all(words in text for words in (other["reference"], "Again torn", "The insurer asks"))
    assert anomaly["reference"] in text_of(fetch(manager, other))


def test_drawings_in_a_row_are_counted_and_a_photo_without_a_shot_is_named_once(
    driver: Caller, anomaly: dict[str, Any], look: Look
) -> None:
    first, second, *_rest = driver.get(f"/api/photos/gallery/{anomaly['id']}").body["items"]
    for id in (first["id"], first["id"], second["id"]):
        assert draw(driver, id, BLUR).status == 201

    def forget_guide() -> None:
        db.session.get_one(Photo, UUID(second["id"])).guide = None

    look(forget_guide)
    text = text_of(fetch(driver, anomaly))
    assert "3 drawings on copies of photos" in text
    assert "Drawn on a copy of a photo" not in text
    assert "Photo 2" in text
    assert "2. Photo 2" not in text


def test_a_photo_that_was_taken_away_leaves_its_hash_and_the_reason(
    manager: Caller, anomaly: dict[str, Any], look: Look
) -> None:
    def erase() -> str:
        photo = db.session.scalars(db.select(Photo).order_by(Photo.position)).first()
        assert photo is not None
        photo.removal, photo.removed_at, photo.removal_reason = Removal.ERASED, now(), "A face"
        return str(photo.sha256)

    sha256: str = look(erase)
    text = text_of(fetch(manager, anomaly))
    assert sha256 in text
    assert "Erased" in text
    assert "A face" in text


def test_what_is_hidden_in_a_photo_stays_hidden_from_another_company(
    driver: Caller, cast: Cast, anomaly: dict[str, Any], look: Look
) -> None:
    id = driver.get(f"/api/photos/gallery/{anomaly['id']}").body["items"][0]["id"]
    drawing = draw(driver, id, BLUR).body["id"]

    def keys(ready: bool) -> list[tuple[str, ...]]:
        photo = db.session.get_one(Photo, UUID(id))
        if ready:
            photo.drawings[0].state = "ready"  # type: ignore[assignment]
        people = (cast.driver.membership_id, cast.partner.membership_id)
        return [keys_for(db.session.get_one(Membership, one), photo) for one in people]

    own, other = look(lambda: keys(ready=False))
    assert (own[0], other) == (f"photos/{id}/medium.webp", ())
    own, other = look(lambda: keys(ready=True))
    assert (own[0], other[0]) == (
        f"photos/{id}/medium.webp",
        f"photos/{id}/drawing-{drawing}-medium.webp",
    )
