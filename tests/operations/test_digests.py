"""The morning's letters: one a place and day, with what has come nearer, exactly once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from html import unescape
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Company,
    Deadline,
    DeadlineDigest,
    Delivery,
    DeliveryKind,
    Equipment,
    EquipmentStatus,
    Membership,
    Site,
    User,
)
from billun.models.base import now
from billun.operations.digests import places_to_tell, tell_place
from billun.operations.equipment import EquipmentForm, add_equipment
from billun.operations.letters import Letter, write_letter
from tests.fixtures.cast import Cast, Item
from tests.fixtures.due import deadline_named

Look = Callable[..., Any]
Due = Callable[[Item, str, date], UUID]
Morning = Callable[..., int]

DAY = date(2027, 3, 15)
# Six o'clock has struck in Paris.
SIX = datetime(2027, 3, 15, 5, 4, tzinfo=UTC)


@pytest.fixture
def due(look: Look) -> Due:
    """Sets a due day as a person or a rule would."""

    def put(item: Item, code: str, day: date) -> UUID:
        def change() -> UUID:
            deadline = deadline_named(item, code)
            deadline.due_on = day
            return deadline.id

        id: UUID = look(change)
        return id

    return put


@pytest.fixture
def morning(look: Look) -> Morning:
    """Writes the letters that are owed at that moment and says how many."""

    def at(moment: datetime) -> int:
        def write() -> int:
            places = list(places_to_tell(moment))
            return sum(tell_place(*place) is not None for place in places)

        written: int = look(write)
        return written

    return at


@pytest.fixture
def letters(look: Look) -> Callable[[], list[tuple[str, Letter]]]:
    """Address and letter of each delivery, in the order in which they were owed."""

    def read() -> list[tuple[str, Letter]]:
        owed = db.session.scalars(
            select(Delivery).where(Delivery.kind == DeliveryKind.DEADLINES).order_by(Delivery.id)
        )
        return [(one.address, write_letter(one)) for one in owed]

    return lambda: look(read)


@pytest.fixture
def news(look: Look) -> Callable[[date], list[UUID]]:
    def of(day: date) -> list[UUID]:
        digest = db.session.scalars(select(DeadlineDigest).where(DeadlineDigest.day == day)).one()
        return list(digest.news)

    return lambda day: look(lambda: of(day))


def change_company(look: Look, cast: Cast, **values: Any) -> None:
    def change() -> None:
        for name, value in values.items():
            setattr(db.session.get_one(Company, cast.vauquelin), name, value)

    look(change)


def test_nobody_is_written_to_where_nothing_is_due(
    morning: Morning, due: Due, cast: Cast, look: Look
) -> None:
    due(cast.lorry, "ct_heavy", DAY + timedelta(days=30))
    assert morning(SIX) == 0
    assert look(lambda: db.session.query(DeadlineDigest).count()) == 0


def test_the_manager_of_the_site_hears_of_its_equipment(
    morning: Morning, due: Due, cast: Cast, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    due(cast.lorry, "ct_heavy", DAY - timedelta(days=2))
    due(cast.loner, "ct_heavy", DAY + timedelta(days=29))
    assert morning(SIX) == 2
    found = {address: letter.subject for address, letter in letters()}
    assert found == {
        cast.site_manager.email: "Rouen: 1 deadline overdue",
        cast.manager.email: "Vauquelin: 1 due within 30 days",
    }


def test_the_letter_says_what_is_due_and_where_to_look(
    app: Flask, morning: Morning, due: Due, cast: Cast,
    letters: Callable[[], list[tuple[str, Letter]]],
) -> None:  # fmt: skip
    due(cast.lorry, "ct_heavy", DAY - timedelta(days=2))
    morning(SIX)
    base = app.extensions["billun_settings"].base_url
    ((_address, letter),) = letters()
    for text in (letter.text, letter.html):
        assert "AB-123-CD" in text
        assert "Roadworthiness" in text
        assert "13 Mar 2027" in text
        assert "2 days ago" in text
        assert f"{base}/deadlines?view=list&site_id={cast.site_id}" in unescape(text)
    assert "not known yet" in letter.text


def test_a_reader_of_french_reads_french(
    morning: Morning, due: Due, cast: Cast, look: Look,
    letters: Callable[[], list[tuple[str, Letter]]],
) -> None:  # fmt: skip
    due(cast.lorry, "ct_heavy", DAY)

    def change() -> None:
        db.session.get_one(User, cast.site_manager.user_id).locale = "fr"

    look(change)
    morning(SIX)
    ((_address, letter),) = letters()
    assert "Contrôle technique" in letter.text
    assert "15 mars 2027" in letter.text


def test_only_so_many_lines_are_written(
    morning: Morning, cast: Cast, look: Look, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    def add_many() -> None:
        manager = db.session.get_one(Membership, cast.manager.membership_id)
        for number in range(52):
            form = EquipmentForm(kind="box", plate=f"MANY {number:02}", site_id=cast.site_id)
            made, _created = add_equipment(manager, form)
            made.deadlines[0].due_on = DAY

    look(add_many)
    morning(SIX)
    ((_address, letter),) = letters()
    for text in (letter.text, letter.html):
        assert text.count("MANY ") == 50
        assert "and 2 more" in text


def test_before_six_nobody_is_woken(morning: Morning, due: Due, cast: Cast) -> None:
    due(cast.lorry, "ct_heavy", DAY)
    assert morning(SIX - timedelta(minutes=5)) == 0


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2027, 3, 27, 4, 4, tzinfo=UTC), 0),
        (datetime(2027, 3, 28, 4, 4, tzinfo=UTC), 1),
        (datetime(2027, 10, 30, 4, 4, tzinfo=UTC), 1),
        (datetime(2027, 10, 31, 4, 4, tzinfo=UTC), 0),
        (datetime(2027, 10, 31, 5, 4, tzinfo=UTC), 1),
    ],
)
def test_six_is_six_in_summer_and_in_winter(
    morning: Morning, due: Due, cast: Cast, moment: datetime, written: int
) -> None:
    due(cast.lorry, "ct_heavy", DAY)
    assert morning(moment) == written


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/Martinique", datetime(2027, 3, 15, 10, 4, tzinfo=UTC), date(2027, 3, 15)),
        ("Indian/Reunion", datetime(2027, 3, 15, 2, 4, tzinfo=UTC), date(2027, 3, 15)),
        ("Pacific/Noumea", datetime(2027, 3, 15, 19, 4, tzinfo=UTC), date(2027, 3, 16)),
        ("Asia/Kolkata", datetime(2027, 3, 15, 1, 4, tzinfo=UTC), date(2027, 3, 15)),
    ],
)
def test_the_day_is_that_of_the_company(
    morning: Morning, due: Due, cast: Cast, look: Look, zone: str, moment: datetime, day: date
) -> None:
    change_company(look, cast, time_zone=zone)
    due(cast.lorry, "ct_heavy", DAY)
    assert morning(moment - timedelta(hours=1)) == 0
    assert morning(moment) == 1
    assert look(lambda: db.session.query(DeadlineDigest.day).scalar()) == day


def test_a_closed_company_is_left_in_peace(
    morning: Morning, due: Due, cast: Cast, look: Look
) -> None:
    change_company(look, cast, closed_at=now())
    due(cast.lorry, "ct_heavy", DAY)
    assert morning(SIX) == 0


def test_what_is_retired_is_not_spoken_of(
    morning: Morning, due: Due, cast: Cast, look: Look
) -> None:
    due(cast.lorry, "ct_heavy", DAY)

    def retire() -> None:
        db.session.get_one(Equipment, cast.lorry.id).status = EquipmentStatus.RETIRED

    look(retire)
    assert morning(SIX) == 0


def test_a_day_has_one_letter_and_the_next_day_another(
    morning: Morning, due: Due, cast: Cast, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    due(cast.lorry, "ct_heavy", DAY)
    assert morning(SIX) == 1
    assert morning(SIX + timedelta(hours=1)) == 0
    assert morning(SIX + timedelta(days=1)) == 1
    assert len(letters()) == 2


def test_news_is_what_came_nearer_than_was_told(
    morning: Morning, due: Due, cast: Cast, news: Callable[[date], list[UUID]]
) -> None:
    id = due(cast.lorry, "ct_heavy", DAY + timedelta(days=29))
    told = []
    for days in range(35):
        morning(SIX + timedelta(days=days))
        if news(DAY + timedelta(days=days)) == [id]:
            told.append(29 - days)
    assert told == [29, 14, 6, -1]


def test_a_renewed_one_is_news_again_when_its_next_day_comes_near(
    morning: Morning, due: Due, cast: Cast, news: Callable[[date], list[UUID]]
) -> None:
    other = due(cast.lorry, "insurance", DAY - timedelta(days=1))
    id = due(cast.lorry, "ct_heavy", DAY + timedelta(days=25))
    morning(SIX)
    assert set(news(DAY)) == {id, other}
    due(cast.lorry, "ct_heavy", DAY + timedelta(days=365))
    morning(SIX + timedelta(days=1))
    assert news(DAY + timedelta(days=1)) == []
    morning(SIX + timedelta(days=340))
    assert news(DAY + timedelta(days=340)) == [id]


def test_a_site_without_a_manager_is_the_main_managers(
    morning: Morning, due: Due, cast: Cast, look: Look,
    letters: Callable[[], list[tuple[str, Letter]]],
) -> None:  # fmt: skip
    def leave() -> None:
        db.session.get_one(Membership, cast.site_manager.membership_id).ended_at = now()

    look(leave)
    due(cast.lorry, "ct_heavy", DAY)
    morning(SIX)
    assert [address for address, _letter in letters()] == [cast.manager.email]


def test_whoever_has_no_address_passes_it_on(
    morning: Morning, due: Due, cast: Cast, look: Look,
    letters: Callable[[], list[tuple[str, Letter]]],
) -> None:  # fmt: skip
    def forget_address() -> None:
        for person in (cast.site_manager, cast.manager):
            user = db.session.get_one(User, person.user_id)
            user.email, user.phone = None, user.phone or "+33612000099"
        db.session.get_one(Site, cast.site_id).manager_id = cast.manager.membership_id
        main = db.session.get_one(Membership, cast.manager.membership_id)
        main.is_main_manager = False
        user = db.session.get_one(User, cast.site_manager.user_id)
        user.email = "simone@example.com"

    look(forget_address)
    due(cast.lorry, "ct_heavy", DAY)
    morning(SIX)
    assert [address for address, _letter in letters()] == ["simone@example.com"]


def test_two_at_once_write_one_letter(
    app: Flask, due: Due, cast: Cast, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    due(cast.lorry, "ct_heavy", DAY)
    gate = Barrier(4)

    def write(_number: int) -> bool:
        with app.app_context():
            gate.wait()
            digest = tell_place(cast.vauquelin, cast.site_id, DAY)
            db.session.commit()
            return digest is not None

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(write, range(4))) == [False, False, False, True]
    assert len(letters()) == 1


def test_a_letter_that_was_cut_off_is_written_whole_the_next_time(
    app: Flask, morning: Morning, due: Due, cast: Cast, look: Look,
    news: Callable[[date], list[UUID]], letters: Callable[[], list[tuple[str, Letter]]],
) -> None:  # fmt: skip
    id = due(cast.lorry, "ct_heavy", DAY)
    with app.app_context():
        tell_place(cast.vauquelin, cast.site_id, DAY)
        db.session.rollback()
    assert look(lambda: db.session.get_one(Deadline, id).told_at_days) is None
    assert morning(SIX) == 1
    assert news(DAY) == [id]
    assert len(letters()) == 1


def test_what_was_done_meanwhile_is_no_longer_in_the_letter(
    morning: Morning, due: Due, cast: Cast, letters: Callable[[], list[tuple[str, Letter]]]
) -> None:
    due(cast.lorry, "ct_heavy", DAY)
    morning(SIX)
    due(cast.lorry, "ct_heavy", DAY + timedelta(days=365))
    ((_address, letter),) = letters()
    assert letter.subject == "Rouen: nothing is due"
    assert "is done" in letter.text
