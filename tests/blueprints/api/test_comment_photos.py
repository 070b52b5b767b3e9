"""POST /api/anomalies/<id>/timeline with photos: announced with the comment, sent one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest

from billun.extensions import db
from billun.models import Photo
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Complete, Shot, report, send_photo, send_report, shots

Look = Callable[..., Any]


@pytest.fixture
def known(complete: Complete) -> str:
    """The id of an anomaly that Denise reported, complete."""
    id: str = complete()["id"]
    return id


def say(caller: Caller, anomaly: str, taken: Sequence[Shot] = (), **said: Any) -> Answer:
    body = said | {"photos": [shot.announced for shot in taken]}
    return caller.post(f"/api/anomalies/{anomaly}/timeline", json=body)


def last_entry(caller: Caller, anomaly: str) -> Any:
    return caller.get(f"/api/anomalies/{anomaly}/timeline").body["items"][-1]


def test_its_photos_come_behind_those_that_are_there(
    mechanic: Caller, driver: Caller, known: str
) -> None:
    taken = shots(2, first=4)
    said = say(mechanic, known, taken, comment="The frame, too")
    assert said.status == 201
    assert [photo["state"] for photo in said.body["photos"]] == ["expected"] * 2
    for shot in taken:
        assert send_photo(mechanic, known, shot).status == 201
    entry = last_entry(driver, known)
    assert (entry["kind"], entry["comment"]) == ("comment", "The frame, too")
    assert [photo["id"] for photo in entry["photos"]] == [str(shot.id) for shot in taken]
    assert [photo["state"] for photo in entry["photos"]] == ["stored"] * 2
    gallery = driver.get(f"/api/photos/gallery/{known}").body["items"]
    assert [photo["id"] for photo in gallery][4:] == [str(shot.id) for shot in taken]
    anomaly = driver.get(f"/api/anomalies/{known}").body
    assert (anomaly["photos_expected"], anomaly["photos_stored"]) == (6, 6)


def test_photos_need_no_words(mechanic: Caller, known: str) -> None:
    assert say(mechanic, known, shots(1, first=4)).status == 201
    assert say(mechanic, known, shots(1, first=5), comment=None).body["comment"] is None


def test_neither_words_nor_photos_are_refused(mechanic: Caller, known: str) -> None:
    answer = say(mechanic, known, comment="  ")
    assert (answer.status, list(answer.errors)) == (422, ["comment"])


def test_the_same_comment_sent_again_is_one(mechanic: Caller, known: str, look: Look) -> None:
    said: dict[str, Any] = {"id": str(uuid4()), "comment": "Look"}
    taken = shots(2, first=4)
    first, again = say(mechanic, known, taken, **said), say(mechanic, known, taken, **said)
    assert (first.status, again.status, first.body) == (201, 200, again.body)
    for shot in taken:
        send_photo(mechanic, known, shot)
    assert say(mechanic, known, taken, **said).status == 200
    assert look(lambda: db.session.query(Photo).count()) == 6


def test_with_other_photos_it_is_a_conflict(mechanic: Caller, known: str) -> None:
    said, taken = {"id": str(uuid4()), "comment": "Look"}, shots(2, first=4)
    say(mechanic, known, taken, **said)
    for others in (taken[:1], [], shots(2, first=4)):
        assert say(mechanic, known, others, **said).status == 409


def test_photos_of_others_are_not_there_or_taken(
    mechanic: Caller, driver: Caller, partner: Caller, known: str, cast: Cast
) -> None:
    theirs, ours = shots(4, first=4), shots(4, first=8)
    send_report(partner, report(cast.partner_trailer.id, theirs))
    send_report(driver, report(cast.lorry.id, ours))
    assert say(mechanic, known, theirs[:1], comment="Look").status == 404
    assert say(mechanic, known, ours[:1], comment="Look").status == 409
    assert last_entry(mechanic, known)["kind"] != "comment"


@pytest.mark.parametrize(
    ("photos", "field"),
    [
        ([shots(1)[0].announced], "photos"),
        ([shots(1, first=4)[0].announced | {"guide": "selfie"}], "photos.0.guide"),
        ([shot.announced for shot in shots(13, first=4)], "photos"),
        ([shots(1, first=4)[0].announced | {"sha256": "x"}], "photos.0.sha256"),
    ],
)
def test_bad_photos_are_named(mechanic: Caller, known: str, photos: Any, field: str) -> None:
    body = {"comment": "Look", "photos": photos}
    answer = mechanic.post(f"/api/anomalies/{known}/timeline", json=body)
    assert (answer.status, list(answer.errors)) == (422, [field])
    assert last_entry(mechanic, known)["kind"] != "comment"


def test_an_anomaly_has_at_most_sixty_photos(mechanic: Caller, known: str) -> None:
    for turn in range(4):
        assert say(mechanic, known, shots(12, first=4 + 12 * turn)).status == 201
    assert say(mechanic, known, shots(8, first=52)).status == 201
    answer = say(mechanic, known, shots(1, first=60), comment="One more")
    assert (answer.status, list(answer.errors)) == (422, ["photos"])
    assert say(mechanic, known, comment="Then without").status == 201


def test_what_is_over_takes_photos_too(supervisor: Caller, known: str) -> None:
    for to in ("acknowledged", "resolved", "closed"):
        supervisor.post(f"/api/anomalies/{known}/transitions", json={"to": to})
    shot = shots(1, first=4)
    assert say(supervisor, known, shot, comment="As new").status == 201
    assert send_photo(supervisor, known, shot[0]).status == 201
    assert supervisor.get(f"/api/anomalies/{known}").body["status"] == "closed"
