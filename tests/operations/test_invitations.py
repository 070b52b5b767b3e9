"""Invitations: what the mail says, in whose language, and to whom it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from billun.extensions import db
from billun.models import Company, Delivery, User
from billun.operations.letters import Letter, write_letter
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.people import invite, newest_link

Look = Callable[..., Any]


def letter(look: Look) -> Letter:
    written: Letter = look(lambda: write_letter(db.session.query(Delivery).one()))
    return written


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_it_is_written_in_the_companys_language_to_somebody_new(
    manager: Caller, cast: Cast, look: Look, locale: str
) -> None:
    look(lambda: db.session.execute(update(Company).values(locale=locale)))
    invite(manager, email="nadine@example.com")
    assert f'<html lang="{locale}">' in letter(look).html


def test_it_is_written_in_the_language_of_whom_billun_knows(
    manager: Caller, cast: Cast, look: Look
) -> None:
    look(lambda: db.session.execute(update(Company).values(locale="fr")))
    invite(manager, email=cast.outsider.email)
    assert '<html lang="en">' in letter(look).html


def test_it_names_the_company_and_who_invites_and_nothing_of_whom_it_goes_to(
    manager: Caller, cast: Cast, look: Look
) -> None:
    look(lambda: db.session.execute(update(Company).values(locale="en")))
    invite(manager, email="nadine@example.com", first_name="Win a prize")
    written = letter(look)
    assert "Marthe Martin invites you to work with Vauquelin" in written.text
    assert newest_link(look) in written.text
    assert "Win a prize" not in written.text + written.html


def test_it_goes_to_the_address_that_was_written(manager: Caller, cast: Cast, look: Look) -> None:
    """Also where the person is known by the phone and signs in with another address."""
    look(lambda: setattr(db.session.get_one(User, cast.outsider.user_id), "phone", "+33612345678"))
    invite(manager, email="otto.work@example.com", phone="06 12 34 56 78")
    assert look(lambda: db.session.query(Delivery).one().recipient_id) == cast.outsider.user_id
    assert look(lambda: db.session.query(Delivery).one().address) == "otto.work@example.com"
