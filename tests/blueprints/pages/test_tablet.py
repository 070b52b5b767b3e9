"""The shared tablet: a name and a PIN open the day's work for a while, and nothing that belongs to a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.blueprints.sign_in_limits import WRONG_PINS
from billun.extensions import db, limiter
from billun.models import Membership, SignIn, User
from billun.models.base import now
from billun.operations.sign_ins import note_use
from tests.fixtures.callers import Caller
from tests.fixtures.cast import PASSWORD, Cast, Person
from tests.fixtures.maintenance import PARIS, job_body, plan_job, utc
from tests.fixtures.pages import submit, token_of
from tests.fixtures.screens import PIN, come_in, give_pin, paired, speak_english

Look = Callable[..., Any]


@pytest.fixture(autouse=True)
def in_english(cast: Cast, look: Look) -> None:
    look(lambda: speak_english(cast.vauquelin))


@pytest.fixture
def tablet(app: Flask, supervisor: Caller, cast: Cast, look: Look) -> Caller:
    """A paired tablet of the workshop, on which Marcel may sign in."""
    give_pin(look, cast.mechanic)
    return paired(app, supervisor, "tablet", workshop_id=str(cast.workshop_id))[0]


def test_a_name_and_a_pin_lead_to_ones_day(tablet: Caller, cast: Cast) -> None:
    assert "Marcel Martin" in tablet.get("/tablet").text
    entered = come_in(tablet, cast.mechanic)
    own_jobs = f"/maintenance/list?person={cast.mechanic.user_id}&to={today()}"
    assert (entered.status, entered.headers["Location"]) == (303, own_jobs)
    assert tablet.get("/tablet").headers["Location"] == own_jobs
    page = tablet.get("/board").text
    assert "Marcel Martin" in page
    assert "/tablet/end" in page
    assert tablet.get("/api/me").body["user"]["first_name"] == "Marcel"


def today() -> date:
    return datetime.now(PARIS).date()


def test_ones_day_shows_ones_own_jobs_until_tonight_and_no_way_to_what_is_kept_from_tablets(
    tablet: Caller, supervisor: Caller, cast: Cast
) -> None:
    now_on = {"starts_at": utc(now()), "ends_at": utc(now() + timedelta(hours=1))}
    asked = {"confirmed": ["closed", "on_leave", "booked_elsewhere"]}
    mine = {"assignee_ids": [str(cast.mechanic.user_id)]} | asked
    elsewhere = {"equipment_id": str(cast.loner.id)}
    assert plan_job(supervisor, **job_body(cast, title="Mine", **now_on, **mine)).status == 201
    assert plan_job(supervisor, **job_body(cast, title="Next week", **mine)).status == 201
    others = job_body(cast, title="Not mine", **now_on, **asked) | elsewhere
    assert plan_job(supervisor, **others).status == 201
    day = tablet.get(come_in(tablet, cast.mechanic).headers["Location"]).text
    assert "Mine" in day
    assert "Next week" not in day
    assert "Not mine" not in day
    for kept in ("/maintenance/feeds", "/screens", "/maintenance/export"):
        assert kept not in day
        assert tablet.get(kept).status == 403


def test_only_names_with_a_pin_are_shown(tablet: Caller, cast: Cast) -> None:
    assert "Suzanne" not in tablet.get("/tablet").text
    for person in (cast.supervisor, cast.driver, cast.partner):
        assert tablet.get(f"/tablet/{person.user_id}").status == 404


def test_done_leads_back_to_the_names_and_keeps_the_tablet(
    tablet: Caller, cast: Cast, look: Look
) -> None:
    come_in(tablet, cast.mechanic)
    done = submit(tablet, "/board", to="/tablet/end")
    assert done.headers["Location"] == "/tablet"
    assert "Who is there?" in tablet.get("/tablet").text
    assert tablet.get("/board").headers["Location"].startswith("/tablet?next=")
    of_marcel = select(SignIn.revoked_at).where(SignIn.screen_id.is_not(None))
    assert all(look(lambda: db.session.scalars(of_marcel).all()))


def test_after_a_while_the_next_one_is_asked_and_lands_where_it_was(
    tablet: Caller, cast: Cast, look: Look
) -> None:
    come_in(tablet, cast.mechanic)
    look(lambda: db.session.execute(update(SignIn).values(expires_at=now())))
    led = tablet.get("/board?screen=whole").headers["Location"]
    assert led == "/tablet?next=/board?screen%3Dwhole"
    back = come_in(tablet, cast.mechanic, next="/board?screen=whole")
    assert back.headers["Location"] == "/board?screen=whole"
    assert (
        come_in(tablet, cast.mechanic, next="//evil.example")
        .headers["Location"]
        .startswith("/maintenance")
    )


def test_it_lasts_minutes_from_the_last_touch_and_no_page_that_refreshes_itself_counts(
    tablet: Caller, cast: Cast, look: Look
) -> None:
    come_in(tablet, cast.mechanic)
    half_over = {
        "last_seen_at": now() - timedelta(minutes=9),
        "expires_at": now() + timedelta(minutes=6),
    }
    look(lambda: db.session.execute(update(SignIn).values(half_over)))
    tablet.get("/board", headers={"HX-Request": "true", "HX-Target": "div#board"})
    assert minutes_left(look) == 5
    tablet.get("/board")
    assert minutes_left(look) == 14


def minutes_left(look: Look) -> int:
    on_tablet = select(SignIn).where(SignIn.screen_id.is_not(None))
    return int(
        look(lambda: (db.session.scalars(on_tablet).one().expires_at - now()).total_seconds() // 60)
    )


def test_a_password_sign_in_still_lasts_its_ninety_days(
    cast: Cast, look: Look, driver: Caller
) -> None:
    def used() -> int:
        signed_in = SignIn(
            user=db.session.get_one(User, cast.driver.user_id), channel="pages",
            last_seen_at=now() - timedelta(hours=1), expires_at=now() + timedelta(hours=1),
        )  # fmt: skip
        assert note_use(signed_in)
        return (signed_in.expires_at - now()).days

    assert look(used) == 89


@pytest.mark.parametrize(
    "path",
    [
        "/account",
        "/people",
        "/screens",
        "/api/users",
        "/api/screens",
        "/equipment/export",
        "/deadlines/export",
        "/api/access-log",
        "/api/reports/deadlines?format=csv",
        "/api/calendar-feeds",
    ],
)
def test_what_belongs_to_a_person_or_the_company_is_refused_in_words(
    tablet: Caller, cast: Cast, path: str
) -> None:
    come_in(tablet, cast.mechanic)
    answer = tablet.get(path)
    assert answer.status == 403
    assert "shared tablet" in answer.text


def test_nothing_of_the_account_is_changed_on_a_tablet(tablet: Caller, cast: Cast) -> None:
    come_in(tablet, cast.mechanic)
    tablet.headers["X-CSRFToken"] = token_of(tablet.get("/board"))
    bodies = {"present_password": PASSWORD, "new_password": "another long sentence"}
    assert tablet.put("/api/me/password", json=bodies).status == 403
    assert tablet.put("/api/me/pin", json={"pin": "9375"}).status == 403
    assert tablet.post("/account/password", data=bodies).status == 403
    assert tablet.post("/account/pin", data={"pin": "9375"}).status == 403
    assert tablet.post("/account/company", data={"company_id": str(cast.vauquelin)}).status == 403


def test_a_wrong_pin_is_told_the_same_way_until_it_locks(
    tablet: Caller, cast: Cast, look: Look
) -> None:
    for _try in range(4):
        wrong = come_in(tablet, cast.mechanic, "9999")
        assert wrong.status == 422
        assert "This PIN is wrong." in wrong.text
    assert "Try again after" in come_in(tablet, cast.mechanic, "9999").text
    assert "Try again after" in come_in(tablet, cast.mechanic, PIN).text
    assert tablet.get("/board").status == 302
    look(lambda: db.session.execute(update(Membership).values(pin_locked_until=None)))
    assert come_in(tablet, cast.mechanic).status == 303
    member = look(lambda: db.session.get_one(Membership, cast.mechanic.membership_id).pin_failures)
    assert member == 0


def test_a_tablet_on_which_people_guess_is_closed_for_a_while(
    app: Flask, tablet: Caller, cast: Cast
) -> None:
    with tablet.client.session_transaction() as session:
        screen = session["screen"]
    with app.app_context():
        for _try in range(29):
            limiter.limiter.hit(WRONG_PINS, "wrong-pin", screen)
    statuses = [come_in(tablet, cast.mechanic, "9999").status for _try in range(2)]
    assert statuses == [422, 429]


def test_a_wall_takes_no_pin(app: Flask, supervisor: Caller, cast: Cast, look: Look) -> None:
    give_pin(look, cast.mechanic)
    wall, _id = paired(app, supervisor)
    assert wall.get("/tablet").headers["Location"].startswith("/sign-in")
    assert wall.get(f"/tablet/{cast.mechanic.user_id}").headers["Location"].startswith("/sign-in")


def test_nobody_signs_in_by_pin_without_a_tablet(
    browsing: Callable[[Person], Caller], anonymous: Caller, cast: Cast
) -> None:
    assert anonymous.get("/tablet").headers["Location"].startswith("/sign-in")
    assert browsing(cast.manager).get("/tablet").status == 403


def test_the_sign_in_of_a_tablet_is_worth_nothing_elsewhere(
    app: Flask, tablet: Caller, cast: Cast
) -> None:
    come_in(tablet, cast.mechanic)
    with tablet.client.session_transaction() as session:
        id = session["_user_id"]
    elsewhere = Caller(app.test_client())
    with elsewhere.client.session_transaction() as session:
        session["_user_id"] = id
    assert elsewhere.get("/board").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "ending", ["screen revoked", "fresh link", "role changed", "sent off", "pin removed"]
)
def test_it_ends_with_the_tablet_the_pin_and_the_place_in_the_workshop(
    tablet: Caller, manager: Caller, cast: Cast, ending: str
) -> None:
    come_in(tablet, cast.mechanic)
    screen = manager.get("/api/screens").body["items"][0]["id"]
    marcel = f"/api/users/{cast.mechanic.user_id}"
    done = {
        "screen revoked": lambda: manager.delete(f"/api/screens/{screen}"),
        "fresh link": lambda: manager.post(f"/api/screens/{screen}/pairing"),
        "role changed": lambda: manager.patch(marcel, json={"role": "driver"}),
        "sent off": lambda: manager.delete(marcel),
        "pin removed": lambda: manager.delete(f"{marcel}/pin"),
    }[ending]()
    assert done.status < 300
    assert tablet.get("/board").status == 302
    assert tablet.get(f"/tablet/{cast.mechanic.user_id}").status in {302, 404}


def test_a_pin_is_set_on_the_pages(browsing: Callable[[Person], Caller], cast: Cast) -> None:
    marcel, suzanne = browsing(cast.mechanic), browsing(cast.supervisor)
    assert submit(marcel, "/account", to="/account/pin", pin="1234").status == 422
    assert submit(marcel, "/account", to="/account/pin", pin="2846").status == 303
    page = f"/people/{cast.mechanic.user_id}"
    assert submit(suzanne, page, to=f"{page}/pin", pin="7777").status == 422
    assert submit(suzanne, page, to=f"{page}/pin", pin="9375").status == 303
    assert submit(suzanne, page, to=f"{page}/pin/removal").status == 303
    assert submit(marcel, "/account", to="/account/pin/removal").status == 303
