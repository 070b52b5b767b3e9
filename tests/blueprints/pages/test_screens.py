"""Screens: paired once by a link, read-only by construction, out at once when somebody says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.blueprints.access import Who
from billun.extensions import db
from billun.models import Company, Screen, SignIn
from billun.models.base import now
from tests.blueprints.test_access import rules, with_csrf
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit
from tests.fixtures.people import path_of
from tests.fixtures.screens import new_screen, paired, speak_english

Look = Callable[..., Any]


@pytest.fixture(autouse=True)
def in_english(cast: Cast, look: Look) -> None:
    look(lambda: speak_english(cast.vauquelin))


def test_a_supervisor_makes_a_screen_and_its_device_shows_the_wall(
    app: Flask, supervisor: Caller, anonymous: Caller
) -> None:
    link = path_of(new_screen(supervisor).body["url"])
    assert "Pair this screen" in anonymous.get(link).text
    done = submit(anonymous, link)
    assert (done.status, done.headers["Location"]) == (303, "/wall")
    assert "Who is on what" in anonymous.get("/wall").text
    listed = supervisor.get("/api/screens").body["items"][0]
    assert (listed["url"], bool(listed["paired_at"])) == (None, True)


def test_opening_the_link_pairs_nothing(supervisor: Caller, anonymous: Caller) -> None:
    made = new_screen(supervisor).body
    anonymous.get(path_of(made["url"]))
    assert supervisor.get("/api/screens").body["items"][0]["paired_at"] is None
    assert anonymous.get("/wall").headers["Location"].startswith("/sign-in")


def test_the_link_works_once(app: Flask, supervisor: Caller) -> None:
    link = path_of(new_screen(supervisor).body["url"])
    first, second = Caller(app.test_client()), Caller(app.test_client())
    assert second.get(link).status == 200
    assert submit(first, link).status == 303
    late = with_csrf(second).post(link)
    assert late.status == 404
    assert "works no more" in late.text
    assert second.get("/wall").status == 302


def test_the_link_works_for_a_day(supervisor: Caller, anonymous: Caller, look: Look) -> None:
    made = new_screen(supervisor).body
    look(lambda: db.session.execute(update(Screen).values(created_at=now() - timedelta(days=2))))
    assert anonymous.get(path_of(made["url"])).status == 200
    look(lambda: db.session.execute(update(Screen).values(pairing_ends_at=now())))
    assert anonymous.get(path_of(made["url"])).status == 404


def test_a_new_link_ends_the_old_one_and_the_old_device(app: Flask, supervisor: Caller) -> None:
    device, id = paired(app, supervisor)
    assert device.get("/wall").status == 200
    first = supervisor.post(f"/api/screens/{id}/pairing").body["url"]
    assert device.get("/wall").headers["Location"].startswith("/pair?")
    second = supervisor.post(f"/api/screens/{id}/pairing").body["url"]
    assert device.get(path_of(first)).status == 404
    assert submit(device, path_of(second)).status == 303
    assert device.get("/wall").status == 200


def test_a_screen_that_was_revoked_says_so_and_forgets(app: Flask, supervisor: Caller) -> None:
    device, id = paired(app, supervisor)
    assert supervisor.delete(f"/api/screens/{id}").status == 204
    fragment = device.get("/wall", headers={"HX-Request": "true", "HX-Target": "div#wall"})
    assert (fragment.status, fragment.headers["HX-Redirect"]) == (401, "/pair")
    assert "not paired any more" in device.get("/pair").text
    assert device.get("/wall").headers["Location"].startswith("/sign-in")
    assert supervisor.get("/api/screens").body["items"] == []
    assert supervisor.post(f"/api/screens/{id}/pairing").status == 409


def test_the_stream_is_refused_to_a_screen_that_was_revoked(app: Flask, supervisor: Caller) -> None:
    device, id = paired(app, supervisor)
    supervisor.delete(f"/api/screens/{id}")
    assert device.get("/wall/events").status == 302


def test_a_closed_company_shows_nothing(
    app: Flask, supervisor: Caller, cast: Cast, look: Look
) -> None:
    device, _id = paired(app, supervisor)
    closing = update(Company).where(Company.id == cast.vauquelin).values(closed_at=now())
    look(lambda: db.session.execute(closing))
    assert device.get("/wall").status == 302


def test_pairing_signs_out_whoever_was_signed_in_on_the_device(
    supervisor: Caller, browsing: Callable[[Person], Caller], cast: Cast, look: Look
) -> None:
    link = path_of(new_screen(supervisor).body["url"])
    manager = browsing(cast.manager)
    submit(manager, link)
    assert manager.get("/overview").headers["Location"].startswith("/sign-in")
    of_manager = select(SignIn.revoked_at).where(SignIn.user_id == cast.manager.user_id)
    assert all(look(lambda: db.session.scalars(of_manager).all()))


def test_a_person_who_signs_in_and_out_leaves_the_pairing_alone(
    app: Flask, supervisor: Caller, cast: Cast
) -> None:
    device, _id = paired(app, supervisor)
    submit(device, "/sign-in", login=cast.manager.email, password="gravel, diesel and rain")
    assert device.get("/overview").status == 200
    out = submit(device, "/account", to="/sign-out")
    assert out.headers["Location"] == "/wall"
    assert device.get("/wall").status == 200


def test_a_screen_is_nobody_everywhere_but_on_its_own_pages(app: Flask, supervisor: Caller) -> None:
    device = with_csrf(paired(app, supervisor, "tablet")[0])
    entered = []
    for rule, method, access in rules(app):
        if access.who in (Who.ANYONE, Who.SCREENS, Who.TABLETS):
            continue
        with (answer := device.call(method, filled(rule.rule))).response:
            if answer.status != 401 and not leads_to_the_names(answer.headers):
                entered.append(f"{method} {rule}: {answer.status}")
    assert entered == []


def leads_to_the_names(headers: Any) -> bool:
    return re.match(r"/tablet(\?|$)", headers.get("Location", "")) is not None


def filled(rule: str) -> str:
    """The rule with something for each of its arguments: who may not enter never learns whether it is there."""

    def value(match: re.Match[str]) -> str:
        kind, _colon, _name = match[1].rpartition(":")
        if kind.startswith("any("):
            return kind[4:].split(",")[0].strip(" )\"'")
        return str(uuid4()) if kind == "uuid" else "1"

    return re.sub(r"<([^>]+)>", value, rule)


def test_the_workshop_and_managers_may_look_at_the_wall_and_drivers_not(
    browsing: Callable[[Person], Caller], cast: Cast
) -> None:
    seen = [browsing(one).get("/wall").status for one in (cast.manager, cast.mechanic, cast.driver)]
    assert seen == [200, 200, 403]


def test_screens_are_for_those_who_lead(
    manager: Caller, mechanic: Caller, driver: Caller, supervisor: Caller
) -> None:
    assert [who.get("/api/screens").status for who in (manager, supervisor)] == [200, 200]
    assert [who.get("/api/screens").status for who in (mechanic, driver)] == [403, 403]
    assert new_screen(mechanic).status == 403


def test_another_companys_screen_is_not_there(
    supervisor: Caller, partner: Caller, cast: Cast
) -> None:
    id = new_screen(supervisor).body["id"]
    assert partner.delete(f"/api/screens/{id}").status == 404
    assert partner.post(f"/api/screens/{id}/pairing").status == 404
    assert partner.get(f"/screens/{id}").status == 404
    assert new_screen(partner, workshop_id=str(cast.workshop_id)).status == 404
    assert partner.get("/api/screens").body["items"] == []


def test_the_same_screen_sent_again_is_one(supervisor: Caller, partner: Caller) -> None:
    id = str(uuid4())
    assert [new_screen(supervisor, id=id).status for _ in range(2)] == [201, 200]
    assert new_screen(supervisor, id=id, name="Hall 3").status == 409
    assert new_screen(partner, id=id).status == 404
    assert new_screen(supervisor, name=" ").status == 422


def test_a_screen_is_added_renewed_and_revoked_on_the_pages(
    browsing: Callable[[Person], Caller], cast: Cast
) -> None:
    suzanne = browsing(cast.supervisor)
    made = submit(suzanne, "/screens/new", name="Hall 2", kind="tablet", workshop_id="")
    place = made.headers["Location"]
    page = suzanne.get(place).text
    assert "/pair/" in page
    assert "<svg" in page
    assert submit(suzanne, place, to=f"{place}/pairing").headers["Location"] == place
    assert "Hall 2" in suzanne.get("/screens").text
    gone = submit(suzanne, place, to=f"{place}/revocation")
    assert gone.headers["Location"] == "/screens"
    assert "out of service" in suzanne.get(place).text
    assert submit(suzanne, "/screens/new", name="", kind="wall").status == 422
