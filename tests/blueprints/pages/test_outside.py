"""The page of a workshop outside: what its link opens, and what it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from babel.dates import format_date
from sqlalchemy import select

from billun.extensions import db
from billun.models import Anomaly, Intervention, InterventionEntry, OutsideLink, Photo
from billun.models.base import now
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.due import PutDue
from tests.fixtures.maintenance import job_body, monday, plan_job
from tests.fixtures.outside import answer, make_link, photos_form
from tests.fixtures.pages import token_of
from tests.fixtures.people import path_of
from tests.fixtures.photos import develop, make_ready
from tests.fixtures.reports import Complete, jpeg

Look = Callable[..., Any]


@pytest.fixture
def damage(complete: Complete) -> Any:
    """A report about the lorry with its four photos."""
    return complete()


@pytest.fixture
def job(supervisor: Caller, cast: Cast, garage: UUID, damage: Any) -> Any:
    """That damage, to be repaired by the garage."""
    body = job_body(cast, workshop_id=str(garage), description="Mind the curtain")
    return plan_job(supervisor, **body | {"anomaly_ids": [damage["id"]]}).body


def send(caller: Caller, key: str, stage: str, *contents: bytes, **headers: str) -> Any:
    form = photos_form(stage, *contents, csrf_token=token_of(caller.get(key)))
    return caller.post(f"{key}/photos", **form, headers=headers)


def test_it_says_what_is_asked_and_nothing_else(
    anonymous: Caller, supervisor: Caller, cast: Cast, job: Any, key: str
) -> None:
    path = f"/api/maintenance/{job['id']}"
    line = {"kind": "parts", "description": "Secret part", "quantity": 1, "unit_price": "99.99"}
    assert supervisor.post(f"{path}/lines", json=line).status == 201
    assert supervisor.post(f"{path}/timeline", json={"comment": "Among us"}).status == 201
    page = anonymous.get(key)
    assert page.status == 200
    told = (
        "Brakes", "AB-123-CD", "Renault", "VF611A000LD012345", "Torn on the left",
        "Mind the curtain", "Vauquelin", "09:00", "Garage Morel",
    )  # fmt: skip
    assert [one for one in told if one not in page.text] == []
    hidden = [
        "Secret part",
        "99.99",
        "Among us",
        cast.supervisor.name,
        cast.driver.name,
        'href="/maintenance',
        'href="/board',
        cast.site_id,
    ]
    assert [one for one in hidden if str(one) in page.text] == []
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_it_speaks_the_language_of_the_browser(anonymous: Caller, key: str) -> None:
    french = anonymous.get(key, headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert '<html lang="fr"' in french.text


def test_opening_it_is_noted_and_answers_nothing(
    anonymous: Caller, supervisor: Caller, job: Any, key: str
) -> None:
    anonymous.get(key)
    (link,) = supervisor.get(f"/api/maintenance/{job['id']}/outside-links").body["items"]
    assert (link["answer"], bool(link["last_seen_at"])) == ("asked", True)


def test_the_garage_answers_step_by_step(
    anonymous: Caller, supervisor: Caller, job: Any, key: str
) -> None:
    proposed = {
        "proposal-starts_at": f"{monday('14:00'):%Y-%m-%dT%H:%M}",
        "proposal-ends_at": f"{monday('16:00'):%Y-%m-%dT%H:%M}",
        "proposal-name": "Luc",
    }
    assert answer(anonymous, key, "proposal", **proposed).status == 303
    assert "You proposed another date" in anonymous.get(key).text
    assert answer(anonymous, key, "acceptance").status == 303
    assert "You accepted this date" in anonymous.get(key).text
    message = {"comment-comment": "Bring the <b>key</b>"}
    assert answer(anonymous, key, "comments", **message).status == 303
    assert "Bring the &lt;b&gt;key&lt;/b&gt;" in anonymous.get(key).text
    assert answer(anonymous, key, "completion", **{"completion-comment": "All new"}).status == 303
    assert 'id="answer"' not in anonymous.get(key).text
    present = supervisor.get(f"/api/maintenance/{job['id']}").body
    assert (present["status"], present["outside"]["answer"]) == ("planned", "done")


def test_a_date_that_was_changed_meanwhile_is_not_accepted(
    anonymous: Caller, supervisor: Caller, look: Look, job: Any, key: str
) -> None:
    page = anonymous.get(key)
    (seen,) = re.findall(r'name="acceptance-seen" value="([^"]+)"', page.text)
    data = {"csrf_token": token_of(page), "acceptance-seen": seen}
    later = {"starts_at": monday("14:00").isoformat(), "ends_at": monday("16:00").isoformat()}
    moved = supervisor.patch(
        f"/api/maintenance/{job['id']}", json=later | {"confirmed": ["closed"]}
    )
    assert moved.status == 200
    stale = anonymous.post(f"{key}/acceptance", data=data)
    assert (stale.status, "The date was changed meanwhile." in stale.text) == (409, True)
    assert f'value="{seen}"' not in stale.text
    assert look(lambda: db.session.scalars(select(OutsideLink.answer)).one()) == "asked"
    assert answer(anonymous, key, "acceptance").status == 303


def test_it_names_the_checks_to_do(
    anonymous: Caller, supervisor: Caller, cast: Cast, put_due: PutDue, job: Any, key: str
) -> None:
    put_due(cast.lorry, "ct_heavy", 10)
    assert "Checks to do" not in anonymous.get(key).text
    items = supervisor.get(f"/api/equipment/{cast.lorry.id}/deadlines").body["items"]
    due = next(one for one in items if one["code"] == "ct_heavy")
    taken = supervisor.patch(
        f"/api/maintenance/{job['id']}", json={"deadline_codes": [due["code"]]}
    )
    assert taken.status == 200
    page = anonymous.get(key).text
    assert due["label"] in page
    day = format_date(date.fromisoformat(due["due_on"]), "d MMM y", locale="en")
    assert f"due on {day}" in page


def test_what_is_wrong_stands_beside_its_field(anonymous: Caller, key: str) -> None:
    refused = answer(anonymous, key, "refusal", **{"refusal-reason": " "})
    assert (refused.status, "Say why, in a few words." in refused.text) == (422, True)
    over = {"proposal-starts_at": "2020-01-06T10:00", "proposal-ends_at": "2020-01-06T11:00"}
    past = answer(anonymous, key, "proposal", **over)
    assert (past.status, "This is in the past." in past.text) == (422, True)
    no_such_hour = {
        "proposal-starts_at": "2027-03-28T02:30",
        "proposal-ends_at": "2027-03-28T04:00",
    }
    skipped = answer(anonymous, key, "proposal", **no_such_hour)
    assert (skipped.status, "clocks go forward" in skipped.text) == (422, True)


def test_without_the_token_of_the_form_nothing_is_taken(
    anonymous: Caller, look: Look, key: str
) -> None:
    assert anonymous.post(f"{key}/acceptance").status == 400
    assert look(lambda: db.session.scalars(select(OutsideLink.answer)).one()) == "asked"


# Photos.
def test_the_garage_sends_photos(
    anonymous: Caller, supervisor: Caller, look: Look, job: Any, key: str
) -> None:
    assert send(anonymous, key, "after", jpeg(41), jpeg(42)).status == 303
    items = supervisor.get(f"/api/maintenance/{job['id']}/photos").body["items"]
    assert [(one["stage"], one["sender"]) for one in items] == [("after", None)] * 2
    again = send(anonymous, key, "after", jpeg(41), Accept="text/plain")
    assert (again.status, again.headers["Content-Type"]) == (201, "text/plain; charset=utf-8")
    assert len(supervisor.get(f"/api/maintenance/{job['id']}/photos").body["items"]) == 2


def test_what_is_no_photo_is_refused_in_words(anonymous: Caller, look: Look, key: str) -> None:
    refused = send(anonymous, key, "after", b"MZ not a picture", Accept="text/plain")
    assert (refused.status, "JPEG" in refused.text) == (415, True)
    sideways = send(anonymous, key, "sideways", jpeg(1), Accept="text/plain")
    assert sideways.status == 422
    assert look(lambda: db.session.query(Photo).filter(Photo.link_id.is_not(None)).count()) == 0


def test_it_shows_photos_of_its_damage_and_of_its_work(
    anonymous: Caller, look: Look, damage: Any, job: Any, key: str
) -> None:
    send(anonymous, key, "before", jpeg(43))

    def ready() -> list[UUID]:
        ids = make_ready(damage["id"])
        own = db.session.scalars(select(Photo).where(Photo.intervention_id.is_not(None))).one()
        develop(own)
        return [ids[0], own.id]

    for id in look(ready):
        assert f"{key}/photos/{id}/large" in anonymous.get(key).text
        shown = anonymous.get(f"{key}/photos/{id}/thumb", buffered=True)
        assert (shown.status, shown.headers["Content-Type"]) == (200, "image/webp")
        assert "no-cache" in shown.headers["Cache-Control"]
        assert anonymous.get(f"{key}/photos/{id}/original").status == 404
        assert anonymous.get(f"/photos/{id}/thumb").status in (302, 401)


def test_what_somebody_hid_or_took_away_is_not_shown(
    anonymous: Caller, manager: Caller, look: Look, damage: Any, job: Any, key: str
) -> None:
    hidden, away = look(lambda: make_ready(damage["id"]))[:2]
    blur = {"shapes": [{"kind": "blur", "from": [0.1, 0.1], "to": [0.5, 0.5]}]}
    drawing = "018f0000-0000-7000-8000-000000000001"
    assert manager.put(f"/api/photos/{hidden}/drawings/{drawing}", json=blur).status == 201
    removal = {"kind": "withdrawn", "reason": "A face"}
    assert manager.put(f"/api/photos/{away}/removal", json=removal).status == 200
    for id in (hidden, away):
        assert anonymous.get(f"{key}/photos/{id}/large").status == 404
    assert f"/photos/{away}/" not in anonymous.get(key).text


# As an attacker.
def test_a_link_opens_no_other_photo(
    anonymous: Caller,
    supervisor: Caller,
    complete: Complete,
    cast: Cast,
    garage: UUID,
    look: Look,
    key: str,
) -> None:
    other = complete(equipment_id=cast.loner.id)
    body = job_body(
        cast, equipment_id=str(cast.loner.id), workshop_id=str(garage), anomaly_ids=[other["id"]]
    )
    job = plan_job(supervisor, **body).body
    theirs = path_of(make_link(supervisor, job).body["url"])
    (id, *_rest) = look(lambda: make_ready(other["id"]))
    assert anonymous.get(f"{theirs}/photos/{id}/thumb", buffered=True).status == 200
    assert anonymous.get(f"{key}/photos/{id}/thumb").status == 404


def test_damage_left_out_of_the_job_is_no_longer_shown(
    anonymous: Caller, supervisor: Caller, look: Look, damage: Any, job: Any, key: str
) -> None:
    (id, *_rest) = look(lambda: make_ready(damage["id"]))
    assert anonymous.get(f"{key}/photos/{id}/thumb", buffered=True).status == 200
    left_out = supervisor.patch(f"/api/maintenance/{job['id']}", json={"anomaly_ids": []})
    assert left_out.status == 200
    assert anonymous.get(f"{key}/photos/{id}/thumb").status == 404
    assert "Torn on the left" not in anonymous.get(key).text


def test_a_link_is_no_sign_in(anonymous: Caller, job: Any, key: str) -> None:
    anonymous.get(key)
    answer(anonymous, key, "acceptance")
    for path in ("/api/me", f"/api/maintenance/{job['id']}", "/maintenance", "/api/anomalies"):
        assert anonymous.get(path).status in (302, 401)


@pytest.mark.parametrize("end", ["wrong", "revoked", "expired", "closed"])
def test_a_link_that_does_not_work_says_nothing(
    anonymous: Caller, look: Look, link: Any, key: str, end: str
) -> None:
    (photo, *_rest) = look(lambda: make_ready(db.session.scalars(select(Anomaly.id)).one()))
    token = token_of(anonymous.get(key))

    def finish() -> None:
        found = db.session.get_one(OutsideLink, UUID(link["id"]))
        if end == "revoked":
            found.revoked_at = now()
        if end == "expired":
            found.expires_at = now()
        if end == "closed":
            found.intervention.company.closed_at = now()

    look(finish)
    bad = key[:-2] + "xx" if end == "wrong" else key
    pages = [
        anonymous.get(bad),
        anonymous.post(f"{bad}/acceptance", data={"csrf_token": token}),
        anonymous.post(f"{bad}/photos", **photos_form("after", csrf_token=token)),
        anonymous.get(f"{bad}/photos/{photo}/thumb"),
    ]
    for page in pages:
        assert (page.status, page.headers["Cache-Control"]) == (404, "no-store")
        assert "This link does not work" in page.text
        assert "Vauquelin" not in page.text
    assert look(lambda: db.session.scalars(select(OutsideLink.answer)).one()) == "asked"


def test_once_the_job_is_over_there_are_thanks_and_no_details(
    anonymous: Caller, supervisor: Caller, look: Look, job: Any, key: str
) -> None:
    (photo, *_rest) = look(lambda: make_ready(db.session.scalars(select(Anomaly.id)).one()))
    token = token_of(anonymous.get(key))
    gone = supervisor.post(f"/api/maintenance/{job['id']}/transitions", json={"to": "cancelled"})
    assert gone.status == 200
    for page in (
        anonymous.get(key),
        anonymous.post(f"{key}/completion", data={"csrf_token": token}),
        anonymous.get(f"{key}/photos/{photo}/thumb"),
    ):
        assert (page.status, "Thank you" in page.text) == (200, True)
        assert "AB-123-CD" not in page.text


def test_too_many_answers_are_held_off(anonymous: Caller, key: str) -> None:
    data, plain = {"csrf_token": token_of(anonymous.get(key))}, {"Accept": "text/plain"}
    found = [
        anonymous.post(f"{key}/photos", data=data, headers=plain).status for _time in range(121)
    ]
    assert (set(found[:-1]), found[-1]) == ({422}, 429)


# For the people of the company.
def test_the_supervisor_takes_the_proposed_date_and_is_asked_first(
    supervisor: Caller,
    browsing: Callable[..., Caller],
    anonymous: Caller,
    cast: Cast,
    look: Look,
    job: Any,
    link: Any,
    key: str,
) -> None:
    saturday = {
        "proposal-starts_at": f"{monday('10:00', days=5):%Y-%m-%dT%H:%M}",
        "proposal-ends_at": f"{monday('12:00', days=5):%Y-%m-%dT%H:%M}",
    }
    open_hours = {"mon": [["08:00", "18:00"]]}

    def keep_hours() -> None:
        workshop = db.session.get_one(Intervention, UUID(job["id"])).workshop
        assert workshop is not None
        workshop.opening_hours = open_hours

    look(keep_hours)
    answer(anonymous, key, "proposal", **saturday)
    desk = browsing(cast.supervisor)
    page = desk.get(f"/maintenance/{job['reference']}")
    assert "Proposes another date" in page.text
    taking = f"/maintenance/{job['reference']}/outside-links/{link['id']}/acceptance"
    asked = desk.post(taking)
    assert (asked.status, "Take it all the same" in asked.text) == (409, True)
    assert desk.post(taking, data={"confirmed": "closed"}).status == 303
    moved = supervisor.get(f"/api/maintenance/{job['id']}").body
    assert (moved["starts_at"] == job["starts_at"], moved["outside"]["answer"]) == (
        False,
        "accepted",
    )


def test_the_supervisor_makes_and_revokes_a_link_on_the_page(
    browsing: Callable[..., Caller], cast: Cast, anonymous: Caller, look: Look, job: Any
) -> None:
    desk, place = browsing(cast.supervisor), f"/maintenance/{job['reference']}"
    made = desk.post(f"{place}/outside-links", data={"email": "", "days": "7"})
    assert made.status == 303
    page = desk.get(place).text
    key = path_of(page.partition('id="outside-url-')[2].partition(">")[2].partition("<")[0])
    assert anonymous.get(key).status == 200
    id = look(lambda: db.session.scalars(select(OutsideLink.id)).one())
    assert desk.post(f"{place}/outside-links/{id}/removal").status == 303
    assert anonymous.get(key).status == 404
    assert key not in desk.get(place).text
    bad = desk.post(f"{place}/outside-links", data={"days": "many"})
    assert bad.status == 303
    assert "Write a number of days." in desk.get(place).text
    assert (
        look(lambda: db.session.query(InterventionEntry).filter_by(kind="link_made").count()) == 1
    )
