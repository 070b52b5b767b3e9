"""The tables' way of writing times: backwards from now, or forwards from a report."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DAY_AND_CLOCK = re.compile(r"(\d+)d (\d\d):(\d\d)")
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h(\d\d)?)?(?:(\d+)min)?")


def moment_before(now: datetime, text: str, time_zone: str) -> datetime:
    """The UTC moment that "35min", "3h20" or "12d 06:40" (local clock, that many days ago) means."""
    if clock := _DAY_AND_CLOCK.fullmatch(text):
        days, hour, minute = (int(part) for part in clock.groups())
        local = now.astimezone(ZoneInfo(time_zone)) - timedelta(days=days)
        there = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return there.astimezone(now.tzinfo)
    return now.replace(second=0, microsecond=0) - duration(text)


def duration(text: str) -> timedelta:
    """The span that "6min", "1h35", "9h" or "1d3h" means; anything else is a ValueError."""
    parts = _DURATION.fullmatch(text)
    if not text or parts is None:
        raise ValueError(f"not a duration: {text!r}")
    days, hours, minutes_of_hour, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(days=days, hours=hours, minutes=minutes_of_hour + minutes)
