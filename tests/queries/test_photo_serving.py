"""Which file somebody gets: the photo for its company, the drawing that hides something for another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from billun.errors import Erased, Missing
from billun.extensions import db
from billun.models import Drawing, DrawingState, Membership, Photo, PhotoState, Removal
from billun.queries.photo_serving import served_to
from tests.fixtures.cast import Cast, Person
from tests.fixtures.reports import Complete

Look = Callable[..., Any]
SIZES = ("original", "large", "medium", "thumb", "enhanced")


@pytest.fixture
def photo_id(complete: Complete, look: Look) -> UUID:
    """A photo that is ready, of Vauquelin."""
    anomaly_id = UUID(complete()["id"])

    def made_ready() -> UUID:
        photo = db.session.query(Photo).filter_by(anomaly_id=anomaly_id).first()
        assert photo is not None
        photo.state, photo.colour = PhotoState.READY, "#112233"
        return photo.id

    found: UUID = look(made_ready)
    return found


@pytest.fixture
def served(look: Look, photo_id: UUID) -> Callable[[Person], dict[str, str]]:
    """By size the name of the file that somebody gets, or what is said instead."""

    def to(person: Person) -> dict[str, str]:
        def asked() -> dict[str, str]:
            member = db.session.get_one(Membership, person.membership_id)
            photo = db.session.get_one(Photo, photo_id)
            return {size: said(member, photo, size) for size in SIZES}

        found: dict[str, str] = look(asked)
        return found

    return to


def said(member: Membership, photo: Photo, size: str) -> str:
    try:
        return served_to(member, photo, size).key.rpartition("/")[2].partition("-")[0]
    except (Missing, Erased) as error:
        return type(error).__name__


def change(look: Look, photo_id: UUID, **values: Any) -> None:
    def write() -> None:
        photo = db.session.get_one(Photo, photo_id)
        for name, value in values.items():
            setattr(photo, name, value)

    look(write)


def hide(look: Look, cast: Cast, photo_id: UUID, state: DrawingState) -> None:
    """Somebody hides a plate."""
    drawing = Drawing(
        company_id=cast.vauquelin,
        photo_id=photo_id,
        author_id=cast.manager.membership_id,
        shapes=[],
        conceals=True,
        state=state,
    )
    look(lambda: db.session.add(drawing))


NOTHING = dict.fromkeys(SIZES, "Missing")
PHOTO = {
    "original": "original",
    "large": "large.webp",
    "medium": "medium.webp",
    "thumb": "thumb.webp",
    "enhanced": "Missing",
}

Served = Callable[[Person], dict[str, str]]


def test_the_company_and_others_get_a_photo_that_hides_nothing(served: Served, cast: Cast) -> None:
    assert served(cast.driver) == served(cast.partner) == PHOTO


def test_one_that_is_older_than_the_medium_size_gives_the_large_one(
    served: Served, cast: Cast, look: Look, photo_id: UUID
) -> None:
    change(look, photo_id, colour=None)
    assert served(cast.driver)["medium"] == "large.webp"


def test_others_wait_until_it_is_ready(
    served: Served, cast: Cast, look: Look, photo_id: UUID
) -> None:
    change(look, photo_id, state=PhotoState.STORED)
    assert served(cast.partner) == NOTHING
    assert served(cast.driver) == NOTHING | {"original": "original"}


def test_others_get_what_hides_a_plate_and_nothing_until_it_is_made(
    served: Served, cast: Cast, look: Look, photo_id: UUID
) -> None:
    hide(look, cast, photo_id, DrawingState.READY)
    assert served(cast.driver) == PHOTO
    hidden = dict.fromkeys(("large", "medium", "thumb"), "drawing")
    assert served(cast.partner) == NOTHING | hidden
    hide(look, cast, photo_id, DrawingState.STORED)
    assert served(cast.partner) == NOTHING


def test_a_withdrawn_one_is_for_those_who_may_put_it_back(
    served: Served, cast: Cast, look: Look, photo_id: UUID
) -> None:
    change(look, photo_id, removal=Removal.WITHDRAWN)
    assert served(cast.manager) == served(cast.supervisor) == PHOTO
    assert served(cast.driver) == served(cast.mechanic) == served(cast.partner) == NOTHING


def test_an_erased_one_is_gone_and_others_never_hear_of_it(
    served: Served, cast: Cast, look: Look, photo_id: UUID
) -> None:
    change(look, photo_id, removal=Removal.ERASED)
    assert served(cast.manager) == dict.fromkeys(SIZES, "Erased")
    assert served(cast.partner) == NOTHING
