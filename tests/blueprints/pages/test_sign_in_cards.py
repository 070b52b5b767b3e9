"""Cards that sign in those who have no e-mail address and forgot the password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from billun.errors import Conflict
from billun.extensions import db
from billun.models import Invitation, Membership, Role, User
from billun.models.base import now
from billun.operations.sign_in_cards import use_sign_in_card
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import PASSWORD, Cast, Person
from tests.fixtures.pages import submit
from tests.fixtures.people import NEW_PASSWORD, newest_link, path_of

Look = Callable[..., Any]


@pytest.fixture(autouse=True)
def without_mail(cast: Cast, look: Look) -> None:
    """Everybody in the workshop and at the wheel signs in by phone."""

    def change() -> None:
        people = (cast.driver, cast.other_driver, cast.mechanic, cast.supervisor, cast.site_manager)
        for number, person in enumerate(people):
            user = db.session.get_one(User, person.user_id)
            user.email, user.phone = None, f"+3361200010{number}"

    look(change)


def ask(caller: Caller, person: Person) -> Answer:
    return caller.post(f"/api/users/{person.user_id}/sign-in-card")


def card_for(caller: Caller, person: Person) -> str:
    return path_of(ask(caller, person).body["url"])


def test_a_driver_who_forgot_the_password_scans_and_goes_on(
    supervisor: Caller, anonymous: Caller, cast: Cast
) -> None:
    card = card_for(supervisor, cast.driver)
    assert "Denise" in anonymous.get(card).text
    entered = submit(anonymous, card, new_password=NEW_PASSWORD)
    assert (entered.status, entered.headers["Location"]) == (303, "/drive")
    assert anonymous.get("/drive").status == 200
    body = {"login": "+33612000100", "password": NEW_PASSWORD}
    assert anonymous.post("/api/auth/login", json=body).status == 200


def test_every_other_device_is_signed_out(
    supervisor: Caller, driver: Caller, anonymous: Caller, cast: Cast
) -> None:
    submit(anonymous, card_for(supervisor, cast.driver), new_password=NEW_PASSWORD)
    assert driver.get("/api/me").status == 401


def test_looking_changes_nothing_and_a_bad_password_neither(
    supervisor: Caller, driver: Caller, anonymous: Caller, cast: Cast
) -> None:
    card = card_for(supervisor, cast.driver)
    anonymous.get(card)
    assert submit(anonymous, card, new_password="short").status == 422
    assert driver.get("/api/me").status == 200
    assert submit(anonymous, card, new_password=NEW_PASSWORD).status == 303


def test_it_works_once(supervisor: Caller, anonymous: Caller, cast: Cast) -> None:
    card = card_for(supervisor, cast.driver)
    submit(anonymous, card, new_password=NEW_PASSWORD)
    again = anonymous.get(card)
    assert again.status == 404
    assert "used already" in again.text


def test_a_newer_one_ends_the_older(supervisor: Caller, anonymous: Caller, cast: Cast) -> None:
    older, newer = card_for(supervisor, cast.driver), card_for(supervisor, cast.driver)
    assert (anonymous.get(older).status, anonymous.get(newer).status) == (404, 200)


def test_it_lasts_a_day(supervisor: Caller, anonymous: Caller, cast: Cast, look: Look) -> None:
    card = card_for(supervisor, cast.driver)
    look(
        lambda: db.session.execute(update(Invitation).values(expires_at=now() + timedelta(hours=1)))
    )
    assert anonymous.get(card).status == 200
    look(lambda: db.session.execute(update(Invitation).values(expires_at=now())))
    assert anonymous.get(card).status == 404


ALLOWED = {
    "manager": {"driver", "mechanic", "supervisor", "site_manager"},
    "site_manager": {"driver", "mechanic", "supervisor", "site_manager"},
    "supervisor": {"driver", "mechanic"},
    "mechanic": set(),
    "driver": set(),
}


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_opens_an_account_that_may_more(
    calling: Callable[..., Caller], cast: Cast, who: str, look: Look
) -> None:
    def phone_only() -> None:
        marthe = db.session.get_one(User, cast.manager.user_id)
        marthe.email = None

    look(phone_only)
    caller = calling(cast.people[who])
    wanted = ("manager", "site_manager", "supervisor", "mechanic", "driver")
    found = {one for one in wanted if ask(caller, cast.people[one]).status == 201}
    assert found == ALLOWED[who] | ({"manager"} if who == "manager" else set())


def test_who_has_an_address_resets_by_mail(manager: Caller, cast: Cast, look: Look) -> None:
    look(lambda: setattr(db.session.get_one(User, cast.driver.user_id), "email", "d@example.com"))
    refused = ask(manager, cast.driver)
    assert refused.status == 422
    assert "Forgot your password" in refused.text


def test_a_card_dies_with_the_first_address(
    manager: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    card = card_for(manager, cast.driver)
    look(lambda: setattr(db.session.get_one(User, cast.driver.user_id), "email", "d@example.com"))
    assert submit(anonymous, card, new_password=NEW_PASSWORD).status == 422


def test_an_account_that_matters_elsewhere_is_not_opened(
    manager: Caller, cast: Cast, look: Look
) -> None:
    def works_elsewhere() -> None:
        place = Membership(
            user_id=cast.driver.user_id, company_id=cast.partner.company_id, role=Role.DRIVER
        )
        db.session.add(place)

    look(works_elsewhere)
    assert ask(manager, cast.driver).status == 422


def test_nobody_takes_over_the_installation(manager: Caller, cast: Cast, look: Look) -> None:
    look(lambda: setattr(db.session.get_one(User, cast.driver.user_id), "is_admin", True))
    assert ask(manager, cast.driver).status == 422


def test_who_was_sent_off_meanwhile_does_not_enter(
    manager: Caller, supervisor: Caller, anonymous: Caller, cast: Cast
) -> None:
    card = card_for(supervisor, cast.driver)
    manager.delete(f"/api/users/{cast.driver.user_id}")
    assert anonymous.get(card).status == 404


def test_a_card_opens_no_account_that_may_more_by_now(
    manager: Caller, supervisor: Caller, anonymous: Caller, cast: Cast
) -> None:
    card = card_for(supervisor, cast.driver)
    manager.patch(f"/api/users/{cast.driver.user_id}", json={"role": "manager"})
    assert anonymous.get(card).status == 404
    manager.patch(f"/api/users/{cast.driver.user_id}", json={"role": "driver"})
    assert anonymous.get(card).status == 404


def test_a_card_is_worth_what_who_made_it_may_now(
    supervisor: Caller, anonymous: Caller, cast: Cast, look: Look
) -> None:
    """Also where it was not withdrawn."""
    card = card_for(supervisor, cast.driver)
    denise = select(Membership).where(Membership.id == cast.driver.membership_id)
    look(lambda: setattr(db.session.scalars(denise).one(), "role", Role.MANAGER))

    def use() -> None:
        use_sign_in_card(db.session.query(Invitation).one(), NEW_PASSWORD)

    with pytest.raises(Conflict):
        look(use)
    assert anonymous.get(card).status == 404


@pytest.mark.parametrize("change", [{"active": False}, {"trade": "mechanic"}])
def test_a_card_ends_with_the_work_of_who_made_it(
    manager: Caller, supervisor: Caller, anonymous: Caller, cast: Cast, change: dict[str, Any],
    look: Look,
) -> None:  # fmt: skip
    card = card_for(supervisor, cast.driver)
    path = f"/api/users/{cast.supervisor.user_id}"
    assert manager.patch(path, json=change).status == 200
    assert look(lambda: db.session.query(Invitation).one().withdrawn_at) is not None
    assert anonymous.get(card).status == 404


def test_on_the_page_it_shows_as_a_code_and_prints(
    browsing: Callable[..., Caller], anonymous: Caller, cast: Cast, look: Look
) -> None:
    page, path = browsing(cast.supervisor), f"/people/{cast.driver.user_id}/sign-in-card"
    assert "<path" not in page.get(path).text.split('id="card"')[1]
    assert page.get(f"{path}/sheet").status == 404
    assert submit(page, path).status == 303
    assert 'class="qr"' in page.get(path).text
    printed = page.get(f"{path}/sheet")
    assert printed.headers["Content-Type"] == "application/pdf"
    submit(anonymous, newest_link(look), new_password=NEW_PASSWORD)
    assert "Used:" in page.get(path).text
    assert PASSWORD not in page.get(path).text


def test_a_mechanic_sees_no_card(
    supervisor: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    ask(supervisor, cast.driver)
    path = f"/people/{cast.driver.user_id}/sign-in-card"
    assert browsing(cast.mechanic).get(path).status == 403
    assert browsing(cast.mechanic).get(f"{path}/sheet").status == 403
