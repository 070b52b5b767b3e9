from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from billun.extensions import db
from billun.models import (
    Delivery,
    DeliveryKind,
    Invitation,
    InvitationKind,
    Membership,
    Role,
    Trade,
    User,
)
from billun.models.base import now
from tests.fixtures.cast import Cast
from tests.fixtures.imports import Importing, counts, csv_file, xlsx_file

Look = Callable[[Callable[[], Any]], Any]
HEADS = ("Prénom", "Nom", "E-mail", "Portable", "Fonction", "Métier", "Atelier", "Langue")


def people(*lines: tuple[object, ...]) -> bytes:
    return csv_file(HEADS, *(line + ("",) * (len(HEADS) - len(line)) for line in lines))


def invited(look: Look) -> dict[str, Invitation]:
    def found() -> dict[str, Invitation]:
        invitations = db.session.scalars(select(Invitation)).all()
        for one in invitations:
            db.session.refresh(one, ["member", "workshop"])
        db.session.expunge_all()
        return {one.first_name: one for one in invitations}

    return look(found)  # type: ignore[no-any-return]


def reasons(run: Any) -> list[tuple[int, str]]:
    return [(one["row"], one["reason"]) for one in run.troubles]


def test_people_are_invited_by_mail_or_get_a_card(
    importing: Importing, look: Look, cast: Cast
) -> None:
    run = importing.imported(
        people(
            ("Jean", "Petit", "jean@example.com", "", "astronaut", "", "", "fr"),
            ("Lise", "Roux", "", "06 12 34 56 78", "", "", ""),
            ("Max", "Noir", "max@example.com", "", "workshop", "mechanic", "Atelier", "English"),
        ),
        target="people",
    )
    assert reasons(run) == [(2, "Choose one of: Driver, Workshop, Manager.")]
    found = invited(look)
    assert found.keys() == {"Lise", "Max"}
    assert (found["Lise"].kind, found["Lise"].phone) == (InvitationKind.JOIN_CARD, "+33612345678")
    assert found["Lise"].role == Role.DRIVER
    assert (found["Max"].kind, found["Max"].trade) == (InvitationKind.MAIL, Trade.MECHANIC)
    assert found["Max"].workshop_id == cast.workshop_id
    mails = select(func.count()).where(Delivery.kind == DeliveryKind.INVITATION)
    assert look(lambda: db.session.scalar(mails)) == 1


def test_a_trial_invites_nobody(importing: Importing, look: Look) -> None:
    run = importing.tried(people(("Jean", "Petit", "jean@example.com")), target="people")
    assert counts(run) == (1, 1, 0, 0)
    assert invited(look) == {}
    jean = select(func.count()).where(User.email == "jean@example.com")
    assert look(lambda: db.session.scalar(jean)) == 0


def test_the_same_file_again_invites_nobody_twice(importing: Importing) -> None:
    content = people(
        ("Jean", "Petit", "jean@example.com", "", "chauffeur"), ("Lise", "Roux", "", "0612345678")
    )
    assert counts(importing.imported(content, target="people")) == (2, 2, 0, 0)
    assert counts(importing.tried(content, target="people")) == (2, 0, 0, 0)


def test_whoever_is_there_keeps_everything_but_their_work(
    importing: Importing, look: Look, cast: Cast
) -> None:
    run = importing.imported(
        people(
            ("Other", "Name", "DENISE@example.com", "", "workshop", "supervisor", "Atelier"),
            ("Marcel", "Martin", "marcel@example.com"),
        ),
        target="people",
    )
    assert counts(run) == (2, 0, 1, 0)

    def denise() -> tuple[Any, ...]:
        member = db.session.get_one(Membership, cast.driver.membership_id)
        return member.user.first_name, member.role, member.trade, member.teams[0].id

    assert look(denise) == ("Denise", Role.WORKSHOP, Trade.SUPERVISOR, cast.workshop_id)


def test_bad_people_are_explained(importing: Importing, look: Look, cast: Cast) -> None:
    def send_away() -> None:
        db.session.get_one(Membership, cast.other_driver.membership_id).ended_at = now()

    look(send_away)
    run = importing.imported(
        people(
            ("Jean", "", "jean@example.com"),
            ("Lise", "Roux"),
            ("Max", "Noir", "max at example"),
            ("Eva", "Blanc", "eva@example.com", "", "driver", "mechanic"),
            ("Ida", "Vert", "ida@example.com", "", "workshop", "", "Garage de la gare"),
            ("Didier", "Martin", "didier@example.com"),
            ("Denise", "Martin", "denise@example.com", "+33612000001"),
            ("Marthe", "Martin", "marthe@example.com", "", "driver"),
            ("Tom", "Gris", "tom@example.com"),
            ("Tom", "Gris", "TOM@example.com"),
        ),
        target="people",
    )
    assert reasons(run) == [
        (2, "Write a name."),
        (3, "Give an e-mail address or a phone number."),
        (4, "Check the e-mail address."),
        (5, "Only people of the workshop have a trade."),
        (6, "No workshop is called “Garage de la gare”. Add it to Billun first."),
        (7, "This person has left. Take them back on their own page."),
        (8, "The e-mail address is one person's, the phone number another's."),
        (9, "The main manager stays a manager. Hand the company over first."),
        (11, "Row 10 says something of this person already."),
    ]
    assert invited(look).keys() == {"Tom"}


def test_a_phone_number_that_lost_its_zero_is_mended(importing: Importing, look: Look) -> None:
    importing.imported(
        xlsx_file(("Prénom", "Nom", "Tél"), ("Lise", "Roux", 612345678)), target="people"
    )
    assert invited(look)["Lise"].phone == "+33612345678"


@pytest.mark.parametrize("heads", [HEADS, ("first_name", "last_name", "email", "phone", "role")])
def test_the_usual_heads_are_recognised(importing: Importing, heads: tuple[str, ...]) -> None:
    run = importing.run(importing.bring(csv_file(heads, heads), target="people"))
    assert len(run.matching) == len(heads)


def test_somebody_of_another_company_is_asked_like_everybody_else(
    importing: Importing, look: Look, cast: Cast
) -> None:
    run = importing.imported(people(("Otto", "Martin", cast.outsider.email)), target="people")
    assert counts(run) == (1, 1, 0, 0)
    assert invited(look)["Otto"].member_id is not None
