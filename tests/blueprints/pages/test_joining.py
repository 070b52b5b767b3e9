"""Coming in by the link of a mail or the code of a card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.extensions import db
from billun.models import Company, DeliveryKind, Invitation, Membership, Role, User
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.pages import submit, token_of
from tests.fixtures.people import NEW_PASSWORD, invite, mailed, newest_link, path_of
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


@pytest.fixture
def card(manager: Caller) -> str:
    """The path of a card for a driver."""
    (made,) = manager.post("/api/join-cards", json={}).body["items"]
    return path_of(made["url"])


def come(caller: Caller, link: str, **fields: str) -> Answer:
    """Join by the page as somebody new."""
    form = {"first_name": "Nadine", "last_name": "Nouvelle", "password": NEW_PASSWORD}
    return submit(caller, link, **form | fields)


def come_with_account(caller: Caller, link: str, login: str, password: str = PASSWORD) -> Answer:
    form = {"account-login": login, "account-password": password}
    return submit(caller, link, to=f"{link}/sign-in", **form)


# By mail.
def test_somebody_new_follows_the_mail_and_works_there(
    manager: Caller, anonymous: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    invite(manager, email="nadine@example.com", role="workshop", trade="mechanic")
    address, link = mailed(app, look, DeliveryKind.INVITATION)
    assert address == "nadine@example.com"
    page = anonymous.get(link)
    assert "Join Vauquelin" in page.text
    assert 'name="login"' not in page.text
    joined = come(anonymous, link, first_name="Nadège")
    assert (joined.status, joined.headers["Location"]) == (303, "/board")
    me = anonymous.get("/api/me").body
    assert (me["user"]["first_name"], me["membership"]["trade"]) == ("Nadège", "mechanic")


def test_looking_at_the_link_does_not_use_it_up(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    invite(manager, email="nadine@example.com")
    link = newest_link(look)
    assert [anonymous.get(link).status for _ in range(3)] == [200] * 3
    assert come(anonymous, link).status == 303


def test_the_link_works_once(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look, app: Flask
) -> None:
    invite(manager, email="nadine@example.com")
    link = newest_link(look)
    come(anonymous, link)
    again = Caller(app.test_client()).get(link)
    assert again.status == 404
    assert "used already" in again.text


def test_whom_billun_knows_signs_in_to_join(
    manager: Caller, anonymous: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    invite(manager, email=cast.outsider.email)
    _address, link = mailed(app, look, DeliveryKind.INVITATION)
    assert come_with_account(anonymous, link, cast.outsider.email, "wrong password").status == 422
    assert come_with_account(anonymous, link, cast.outsider.email).status == 303
    me = anonymous.get("/api/me").body
    assert (me["company"]["name"], me["user"]["first_name"]) == ("Vauquelin", "Otto")
    assert len(me["memberships"]) == 2
    assert manager.get("/api/users?q=otto").body["total"] == 1


def test_nobody_takes_over_an_account_by_its_invitation(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    invite(manager, email=cast.outsider.email)
    link = newest_link(look)
    token = token_of(anonymous.get(link))
    form = {"first_name": "X", "last_name": "Y", "password": NEW_PASSWORD, "csrf_token": token}
    assert anonymous.post(link, data=form).status == 422
    assert (
        anonymous.post(
            "/api/auth/login", json={"login": cast.outsider.email, "password": PASSWORD}
        ).status
        == 200
    )


def test_who_is_signed_in_joins_with_one_press(
    manager: Caller, browsing: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    invite(manager, email=cast.outsider.email)
    link, otto = newest_link(look), browsing(cast.outsider)
    assert "You are signed in as Otto Martin" in otto.get(link).text
    assert submit(otto, link, to=f"{link}/membership").headers["Location"] == "/drive"
    assert otto.get("/api/me").body["company"]["name"] == "Vauquelin"


def test_one_may_say_no(manager: Caller, anonymous: Caller, cast: Cast, look: Look) -> None:
    id = invite(manager, email="nadine@example.com").body["id"]
    link = newest_link(look)
    assert submit(anonymous, link, to=f"{link}/refusal").status == 200
    assert anonymous.get(link).status == 404
    assert manager.get(f"/api/users/{id}").body["state"] == "ended"


# By card.
def test_a_driver_without_mail_scans_a_card_and_can_report(
    anonymous: Caller, cast: Cast, card: str, manager: Caller
) -> None:
    joined = come(anonymous, card, login="06 12 34 56 78")
    assert (joined.status, joined.headers["Location"]) == (303, "/drive")
    me = anonymous.get("/api/me").body
    assert (me["user"]["phone"], me["membership"]["role"]) == ("+33612345678", "driver")
    assert manager.get("/api/users?q=nadine").body["items"][0]["state"] == "active"
    assert manager.get("/api/join-cards").body["items"] == []


def test_one_card_scanned_by_many_at_once_lets_one_in(
    app: Flask, anonymous: Caller, cast: Cast, card: str, look: Look
) -> None:
    token = token_of(anonymous.get(card))
    cookie = anonymous.client.get_cookie("billun")
    assert cookie is not None

    def scan(number: int) -> Callable[[Caller], Answer]:
        def call(caller: Caller) -> Answer:
            caller.client.set_cookie("billun", cookie.value)
            form = {"first_name": "N", "last_name": str(number), "password": NEW_PASSWORD}
            return caller.post(
                card, data=form | {"csrf_token": token, "login": f"n{number}@example.com"}
            )

        return call

    found = all_at_once(app, [scan(number) for number in range(6)], Caller(app.test_client()))
    assert found.count(303) == 1
    assert set(found) <= {303, 404, 422}
    count = look(lambda: db.session.query(User).filter(User.email.like("n%@example.com")).count())
    assert count == 1


@pytest.mark.parametrize("login", ["", "no login", "12", "x@"])
def test_a_card_needs_a_login(anonymous: Caller, cast: Cast, card: str, login: str) -> None:
    assert come(anonymous, card, login=login).status == 422


def test_a_card_takes_nobodys_account(anonymous: Caller, cast: Cast, card: str) -> None:
    refused = come(anonymous, card, login=cast.outsider.email)
    assert refused.status == 422
    assert "on Billun already" in refused.text
    assert (
        anonymous.post(
            "/api/auth/login", json={"login": cast.outsider.email, "password": PASSWORD}
        ).status
        == 200
    )


def test_cards_do_not_find_out_who_is_on_billun(anonymous: Caller, cast: Cast, card: str) -> None:
    tries = [come(anonymous, card, login=cast.outsider.email).status for _ in range(21)]
    assert tries == [422] * 20 + [429]
    assert come_with_account(anonymous, card, cast.outsider.email).status == 303


def test_a_card_is_used_with_an_account_too(anonymous: Caller, cast: Cast, card: str) -> None:
    assert come_with_account(anonymous, card, cast.outsider.email).status == 303
    assert anonymous.get("/api/me").body["company"]["name"] == "Vauquelin"


def test_a_manager_who_tries_a_card_does_not_use_it_up(
    browsing: Callable[..., Caller], anonymous: Caller, cast: Cast, card: str
) -> None:
    marthe = browsing(cast.manager)
    assert submit(marthe, card, to=f"{card}/membership").status == 409
    assert come(anonymous, card, login="06 12 34 56 78").status == 303


def test_who_was_sent_off_does_not_come_back_by_a_card(
    manager: Caller, anonymous: Caller, cast: Cast, card: str
) -> None:
    manager.delete(f"/api/users/{cast.driver.user_id}")
    refused = come_with_account(anonymous, card, cast.driver.email)
    assert refused.status == 422
    assert "Ask a manager" in refused.text


def test_a_withdrawn_card_is_over(
    manager: Caller, anonymous: Caller, cast: Cast, card: str
) -> None:
    (open_card,) = manager.get("/api/join-cards").body["items"]
    manager.delete(f"/api/join-cards/{open_card['id']}")
    assert anonymous.get(card).status == 404


def test_a_card_runs_out_after_thirty_days(
    anonymous: Caller, cast: Cast, card: str, look: Look
) -> None:
    def aged(days: int) -> None:
        moment = now() + timedelta(days=30 - days)
        db.session.execute(update(Invitation).values(expires_at=moment))

    look(lambda: aged(29))
    assert anonymous.get(card).status == 200
    look(lambda: aged(31))
    assert anonymous.get(card).status == 404


def test_nobody_joins_a_closed_company(
    anonymous: Caller, cast: Cast, card: str, look: Look
) -> None:
    look(lambda: setattr(db.session.get_one(Company, cast.vauquelin), "closed_at", now()))
    assert anonymous.get(card).status == 404
    refused = anonymous.post(
        f"{card}/refusal", headers={"X-CSRFToken": token_of(anonymous.get("/sign-in"))}
    )
    assert refused.status == 409


@pytest.mark.parametrize("token", ["x", "AAAAAAAAAAAAAAAAAAAAAA.x", "%00", "é", "a.b.c"])
@pytest.mark.parametrize("page", ["join", "sign-in/card"])
def test_a_forged_link_is_over(anonymous: Caller, app: Flask, page: str, token: str) -> None:
    assert anonymous.get(f"/{page}/{token}").status == 404


def test_a_join_card_does_not_sign_in(anonymous: Caller, cast: Cast, card: str) -> None:
    assert anonymous.get(card.replace("/join/", "/sign-in/card/")).status == 404


# Who handed it out.
def test_what_a_manager_handed_out_goes_with_them(
    manager: Caller, calling: Callable[..., Caller], anonymous: Caller, cast: Cast, look: Look
) -> None:
    simone = calling(cast.site_manager)
    (made,) = simone.post("/api/join-cards", json={}).body["items"]
    id = invite(simone, email="nadine@example.com").body["id"]
    manager.delete(f"/api/users/{cast.site_manager.user_id}")
    assert look(lambda: db.session.query(Invitation).filter(Invitation.open()).count()) == 0
    assert anonymous.get(path_of(made["url"])).status == 404
    manager.patch(f"/api/users/{cast.site_manager.user_id}", json={"active": True})
    assert anonymous.get(path_of(made["url"])).status == 404
    assert manager.get(f"/api/users/{id}").body["invitation"] is None


def test_who_is_no_manager_any_more_brings_nobody_in(
    manager: Caller, calling: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    calling(cast.site_manager).post("/api/join-cards", json={})
    manager.post("/api/join-cards", json={})
    manager.patch(f"/api/users/{cast.site_manager.user_id}", json={"role": "driver"})
    kept = look(lambda: db.session.query(Invitation).filter(Invitation.open()).one().inviter_id)
    assert kept == cast.manager.membership_id


def test_a_card_of_who_may_give_none_brings_nobody_in(
    anonymous: Caller, browsing: Callable[..., Caller], cast: Cast, card: str, look: Look
) -> None:
    """Also where it was not withdrawn."""
    otto = browsing(cast.outsider)
    token = token_of(otto.get(card))
    place = select(Membership).where(Membership.id == cast.manager.membership_id)
    look(lambda: setattr(db.session.scalars(place).one(), "role", Role.DRIVER))
    assert anonymous.get(card).status == 404
    assert otto.post(f"{card}/membership", headers={"X-CSRFToken": token}).status == 409


# By a card with a name.
def test_a_card_by_name_leads_to_the_place_that_waits(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    here = {"role": "workshop", "workshop_id": str(cast.workshop_id)}
    id = invite(manager, phone="+33612345678", **here).body["id"]
    link = newest_link(look)
    assert "+33612345678" in anonymous.get(link).text
    assert come(anonymous, link, login="06 12 34 56 78").status == 303
    found = manager.get(f"/api/users/{id}").body
    assert (found["state"], found["workshop_id"]) == ("active", here["workshop_id"])


def test_the_work_given_meanwhile_counts(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    id = invite(manager, phone="+33612345678").body["id"]
    changes = {"role": "workshop", "trade": "mechanic", "workshop_id": str(cast.workshop_id)}
    manager.patch(f"/api/users/{id}", json=changes)
    come(anonymous, newest_link(look), login="06 12 34 56 78")
    found = manager.get(f"/api/users/{id}").body
    assert {name: found[name] for name in changes} == changes


def test_who_comes_with_another_account_takes_the_place(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    id = invite(manager, phone="+33612345678").body["id"]
    assert come_with_account(anonymous, newest_link(look), cast.outsider.email).status == 303
    assert manager.get(f"/api/users/{id}").body["id"] == str(cast.outsider.user_id)
    assert manager.get(f"/api/users/{cast.outsider.user_id}").body["state"] == "active"
    assert look(lambda: db.session.query(User).filter_by(phone="+33612345678").count()) == 0


def test_the_place_of_a_known_person_stays_theirs(
    partner: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    invite(partner, phone=cast.driver.phone)
    come_with_account(anonymous, newest_link(look), cast.outsider.email)
    (ended,) = partner.get("/api/users?state=ended").body["items"]
    assert ended["first_name"] == "Nadine"
    assert partner.get(f"/api/users/{cast.driver.user_id}").status == 404
    assert partner.get(f"/api/users/{cast.outsider.user_id}").body["state"] == "active"
    assert look(lambda: db.session.get_one(User, cast.driver.user_id).phone) == cast.driver.phone


# What others wrote on a placeholder opens no door.
def test_an_address_that_a_stranger_wrote_is_not_on_the_account(
    manager: Caller, partner: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    invite(partner, phone="+33612345678", email="stranger@example.com")
    invite(manager, phone="+33612345678")
    come(anonymous, newest_link(look), login="06 12 34 56 78")
    user = anonymous.get("/api/me").body["user"]
    assert (user["phone"], user["email"]) == ("+33612345678", None)


def test_a_phone_that_a_stranger_wrote_is_not_on_the_account(
    manager: Caller, partner: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    invite(partner, phone="+33612345678", email="nadine@example.com")
    invite(manager, email="nadine@example.com")
    come(anonymous, newest_link(look))
    user = anonymous.get("/api/me").body["user"]
    assert (user["phone"], user["email"]) == (None, "nadine@example.com")


def test_a_card_in_one_company_joins_no_other(
    manager: Caller, partner: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    """A manager who writes somebody else's address on a card does not come in where that one is invited."""
    invite(manager, phone="+33612345678", role="manager")
    invite(partner, phone="+33612345678")
    come(anonymous, newest_link(look), login="06 12 34 56 78")
    assert [one["company_name"] for one in anonymous.get("/api/me").body["memberships"]] == [
        "Frigo Loire"
    ]
    assert "Vauquelin" not in anonymous.get("/account").text


def test_one_member_is_one_row_whatever_they_came_by(
    manager: Caller, anonymous: Caller, cast: Cast, card: str, look: Look
) -> None:
    invite(manager, email=cast.outsider.email, role="manager")
    come_with_account(anonymous, card, cast.outsider.email)
    places = select(Membership).where(Membership.user_id == cast.outsider.user_id)
    roles = look(lambda: {m.company_id: m.role for m in db.session.scalars(places)})
    assert roles[cast.vauquelin] == Role.DRIVER
    assert look(lambda: db.session.query(Invitation).filter(Invitation.open()).count()) == 0
