"""When a workshop is open, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from billun.errors import Refused
from billun.extensions import db
from billun.models import Company, Site, Workshop
from billun.operations.opening_hours import (
    DAYS,
    USUAL_HOURS,
    closed_days,
    closed_spans,
    is_open_at,
    open_spans,
    valid_closures,
    valid_opening_hours,
)
from tests.fixtures.cast import Cast

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
# A Monday without a holiday near it, and the Sunday before.
MONDAY, SUNDAY = date(2026, 6, 8), date(2026, 6, 7)


@pytest.fixture
def workshop(app: Flask, cast: Cast) -> Iterator[Workshop]:
    with app.test_request_context():
        yield db.session.get_one(Workshop, cast.workshop_id)
        db.session.rollback()


def at(wall: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("wall", "is_open"),
    [
        ("2026-06-08T07:59", False),
        ("2026-06-08T08:00", True),
        ("2026-06-08T11:59", True),
        ("2026-06-08T12:00", False),
        ("2026-06-08T13:29", False),
        ("2026-06-08T13:30", True),
        ("2026-06-08T18:00", False),
        ("2026-06-06T09:00", False),
        ("2026-06-07T09:00", False),
        # Good Friday is a working day in most of France, Easter Monday is none.
        ("2026-04-03T09:00", True),
        ("2026-04-06T09:00", False),
        ("2026-07-14T09:00", False),
        # In the weeks in which the clocks change, the hours stay where they are on the wall.
        ("2026-03-30T08:00", True),
        ("2026-10-26T08:00", True),
    ],
)
def test_the_usual_hours(workshop: Workshop, wall: str, is_open: bool) -> None:
    assert is_open_at(workshop, at(wall)) is is_open


def test_its_own_hours_take_the_place_of_the_usual_ones(workshop: Workshop) -> None:
    workshop.opening_hours = valid_opening_hours({"sun": [["22:00", "24:00"]]})
    assert is_open_at(workshop, at("2026-06-07T23:59"))
    assert not is_open_at(workshop, at("2026-06-08T00:00"))
    assert not is_open_at(workshop, at("2026-06-08T09:00"))


def test_the_hours_are_those_of_the_company_s_clocks(workshop: Workshop) -> None:
    company = db.session.get_one(Company, workshop.company_id)
    company.time_zone, company.country = "America/New_York", "US"
    site = db.session.get_one(Site, workshop.site_id)
    site.country = "US"
    assert is_open_at(workshop, at("2026-03-09T08:00", NEW_YORK))
    assert not is_open_at(workshop, at("2026-06-08T08:00", PARIS))
    assert closed_days(workshop, date(2026, 7, 1), date(2026, 7, 31)) == {
        date(2026, 7, 3): "Independence Day (observed)",
        date(2026, 7, 4): "Independence Day",
    }


def test_a_closure_includes_both_of_its_days(workshop: Workshop) -> None:
    workshop.closures = valid_closures(
        [{"from": MONDAY, "until": date(2026, 6, 9), "name": "Move"}]
    )
    assert closed_days(workshop, SUNDAY, date(2026, 6, 12)) == {
        MONDAY: "Move",
        date(2026, 6, 9): "Move",
    }
    assert is_open_at(workshop, at("2026-06-10T09:00"))


def test_a_workshop_may_be_open_on_holidays(workshop: Workshop) -> None:
    workshop.closed_on_holidays = False
    assert is_open_at(workshop, at("2026-07-14T09:00"))


@pytest.mark.parametrize(
    ("postcode", "names"),
    [
        ("76000", []),
        ("67000", ["2026-04-03", "2026-12-26"]),
        ("57000", ["2026-04-03", "2026-12-26"]),
        ("97400", ["2026-12-20"]),
    ],
)
def test_regions_of_france_have_days_of_their_own(
    workshop: Workshop, postcode: str, names: list[str]
) -> None:
    db.session.get_one(Site, workshop.site_id).postcode = postcode
    found = closed_days(workshop, date(2026, 1, 1), date(2026, 12, 31))
    everywhere = 11
    assert len(found) == everywhere + len(names)
    assert {date.fromisoformat(name) for name in names} <= set(found)


def test_holidays_are_named_in_the_reader_s_language(workshop: Workshop) -> None:
    day = date(2026, 11, 11)
    with force_locale("fr"):
        assert closed_days(workshop, day, day) == {day: "Armistice"}
    with force_locale("en"):
        assert closed_days(workshop, day, day) == {day: "Armistice Day"}


def test_a_country_that_nobody_knows_has_no_holidays(workshop: Workshop) -> None:
    db.session.get_one(Site, workshop.site_id).country = "XK"
    assert closed_days(workshop, date(2026, 7, 14), date(2026, 7, 14)) == {}


def test_a_workshop_outside_is_open_until_somebody_says_its_hours(workshop: Workshop) -> None:
    workshop.external = True
    assert is_open_at(workshop, at("2026-06-07T03:00"))
    workshop.opening_hours = USUAL_HOURS
    assert not is_open_at(workshop, at("2026-06-07T03:00"))


def test_open_and_closed_make_up_the_whole_week(workshop: Workshop) -> None:
    """Also in the week with one hour less."""
    first, last = date(2026, 3, 23), date(2026, 3, 29)
    spans = [*open_spans(workshop, first, last), *closed_spans(workshop, first, last)]
    ordered = sorted(spans, key=lambda span: span.starts_at)
    assert ordered[0].starts_at == at("2026-03-23T00:00").astimezone(UTC)
    assert ordered[-1].ends_at == at("2026-03-30T00:00").astimezone(UTC)
    for one, following in pairwise(ordered):
        assert one.ends_at == following.starts_at
    assert sum((span.ends_at - span.starts_at).total_seconds() for span in spans) == 167 * 3600


def test_closed_hours_run_together_and_days_with_a_name_stand_alone(workshop: Workshop) -> None:
    found = closed_spans(workshop, date(2026, 7, 10), date(2026, 7, 15))
    told = [(f"{span.starts_at.astimezone(PARIS):%a %H:%M}", span.name) for span in found]
    assert told == [
        ("Fri 00:00", ""),
        ("Fri 12:00", ""),
        ("Fri 18:00", ""),
        ("Mon 12:00", ""),
        ("Mon 18:00", ""),
        ("Tue 00:00", "National Day"),
        ("Wed 00:00", ""),
        ("Wed 12:00", ""),
        ("Wed 18:00", ""),
    ]


def test_hours_are_kept_in_the_order_of_the_week_and_the_clock() -> None:
    found = valid_opening_hours({"tue": [["13:00", "17:00"], ["8:00".rjust(5, "0"), "12:00"]]})
    assert found is not None
    assert tuple(found) == DAYS
    assert found["tue"] == [["08:00", "12:00"], ["13:00", "17:00"]]
    assert valid_opening_hours(None) is None


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"someday": []}, "opening_hours"),
        ({"mon": [["12:00", "08:00"]]}, "opening_hours.mon"),
        ({"mon": [["08:00", "08:00"]]}, "opening_hours.mon"),
        ({"mon": [["08:00", "12:00"], ["11:00", "13:00"]]}, "opening_hours.mon"),
        ({"mon": [["08:00"]]}, "opening_hours.mon"),
        ({"mon": [["eight", "12:00"]]}, "opening_hours.mon"),
        ({"mon": [["25:00", "26:00"]]}, "opening_hours.mon"),
        ({"mon": [["08:00", "09:00"]] * 5}, "opening_hours.mon"),
    ],
)
def test_hours_that_cannot_be_are_refused(app: Flask, hours: Any, field: str) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refused:
        valid_opening_hours(hours)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("closures", "field"),
    [
        ([{"from": "2026-08-16", "until": "2026-08-03"}], "closures.0.until"),
        ([{"from": "2026-08-16", "until": "2028-08-16"}], "closures.0.until"),
        ([{"from": "soon", "until": "2026-08-03"}], "closures.0.from"),
        ([{"until": "2026-08-03"}], "closures.0.from"),
        ([{"from": "2026-08-03", "until": "2026-08-03", "name": "x" * 81}], "closures.0.name"),
        ([{"from": "2026-08-03", "until": "2026-08-03"}] * 101, "closures"),
    ],
)
def test_closures_that_cannot_be_are_refused(app: Flask, closures: Any, field: str) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refused:
        valid_closures(closures)
    assert refused.value.field == field
