"""Times of a wall clock, through the nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from billun.errors import Refused
from billun.operations.local_times import moment_at, wall_at

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("zone", "wall", "moment"),
    [
        (PARIS, "2026-01-12T09:00", "2026-01-12T08:00"),
        (PARIS, "2026-07-13T09:00", "2026-07-13T07:00"),
        (PARIS, "2026-03-29T00:00", "2026-03-28T23:00"),
        (PARIS, "2026-03-29T01:59", "2026-03-29T00:59"),
        (PARIS, "2026-03-29T03:00", "2026-03-29T01:00"),
        # Half past two comes twice in autumn: the first one is meant, in summer time.
        (PARIS, "2026-10-25T02:30", "2026-10-25T00:30"),
        (PARIS, "2026-10-25T03:00", "2026-10-25T02:00"),
        (NEW_YORK, "2026-03-08T01:59", "2026-03-08T06:59"),
        (NEW_YORK, "2026-03-08T03:00", "2026-03-08T07:00"),
        (NEW_YORK, "2026-11-01T01:30", "2026-11-01T05:30"),
        (NEW_YORK, "2026-11-01T02:00", "2026-11-01T07:00"),
        (NEW_YORK, "2026-12-31T20:00", "2027-01-01T01:00"),
    ],
)
def test_a_wall_clock_names_a_moment(zone: ZoneInfo, wall: str, moment: str) -> None:
    found = moment_at(datetime.fromisoformat(wall), zone, "starts_at")
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert wall_at(found, zone) == datetime.fromisoformat(wall)


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        (PARIS, "2026-03-29T02:00"),
        (PARIS, "2026-03-29T02:30"),
        (PARIS, "2026-03-29T02:59"),
        (NEW_YORK, "2026-03-08T02:30"),
        # Where the clocks change at midnight, the day begins at one.
        (ZoneInfo("Africa/Cairo"), "2026-04-24T00:30"),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused(app: Flask, zone: ZoneInfo, wall: str) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refused:
        moment_at(datetime.fromisoformat(wall), zone, "starts_at")
    assert refused.value.field == "starts_at"
    assert "go forward" in refused.value.message


@pytest.mark.parametrize(
    ("zone", "wall"), [(PARIS, "0001-01-01T00:00"), (NEW_YORK, "9999-12-31T23:59")]
)
def test_a_time_beyond_the_calendar_is_refused(app: Flask, zone: ZoneInfo, wall: str) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refused:
        moment_at(datetime.fromisoformat(wall), zone, "ends_at")
    assert (refused.value.field, refused.value.message) == (
        "ends_at",
        "This is not a possible time.",
    )


def test_the_second_of_two_equal_times_reads_like_the_first() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert wall_at(second, PARIS) == datetime.fromisoformat("2026-10-25T02:30")
