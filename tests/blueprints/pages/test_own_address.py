"""One's own e-mail address and phone number, and invitations that wait for an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from billun.extensions import db
from billun.models import Delivery, DeliveryKind, Membership, User
from billun.models.base import now
from billun.operations.email_confirmation_token import make_token
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.pages import submit
from tests.fixtures.people import invite, mailed

Look = Callable[..., Any]
NEW = "denise.new@example.com"


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.driver)


def ask_for(page: Caller, email: str) -> Answer:
    return submit(page, "/account", to="/account/email", email=email)


def address_of(look: Look, cast: Cast) -> str | None:
    found: str | None = look(lambda: db.session.get_one(User, cast.driver.user_id).email)
    return found


# E-mail.
def test_a_new_address_counts_once_it_is_confirmed(
    page: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    assert ask_for(page, "Denise.New@Example.com").status == 303
    assert address_of(look, cast) == cast.driver.email
    to, link = mailed(app, look, DeliveryKind.EMAIL_CONFIRMATION)
    assert to.lower() == NEW
    assert page.get(link).status == 200
    assert address_of(look, cast) == cast.driver.email
    assert submit(page, link, present_password=PASSWORD).status == 303
    assert str(address_of(look, cast)).lower() == NEW
    assert page.get(link).status == 404


def test_a_phone_left_lying_is_not_enough(page: Caller, app: Flask, cast: Cast, look: Look) -> None:
    ask_for(page, NEW)
    _to, link = mailed(app, look, DeliveryKind.EMAIL_CONFIRMATION)
    assert submit(page, link, present_password="not the password").status == 422
    assert address_of(look, cast) == cast.driver.email


def test_nobody_learns_from_asking_whether_an_address_is_taken(
    page: Caller, cast: Cast, look: Look
) -> None:
    answers = [ask_for(page, email) for email in (cast.outsider.email, NEW)]
    assert [answer.status for answer in answers] == [303, 303]
    assert look(lambda: db.session.query(Delivery).count()) == 2


def test_a_taken_address_is_refused_to_who_confirms_it(
    page: Caller, app: Flask, cast: Cast, look: Look
) -> None:
    ask_for(page, cast.outsider.email)
    _to, link = mailed(app, look, DeliveryKind.EMAIL_CONFIRMATION)
    refused = submit(page, link, present_password=PASSWORD)
    assert refused.status == 422
    assert "Another account" in refused.text


def test_the_link_is_for_one_account_alone(
    page: Caller,
    browsing: Callable[..., Caller],
    anonymous: Caller,
    app: Flask,
    cast: Cast,
    look: Look,
) -> None:
    ask_for(page, NEW)
    _to, link = mailed(app, look, DeliveryKind.EMAIL_CONFIRMATION)
    assert browsing(cast.mechanic).get(link).status == 404
    assert anonymous.get(link).headers["Location"].startswith("/sign-in?next=")


def test_the_link_runs_out_after_a_day(page: Caller, cast: Cast, look: Look) -> None:
    def token(hours: int) -> str:
        user = db.session.get_one(User, cast.driver.user_id)
        return make_token(user, NEW, now() - timedelta(hours=hours))

    assert page.get(f"/account/email/{look(lambda: token(23))}").status == 200
    assert page.get(f"/account/email/{look(lambda: token(25))}").status == 404


@pytest.mark.parametrize("token", ["x", "WyJ4Il0.x", "%00", "é"])
def test_a_forged_link_is_over(page: Caller, token: str) -> None:
    assert page.get(f"/account/email/{token}").status == 404


def test_an_address_that_cannot_be_is_refused(page: Caller) -> None:
    assert ask_for(page, "no address").status == 422


# Phone.
def change_phone(page: Caller, phone: str, password: str = PASSWORD) -> Answer:
    return submit(page, "/account", to="/account/phone", phone=phone, present_password=password)


def test_a_phone_is_changed_with_the_password(page: Caller, anonymous: Caller, cast: Cast) -> None:
    assert change_phone(page, "06 99 88 77 66", "not the password").status == 422
    assert change_phone(page, "06 99 88 77 66").status == 303
    body = {"login": "+33699887766", "password": PASSWORD}
    assert anonymous.post("/api/auth/login", json=body).status == 200


def test_a_taken_phone_is_refused_like_a_wrong_one(page: Caller, cast: Cast) -> None:
    for phone in (str(cast.manager.phone), "12"):
        refused = change_phone(page, phone)
        assert refused.status == 422
        assert "This phone number cannot be used." in refused.text


def test_a_phone_is_removed_unless_one_signs_in_with_it(
    page: Caller, cast: Cast, look: Look
) -> None:
    assert change_phone(page, "").status == 303
    change_phone(page, "06 99 88 77 66")
    look(lambda: setattr(db.session.get_one(User, cast.driver.user_id), "email", None))
    assert change_phone(page, "").status == 422


def test_nobody_tries_one_number_after_the_other(driver: Caller, cast: Cast) -> None:
    for number in range(10):
        body = {"phone": f"+3369988776{number}", "present_password": PASSWORD}
        assert driver.patch("/api/me", json=body).status == 200
    assert driver.patch("/api/me", json=body).status == 429


# Invitations that wait.
def invitation_of(page: Caller) -> str:
    text = page.get("/account").text
    return text.split("/account/invitations/")[1].split("/")[0]


@pytest.fixture
def confirmed(cast: Cast, look: Look) -> None:
    """Otto has shown once that the address is his."""
    change = update(User).where(User.id == cast.outsider.user_id)
    look(lambda: db.session.execute(change.values(email_confirmed_at=now())))


@pytest.mark.usefixtures("confirmed")
def test_who_confirmed_the_address_joins_from_the_account(
    manager: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    invite(manager, email=cast.outsider.email)
    otto = browsing(cast.outsider)
    assert "1 invitation waits" in otto.get("/account/companies").text
    path = f"/account/invitations/{invitation_of(otto)}/acceptance"
    assert submit(otto, "/account", to=path).headers["Location"] == "/drive"
    assert otto.get("/api/me").body["company"]["name"] == "Vauquelin"
    assert "Switch to Elsewhere" in otto.get("/account/companies").text
    assert submit(otto, "/account", to=path).status == 404


@pytest.mark.usefixtures("confirmed")
def test_who_confirmed_the_address_declines_from_the_account(
    manager: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    invite(manager, email=cast.outsider.email)
    otto = browsing(cast.outsider)
    path = f"/account/invitations/{invitation_of(otto)}/refusal"
    assert submit(otto, "/account", to=path).status == 303
    assert "/account/invitations/" not in otto.get("/account").text


def test_who_did_not_confirm_the_address_needs_the_mail(
    manager: Caller, browsing: Callable[..., Caller], app: Flask, cast: Cast, look: Look
) -> None:
    """Anybody can register with an address: only its mailbox shows whose it is."""
    invite(manager, email=cast.outsider.email)
    otto = browsing(cast.outsider)
    id = invitation_of(otto)
    assert submit(otto, "/account", to=f"/account/invitations/{id}/acceptance").status == 404
    mailed(app, look, DeliveryKind.INVITATION)
    look(lambda: db.session.execute(update(Delivery).values(sent_at=now() - timedelta(minutes=6))))
    assert submit(otto, "/account", to=f"/account/invitations/{id}/mail").status == 303
    _to, link = mailed(app, look, DeliveryKind.INVITATION)
    assert submit(otto, link, to=f"{link}/membership").status == 303
    assert look(lambda: db.session.get_one(User, cast.outsider.user_id).email_confirmed_at)


def test_an_invitation_of_somebody_else_is_not_there(
    manager: Caller, browsing: Callable[..., Caller], cast: Cast
) -> None:
    invite(manager, email=cast.outsider.email)
    id = invitation_of(browsing(cast.outsider))
    page = browsing(cast.partner)
    for noun in ("acceptance", "refusal", "mail"):
        assert submit(page, "/account", to=f"/account/invitations/{id}/{noun}").status == 404


def test_an_ended_place_is_no_place_to_switch_to(
    manager: Caller, browsing: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    def ended() -> None:
        db.session.add(
            Membership(
                user_id=cast.driver.user_id,
                company_id=cast.partner.company_id,
                role="driver",
                ended_at=now(),
            )
        )

    look(ended)
    page = browsing(cast.driver)
    assert "Switch" not in page.get("/account/companies").text
    form = {"company_id": str(cast.partner.company_id)}
    assert submit(page, "/account", to="/account/company", **form).status == 404
