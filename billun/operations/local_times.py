"""Times of a wall clock: what people read and type where the company works."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from billun.errors import Refused


def moment_at(wall: datetime, zone: ZoneInfo, field: str) -> datetime:
    """The moment, in UTC, at which the clocks of the zone show this time; one that comes twice means the first.

    Raises Refused(field) for a time that the clocks leave out when they go forward, and for one at an end of the
    calendar.
    """
    shown = wall.replace(tzinfo=None, fold=0)
    try:
        moment = shown.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError as error:
        raise Refused(field, _("This is not a possible time.")) from error
    if wall_at(moment, zone) != shown:
        at = f"{shown:%H:%M}"
        text = _("At %(time)s the clocks go forward: this day has no such time.", time=at)
        raise Refused(field, text)
    return moment


def wall_at(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of the zone show at a moment, without a zone of its own."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)
