"""/api/users: who is there, who comes, what they do, who goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from billun.extensions import db
from billun.models import Delivery, Invitation, Membership, Site, User
from tests.fixtures.callers import Caller
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.people import NEW_PASSWORD, invite
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def login(caller: Caller, name: str, password: str) -> int:
    return caller.post("/api/auth/login", json={"login": name, "password": password}).status


# Who is there.
def test_people_are_listed_by_name(manager: Caller, cast: Cast) -> None:
    body = manager.get("/api/users").body
    names = [one["first_name"] for one in body["items"]]
    assert names == ["Denise", "Didier", "Marcel", "Marthe", "Simone", "Suzanne"]
    assert body["total"] == 6


def test_a_list_goes_on_where_it_stopped(manager: Caller, cast: Cast) -> None:
    names: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = manager.get(f"/api/users?limit=2{cursor and '&cursor=' + cursor}").body
        names += [one["first_name"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert names == ["Denise", "Didier", "Marcel", "Marthe", "Simone", "Suzanne"]


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMl0", "WyJhIiwiYiIsImMiXQ"])
def test_a_strange_cursor_is_refused(manager: Caller, cast: Cast, cursor: str) -> None:
    assert manager.get(f"/api/users?cursor={cursor}").status == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=DENISE", ["Denise"]),
        ("q=martin deni", ["Denise"]),
        ("q=didier@example", ["Didier"]),
        ("q=06 12 00 00 02", ["Denise"]),
        ("q=%2B33612000002", ["Denise"]),
        ("q=nobody", []),
        ("role=driver", ["Denise", "Didier"]),
        ("trade=supervisor", ["Suzanne"]),
        ("role=manager&q=simone", ["Simone"]),
        ("state=invited", []),
    ],
)
def test_people_are_found(manager: Caller, cast: Cast, query: str, found: list[str]) -> None:
    body = manager.get(f"/api/users?{query}").body
    assert [one["first_name"] for one in body["items"]] == found
    assert body["total"] == len(found)


def test_accents_do_not_matter(manager: Caller, cast: Cast) -> None:
    invite(manager, first_name="Élodie", last_name="Ľubomír", email="e@example.com")
    assert manager.get("/api/users?q=lubomir elodie").body["total"] == 1


def test_the_team_of_a_workshop_is_found(manager: Caller, cast: Cast) -> None:
    found = manager.get(f"/api/users?workshop_id={cast.workshop_id}").body["items"]
    assert [(one["first_name"], one["workshop_id"]) for one in found] == [
        ("Marcel", str(cast.workshop_id)),
        ("Suzanne", str(cast.workshop_id)),
    ]


def test_another_companys_workshop_is_not_there(outsider: Caller, cast: Cast) -> None:
    assert outsider.get(f"/api/users?workshop_id={cast.workshop_id}").status == 404


def test_one_person_is_read_by_the_workshop_too(mechanic: Caller, cast: Cast) -> None:
    found = mechanic.get(f"/api/users/{cast.driver.user_id}").body
    assert (found["id"], found["role"], found["state"]) == (
        str(cast.driver.user_id),
        "driver",
        "active",
    )
    assert mechanic.get(f"/api/users/{cast.driver.user_id}/devices").status == 403


# Who comes.
def test_with_a_password_a_new_person_is_in_at_once(
    manager: Caller, anonymous: Caller, cast: Cast
) -> None:
    made = invite(manager, email="Nadine@Example.com", password=NEW_PASSWORD)
    assert (made.status, made.body["state"], made.body["invitation"]) == (201, "active", None)
    assert login(anonymous, "nadine@example.com", NEW_PASSWORD) == 200


def test_without_a_password_a_new_person_is_invited_by_mail(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    made = invite(manager, email="nadine@example.com")
    assert (made.status, made.body["state"]) == (201, "invited")
    assert made.body["invitation"]["kind"] == "mail"
    assert "url" not in made.body["invitation"]
    assert look(lambda: db.session.query(Delivery).one().address) == "nadine@example.com"


def test_without_an_address_there_is_a_card(
    manager: Caller, mechanic: Caller, cast: Cast, look: Look
) -> None:
    made = invite(manager, phone="06 12 34 56 78").body
    assert made["phone"] == "+33612345678"
    assert "/join/" in made["invitation"]["url"]
    seen = mechanic.get(f"/api/users/{made['id']}").body
    assert "url" not in seen["invitation"]
    assert look(lambda: db.session.query(Delivery).count()) == 0


def test_whom_billun_knows_is_invited_and_keeps_the_password(
    manager: Caller, anonymous: Caller, cast: Cast
) -> None:
    made = invite(manager, email=cast.outsider.email, password=NEW_PASSWORD)
    assert (made.status, made.body["state"]) == (201, "invited")
    assert login(anonymous, cast.outsider.email, NEW_PASSWORD) == 401
    assert login(anonymous, cast.outsider.email, PASSWORD) == 200


def test_nothing_is_told_of_whom_billun_knows(manager: Caller, cast: Cast) -> None:
    known = invite(manager, email=cast.outsider.email).body
    unknown = invite(manager, email="nadine@example.com").body
    assert set(known) == set(unknown)
    for one in (known, manager.get(f"/api/users/{known['id']}").body):
        assert (one["first_name"], one["last_name"]) == ("Nadine", "Nouvelle")
    assert manager.get("/api/users?q=martin&state=invited").body["total"] == 0
    assert manager.get("/api/users?q=nadine&state=invited").body["total"] == 2


def test_known_by_phone_is_answered_like_unknown_by_phone(partner: Caller, cast: Cast) -> None:
    known = invite(partner, phone=cast.driver.phone).body
    unknown = invite(partner, phone="+33612345678").body
    assert set(known) == set(unknown)
    assert known["invitation"]["kind"] == unknown["invitation"]["kind"] == "join_card"
    assert known["email"] is None


def test_who_is_in_the_company_is_not_invited_again(manager: Caller, cast: Cast) -> None:
    assert invite(manager, email=cast.driver.email).status == 409
    assert invite(manager, email="nadine@example.com").status == 201
    assert invite(manager, email="nadine@example.com").status == 409


def test_who_left_is_invited_again(manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/users/{cast.driver.user_id}")
    made = invite(manager, email=cast.driver.email, role="workshop", trade="mechanic")
    assert (made.status, made.body["state"], made.body["role"]) == (201, "invited", "workshop")
    assert manager.get(f"/api/users/{made.body['id']}").body["last_name"] == "Nouvelle"
    assert manager.get("/api/users?state=ended").body["total"] == 0


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "email"),
        ({"email": "no address"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"email": "a@example.com", "password": "short"}, "password"),
        ({"email": "a@example.com", "first_name": "  "}, "first_name"),
        ({"email": "a@example.com", "role": "boss"}, "role"),
        ({"email": "a@example.com", "trade": "mechanic"}, "trade"),
        ({"email": "a@example.com", "is_admin": True}, "is_admin"),
    ],
)
def test_a_bad_field_is_named(
    manager: Caller, cast: Cast, form: dict[str, Any], field: str
) -> None:
    answer = invite(manager, **form)
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_a_team_is_for_the_workshop_alone(manager: Caller, cast: Cast) -> None:
    here = {"email": "a@example.com", "workshop_id": str(cast.workshop_id)}
    assert list(invite(manager, **here).errors) == ["workshop_id"]
    made = invite(manager, **here, role="workshop", trade="mechanic").body
    assert made["workshop_id"] == str(cast.workshop_id)


def test_another_companys_team_is_not_there(outsider: Caller, cast: Cast) -> None:
    here = {"email": "a@example.com", "workshop_id": str(cast.workshop_id), "role": "workshop"}
    assert invite(outsider, **here).status == 404


# The same sent twice.
@pytest.mark.parametrize("password", [None, NEW_PASSWORD])
def test_the_same_sent_again_is_the_same_person(
    manager: Caller, cast: Cast, look: Look, password: str | None
) -> None:
    form = {"id": str(uuid4()), "email": "nadine@example.com", "password": password}
    first, again = invite(manager, **form), invite(manager, **form)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert first.body["id"] == form["id"]
    assert look(lambda: db.session.query(Invitation).count()) == 1


def test_the_id_does_not_tell_whom_billun_knows(manager: Caller, cast: Cast, look: Look) -> None:
    long_ago = update(Invitation).values(created_at=Invitation.created_at - timedelta(hours=1))
    for email in (cast.outsider.email, "nadine@example.com"):
        form = {"id": str(uuid4()), "email": email}
        assert invite(manager, **form).body["id"] == form["id"]
        path = f"/api/users/{form['id']}"
        changed = manager.patch(path, json={"role": "manager"}).body
        assert (changed["id"], changed["role"]) == (form["id"], "manager")
        found = manager.get("/api/users?state=invited").body["items"]
        assert form["id"] in [one["id"] for one in found]
        assert manager.delete(path).status == 204
        look(lambda: db.session.execute(long_ago))
        assert manager.post(f"{path}/invitation").body["id"] == form["id"]
    assert manager.get(f"/api/users/{cast.outsider.user_id}").status == 404
    assert invite(manager, id=str(cast.outsider.user_id), email="x@example.com").status == 404


def test_the_same_id_for_a_known_person_is_known_again(manager: Caller, cast: Cast) -> None:
    form = {"id": str(uuid4()), "email": cast.outsider.email}
    first, again = invite(manager, **form), invite(manager, **form)
    assert (first.status, again.status) == (201, 200)
    assert first.body["id"] == again.body["id"]


def test_other_content_under_one_id_is_a_conflict(manager: Caller, cast: Cast) -> None:
    id = str(uuid4())
    invite(manager, id=id, email="nadine@example.com")
    assert invite(manager, id=id, email="nadja@example.com").status == 409


def test_an_id_of_another_company_is_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    id = str(uuid4())
    invite(manager, id=id, email="nadine@example.com")
    assert invite(partner, id=id, email="nadine@example.com").status == 404
    assert invite(partner, id=str(cast.driver.user_id), email="x@example.com").status == 404
    assert invite(manager, id=str(cast.driver.user_id), email="x@example.com").status == 409


def test_one_address_invited_many_times_at_once_is_invited_once(
    app: Flask, manager: Caller, cast: Cast, look: Look
) -> None:
    body = {"first_name": "N", "last_name": "N", "role": "driver", "email": "nadine@example.com"}
    calls = [lambda caller: caller.post("/api/users", json=body)] * 6
    assert sorted(all_at_once(app, calls, manager)) == [201] + [409] * 5
    assert look(lambda: db.session.query(User).filter_by(email="nadine@example.com").count()) == 1


# What they do.
def test_role_and_trade_are_changed(manager: Caller, cast: Cast) -> None:
    changes = {"role": "workshop", "trade": "mechanic", "workshop_id": str(cast.workshop_id)}
    changed = manager.patch(f"/api/users/{cast.driver.user_id}", json=changes)
    assert changed.status == 200
    assert {name: changed.body[name] for name in changes} == changes


def test_who_leaves_the_workshop_leaves_trade_and_team(manager: Caller, cast: Cast) -> None:
    changed = manager.patch(f"/api/users/{cast.mechanic.user_id}", json={"role": "driver"}).body
    assert (changed["trade"], changed["workshop_id"]) == (None, None)
    team = manager.get(f"/api/users?workshop_id={cast.workshop_id}").body["items"]
    assert [one["first_name"] for one in team] == ["Suzanne"]


def test_who_is_no_manager_any_more_answers_for_no_site(
    manager: Caller, cast: Cast, look: Look
) -> None:
    manager.patch(f"/api/users/{cast.site_manager.user_id}", json={"role": "driver"})
    assert look(lambda: db.session.get_one(Site, cast.site_id).manager_id) is None


@pytest.mark.parametrize("field", ["email", "phone", "password", "first_name", "is_main_manager"])
def test_what_belongs_to_the_person_is_not_the_managers(
    manager: Caller, cast: Cast, field: str
) -> None:
    answer = manager.patch(f"/api/users/{cast.driver.user_id}", json={field: "x"})
    assert (answer.status, list(answer.errors)) == (422, [field])


def test_a_change_of_what_was_not_seen_is_refused(manager: Caller, cast: Cast) -> None:
    path = f"/api/users/{cast.driver.user_id}"
    tag = manager.get(path).headers["ETag"]
    assert manager.patch(path, json={"role": "manager"}, headers={"If-Match": tag}).status == 200
    assert manager.patch(path, json={"role": "driver"}, headers={"If-Match": tag}).status == 412


def test_drivers_and_mechanics_change_nobody(driver: Caller, mechanic: Caller, cast: Cast) -> None:
    path = f"/api/users/{cast.driver.user_id}"
    assert driver.get(path).status == 403
    for caller in (driver, mechanic):
        assert caller.patch(path, json={"role": "manager"}).status == 403
        assert caller.delete(path).status == 403
        assert invite(caller, email="x@example.com").status == 403


# Who goes.
def test_who_is_sent_off_is_signed_out_at_once(
    manager: Caller, driver: Caller, anonymous: Caller, cast: Cast
) -> None:
    path = f"/api/users/{cast.driver.user_id}"
    assert (manager.delete(path).status, manager.delete(path).status) == (204, 204)
    assert driver.get("/api/me").status == 401
    assert login(anonymous, cast.driver.email, PASSWORD) == 401
    assert manager.get(path).body["state"] == "ended"
    assert manager.get("/api/users?q=denise").body["total"] == 0
    assert manager.get("/api/users?q=denise&state=ended").body["total"] == 1


def test_who_is_taken_back_signs_in_again(manager: Caller, anonymous: Caller, cast: Cast) -> None:
    path = f"/api/users/{cast.driver.user_id}"
    assert manager.patch(path, json={"active": False}).body["active"] is False
    assert manager.patch(path, json={"active": True}).body["state"] == "active"
    assert login(anonymous, cast.driver.email, PASSWORD) == 200


def test_who_left_still_works_elsewhere(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    def second_place() -> None:
        db.session.add(
            Membership(
                user_id=cast.driver.user_id, company_id=cast.partner.company_id, role="driver"
            )
        )

    look(second_place)
    manager.delete(f"/api/users/{cast.driver.user_id}")
    assert login(anonymous, cast.driver.email, PASSWORD) == 200


def test_an_invitation_is_withdrawn_and_sent_anew(manager: Caller, cast: Cast, look: Look) -> None:
    id = invite(manager, phone="+33612345678").body["id"]
    manager.delete(f"/api/users/{id}")
    assert manager.get(f"/api/users/{id}").body["state"] == "ended"
    assert manager.patch(f"/api/users/{id}", json={"active": True}).status == 409
    again = manager.post(f"/api/users/{id}/invitation")
    assert (again.status, again.body["state"]) == (201, "invited")
    assert look(lambda: db.session.query(Invitation).filter(Invitation.open()).count()) == 1


def test_mails_do_not_follow_each_other_at_once(manager: Caller, cast: Cast) -> None:
    id = invite(manager, email="nadine@example.com").body["id"]
    assert manager.post(f"/api/users/{id}/invitation").status == 409


def test_the_main_manager_stays(manager: Caller, cast: Cast) -> None:
    path = f"/api/users/{cast.manager.user_id}"
    assert manager.delete(path).status == 409
    assert manager.patch(path, json={"role": "driver"}).status == 409
    assert manager.patch(path, json={"active": False}).status == 409
    assert manager.get(path).body["is_main_manager"] is True


def test_the_company_is_handed_over(
    manager: Caller, calling: Callable[..., Caller], cast: Cast
) -> None:
    path = f"/api/users/{cast.site_manager.user_id}/main-manager"
    assert calling(cast.site_manager).put(path).status == 403
    handed = manager.put(path)
    assert (handed.status, handed.body["is_main_manager"]) == (200, True)
    assert manager.put(f"/api/users/{cast.manager.user_id}/main-manager").status == 403
    assert manager.delete(f"/api/users/{cast.manager.user_id}").status == 204


def test_only_a_manager_becomes_main_manager(manager: Caller, cast: Cast) -> None:
    assert manager.put(f"/api/users/{cast.driver.user_id}/main-manager").status == 422


# Where they are signed in.
def test_a_manager_signs_a_device_out(manager: Caller, driver: Caller, cast: Cast) -> None:
    path = f"/api/users/{cast.driver.user_id}/devices"
    (device,) = manager.get(path).body["items"]
    assert manager.delete(f"{path}/{device['id']}").status == 204
    assert driver.get("/api/me").status == 401
    assert manager.get(path).body["items"] == []


def test_a_device_of_somebody_else_is_not_there(
    manager: Caller, driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    (device,) = manager.get(f"/api/users/{cast.mechanic.user_id}/devices").body["items"]
    wrong = f"/api/users/{cast.driver.user_id}/devices/{device['id']}"
    assert manager.delete(wrong).status == 404


# Cards for whoever comes.
def test_cards_are_made_listed_and_withdrawn(manager: Caller, cast: Cast) -> None:
    made = manager.post("/api/join-cards", json={"count": 3})
    assert made.status == 201
    cards = manager.get("/api/join-cards").body["items"]
    assert {one["url"] for one in cards} == {one["url"] for one in made.body["items"]}
    assert manager.delete(f"/api/join-cards/{cards[0]['id']}").status == 204
    assert len(manager.get("/api/join-cards").body["items"]) == 2


def test_the_same_cards_sent_again_are_the_same(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    body = {"id": str(uuid4()), "count": 5}
    first, again = (manager.post("/api/join-cards", json=body) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert manager.post("/api/join-cards", json=body | {"count": 4}).status == 409
    assert partner.post("/api/join-cards", json=body).status == 404


@pytest.mark.parametrize(
    "body", [{"count": 0}, {"count": 101}, {"role": "manager"}, {"trade": "mechanic"}]
)
def test_a_card_gives_no_more_than_it_should(
    manager: Caller, cast: Cast, body: dict[str, Any]
) -> None:
    assert manager.post("/api/join-cards", json=body).status == 422


def test_cards_of_another_company_are_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    (card,) = manager.post("/api/join-cards", json={}).body["items"]
    assert partner.delete(f"/api/join-cards/{card['id']}").status == 404
    assert partner.get("/api/join-cards").body["items"] == []
