"""Calendar addresses: made, read by other programs, made anew, ended, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

from billun.extensions import db
from billun.models import (
    CalendarFeed,
    Company,
    Intervention,
    InterventionStatus,
    Membership,
    Role,
    User,
    Workshop,
)
from billun.models.base import now
from billun.operations.feed_link import token_of
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.maintenance import job_body, plan_job
from tests.fixtures.pages import submit
from tests.fixtures.people import path_of

Look = Callable[[Callable[[], Any]], Any]
PAGE = "/maintenance/feeds"


def made(caller: Caller, scope: str = "company", **body: Any) -> Answer:
    return caller.post("/api/calendar-feeds", json={"scope": scope} | body)


def address(caller: Caller, scope: str = "company", **body: Any) -> str:
    """The path under which the new feed is read."""
    return path_of(made(caller, scope, **body).body["url"])


def events(reader: Caller, path: str) -> list[Any]:
    answer = reader.get(path)
    assert (answer.status, answer.response.mimetype) == (200, "text/calendar")
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


def titles(reader: Caller, path: str) -> list[str]:
    return [str(event["summary"]) for event in events(reader, path)]


def test_anyone_with_the_address_reads_what_is_planned(
    manager: Caller, anonymous: Caller, cast: Cast
) -> None:
    job = plan_job(manager, **job_body(cast, assignee_ids=[str(cast.mechanic.user_id)])).body
    (event,) = events(anonymous, address(manager))
    assert event["summary"] == "AB-123-CD – Brakes"
    assert event["uid"].startswith(job["id"])
    assert event["sequence"] == job["version"]
    assert event["location"] == "Atelier"
    assert event["url"].endswith(f"/maintenance/{job['reference']}")
    assert "Renault T 480" in event["description"]
    assert f"With {cast.mechanic.name}" in event["description"]


def test_costs_are_nowhere_in_it(manager: Caller, anonymous: Caller, cast: Cast) -> None:
    job = plan_job(manager, **job_body(cast)).body
    line = {"kind": "parts", "description": "Disc", "quantity": 2, "unit_price": 123.45}
    assert manager.post(f"/api/maintenance/{job['id']}/lines", json=line).status == 201
    text = anonymous.get(address(manager)).text
    assert "123" not in text.replace("AB-123-CD", "")
    assert "Disc" not in text


def test_a_change_counts_on_and_what_is_cancelled_says_so(
    manager: Caller, anonymous: Caller, cast: Cast
) -> None:
    job = plan_job(manager, **job_body(cast)).body
    path = address(manager)
    assert manager.patch(f"/api/maintenance/{job['id']}", json={"title": "Discs"}).status == 200
    (changed,) = events(anonymous, path)
    assert (changed["summary"], changed["sequence"]) == ("AB-123-CD – Discs", job["version"] + 1)
    step = {"to": "cancelled", "comment": "Sold"}
    assert manager.post(f"/api/maintenance/{job['id']}/transitions", json=step).status == 200
    (cancelled,) = events(anonymous, path)
    assert (cancelled["status"], cancelled["uid"]) == ("CANCELLED", changed["uid"])
    assert cancelled["sequence"] > changed["sequence"]


def test_what_was_long_ago_or_is_far_away_is_left_out(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    path = address(manager)
    days = {"over": -61, "lately": -59, "soon": 399, "later": 401}

    def keep_all() -> None:
        for title, offset in days.items():
            keep(cast, title, offset)
        keep(cast, "cancelled lately", -80, cancelled_days_ago=80)
        keep(cast, "cancelled long ago", 5, cancelled_days_ago=91)

    look(keep_all)
    found = {title.partition("– ")[2] for title in titles(anonymous, path)}
    assert found == {"lately", "soon", "cancelled lately"}


def keep(cast: Cast, title: str, days: int, cancelled_days_ago: int | None = None) -> None:
    """A job that is just there, so many days from now."""
    job = Intervention(
        reference=f"INT-2026-{title[:8].upper()}",
        company_id=cast.vauquelin,
        equipment_id=cast.lorry.id,
        workshop_id=cast.workshop_id,
        kind="corrective",
        title=title,
        starts_at=now() + timedelta(days=days),
        ends_at=now() + timedelta(days=days, hours=1),
    )
    if cancelled_days_ago is not None:
        job.status = InterventionStatus.CANCELLED
        job.cancelled_at = now() - timedelta(days=cancelled_days_ago)
        job.reference = f"INT-2026-C{cancelled_days_ago}"
    db.session.add(job)


def test_a_persons_calendar_holds_only_what_is_theirs(
    manager: Caller, mechanic: Caller, anonymous: Caller, cast: Cast
) -> None:
    own = [str(cast.mechanic.user_id)]
    job = plan_job(manager, **job_body(cast, title="Mine", assignee_ids=own)).body
    loner = {"equipment_id": str(cast.loner.id), "title": "Not mine"}
    assert plan_job(manager, **job_body(cast, **loner)).status == 201
    path = address(mechanic, "person")
    assert titles(anonymous, path) == ["AB-123-CD – Mine"]
    others = {"assignee_ids": [str(cast.supervisor.user_id)]}
    assert manager.patch(f"/api/maintenance/{job['id']}", json=others).status == 200
    assert titles(anonymous, path) == []


def test_a_workshops_calendar_holds_what_it_does(
    manager: Caller, mechanic: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    assert plan_job(manager, **job_body(cast)).status == 201
    here = address(mechanic, "workshop", workshop_id=str(cast.workshop_id))
    annexe = manager.post("/api/workshops", json={"name": "Annexe"}).body["id"]
    there = address(mechanic, "workshop", workshop_id=annexe)
    assert len(events(anonymous, here)) == 1
    assert events(anonymous, there) == []
    look(lambda: db.session.delete(db.session.get_one(Workshop, annexe)))
    assert anonymous.get(there).status == 404


def test_an_unchanged_calendar_is_not_sent_again(
    manager: Caller, anonymous: Caller, cast: Cast
) -> None:
    plan_job(manager, **job_body(cast))
    path = address(manager)
    first = anonymous.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    assert anonymous.get(path, headers=known).status == 304
    loner = {"equipment_id": str(cast.loner.id)}
    plan_job(manager, **job_body(cast, **loner))
    assert anonymous.get(path, headers=known).status == 200


def test_it_speaks_the_language_of_who_made_it(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    plan_job(manager, **job_body(cast))
    path = address(manager)
    english = anonymous.get(path, headers={"Accept-Language": "fr"}).text
    assert "CATEGORIES:Corrective" in english
    assert "bay" not in english


def end_manager(cast: Cast) -> None:
    db.session.get_one(Membership, cast.site_manager.membership_id).ended_at = now()


def make_driver(cast: Cast) -> None:
    db.session.get_one(Membership, cast.site_manager.membership_id).role = Role.DRIVER


def make_mechanic(cast: Cast) -> None:
    db.session.get_one(Membership, cast.site_manager.membership_id).role = Role.WORKSHOP


def close_company(cast: Cast) -> None:
    db.session.get_one(Company, cast.vauquelin).closed_at = now()


@pytest.mark.parametrize("change", [end_manager, make_driver, make_mechanic, close_company])
def test_an_address_dies_with_what_it_stands_for(
    calling: Callable[[Person], Caller],
    anonymous: Caller,
    cast: Cast,
    look: Look,
    change: Callable[[Cast], None],
) -> None:
    path = address(calling(cast.site_manager))
    assert anonymous.get(path).status == 200
    look(lambda: change(cast))
    assert anonymous.get(path).status == 404


def test_what_was_never_an_address_is_not_there(
    manager: Caller, anonymous: Caller, look: Look
) -> None:
    path = address(manager)
    forged = look(lambda: token_of(CalendarFeed(id=uuid4())))
    for token in ("x", "é", "a.b", path[10:-6] + "xx", forged):
        assert anonymous.get(f"/calendar/{token}.ics").status == 404


def test_a_new_address_ends_the_old_one(manager: Caller, anonymous: Caller) -> None:
    feed = made(manager).body
    anew = manager.post(f"/api/calendar-feeds/{feed['id']}/renewal")
    assert anew.status == 201
    assert anonymous.get(path_of(feed["url"])).status == 404
    assert anonymous.get(path_of(anew.body["url"])).status == 200
    assert manager.delete(f"/api/calendar-feeds/{anew.body['id']}").status == 204
    assert anonymous.get(path_of(anew.body["url"])).status == 404
    assert manager.get("/api/calendar-feeds").body["items"] == []


def test_the_calendar_of_the_company_is_for_those_who_lead(
    mechanic: Caller, supervisor: Caller, driver: Caller
) -> None:
    assert [made(caller).status for caller in (mechanic, supervisor, driver)] == [403, 201, 403]
    assert [made(caller, "person").status for caller in (mechanic, driver)] == [201, 403]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"scope": "workshop"}, 422),
        ({"scope": "person", "workshop_id": str(uuid4())}, 422),
        ({"scope": "workshop", "workshop_id": str(uuid4())}, 404),
        ({"scope": "everything"}, 422),
        ({"scope": "person", "name": "x" * 81}, 422),
    ],
)
def test_a_bad_address_is_refused(manager: Caller, body: dict[str, Any], status: int) -> None:
    assert manager.post("/api/calendar-feeds", json=body).status == status


def test_the_same_request_makes_one_address(manager: Caller, partner: Caller) -> None:
    body = {"id": str(uuid4()), "name": "Phone"}
    assert made(manager, **body).status == 201
    assert made(manager, **body).status == 200
    assert made(manager, "person", **body).status == 409
    assert made(partner, **body).status == 404


def test_an_address_is_shown_to_who_made_it_and_ended_by_managers(
    manager: Caller, mechanic: Caller, supervisor: Caller, partner: Caller, anonymous: Caller
) -> None:
    feed = made(mechanic, "person").body
    (seen,) = manager.get("/api/calendar-feeds").body["items"]
    assert (seen["id"], seen["url"]) == (feed["id"], None)
    assert supervisor.get("/api/calendar-feeds").body["items"] == []
    path = f"/api/calendar-feeds/{feed['id']}"
    assert [who.delete(path).status for who in (supervisor, partner)] == [404, 404]
    assert manager.post(f"{path}/renewal").status == 403
    assert manager.delete(path).status == 204
    assert anonymous.get(path_of(feed["url"])).status == 404


def test_the_page_makes_an_address_and_makes_it_anew(
    browsing: Callable[[Person], Caller], anonymous: Caller, cast: Cast, look: Look
) -> None:
    mechanic = browsing(cast.mechanic)
    assert "company" not in mechanic.get(PAGE).text.partition("<main")[2]
    assert submit(mechanic, PAGE, of="person", name="Phone").status == 303
    first = look(lambda: db.session.query(CalendarFeed).one().id)
    page = mechanic.get(PAGE).text
    assert "webcal://" in page
    assert "Phone" in page
    assert submit(mechanic, PAGE, f"{PAGE}/{first}/renewal").status == 303
    links = look(lambda: [f"/calendar/{token_of(one)}.ics" for one in all_feeds()])
    assert [anonymous.get(link).status for link in links] == [404, 200]
    second = look(lambda: all_feeds()[1].id)
    assert submit(mechanic, PAGE, f"{PAGE}/{second}/revocation").status == 303
    assert anonymous.get(links[1]).status == 404


def all_feeds() -> list[CalendarFeed]:
    return list(db.session.query(CalendarFeed).order_by(CalendarFeed.created_at))


def test_the_page_says_what_is_wrong(browsing: Callable[[Person], Caller], cast: Cast) -> None:
    manager = browsing(cast.manager)
    for of in ("", "workshop", "workshop:x", "person:x"):
        assert submit(manager, PAGE, of=of).status == 422
    assert submit(manager, PAGE, of=f"workshop:{uuid4()}").status == 404


def test_the_manager_sees_whose_addresses_there_are(
    browsing: Callable[[Person], Caller], mechanic: Caller, cast: Cast, look: Look
) -> None:
    feed = made(mechanic, "person").body
    page = browsing(cast.manager).get(PAGE).text
    assert f"made by {cast.mechanic.name}" in page
    assert feed["url"] not in page


def test_when_it_was_last_fetched_is_known_to_the_hour(
    manager: Caller, anonymous: Caller, look: Look
) -> None:
    path = address(manager)
    assert look(lambda: db.session.query(CalendarFeed).one().last_read_at) is None
    anonymous.get(path)
    read_at = look(lambda: db.session.query(CalendarFeed).one().last_read_at)
    assert read_at is not None
    assert (read_at.minute, read_at.second) == (0, 0)


def test_a_french_reader_gets_french(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    plan_job(manager, **job_body(cast))
    path = address(manager)

    def speak_french() -> None:
        db.session.get_one(User, cast.manager.user_id).locale = "fr"

    look(speak_french)
    assert "bay" not in anonymous.get(path).text
