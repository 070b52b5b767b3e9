"""The day on which a check is due, by the rule of the catalogue and what the company does differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from billun.catalogue import Check, Duration, Rule, catalogue
from billun.models import CheckOverride, Deadline, Equipment, Result


@dataclass(frozen=True)
class Schedule:
    """When a check of one item is due: the first time after its first registration, then again and again.

    `ages` are those at which it is due instead (ATP: at six, nine and twelve years); one that
    `follows` another is due its interval after it.
    """

    check: Check
    first: Duration | None = None
    interval: Duration | None = None
    ages: tuple[Duration, ...] = ()
    follows: str | None = None
    permanent: bool = False


def schedules_of(
    equipment: Equipment, overrides: Mapping[str, CheckOverride]
) -> dict[str, Schedule]:
    """The checks that an item must pass, by their code."""
    return {
        check.key: overridden(schedule_of(check, rule), overrides.get(check.key))
        for check, rule in catalogue.checks_for(equipment.family, equipment.kind, equipment.specs)
        if not (check.key in overrides and overrides[check.key].off)
    }


def schedule_of(check: Check, rule: Rule) -> Schedule:
    return Schedule(check, rule.first, rule.interval, rule.ages, rule.follows, rule.permanent)


def overridden(schedule: Schedule, override: CheckOverride | None) -> Schedule:
    if override is None:
        return schedule
    first = Duration.parse(override.first) if override.first else schedule.first
    interval = Duration.parse(override.interval) if override.interval else schedule.interval
    ages = () if override.interval else schedule.ages
    return replace(schedule, first=first, interval=interval, ages=ages)


def due_day(
    equipment: Equipment, deadline: Deadline, schedule: Schedule, others: Mapping[str, Deadline]
) -> date | None:
    """When it is due by the rule; None where that takes a day that nobody has said."""
    if schedule.permanent:
        return None
    if schedule.follows and schedule.interval:
        return after_the_other(deadline, others.get(schedule.follows), schedule.interval)
    if deadline.counted_from:
        return next_day(equipment, deadline.counted_from, schedule)
    return first_day(equipment, deadline, schedule)


def first_day(equipment: Equipment, deadline: Deadline, schedule: Schedule) -> date | None:
    """The first time, counted from the first registration.

    Where that day was over when Billun first heard of it, the check has surely been done since,
    and nobody has said when: the date is unknown (product.md).
    """
    first = schedule.ages[0] if schedule.ages else schedule.first or schedule.interval
    if equipment.first_registered_on is None or first is None:
        return None
    due_on = first.after(equipment.first_registered_on)
    seen_coming = deadline.due_on and due_on > first.before(deadline.due_on)
    return due_on if seen_coming or due_on >= equipment.company.today else None


def next_day(equipment: Equipment, since: date, schedule: Schedule) -> date | None:
    if schedule.ages:
        return next_age(equipment, since, schedule) or following(since, schedule.interval)
    return following(since, schedule.interval or schedule.first)


def following(since: date, interval: Duration | None) -> date | None:
    return interval.after(since) if interval else None


def next_age(equipment: Equipment, since: date, schedule: Schedule) -> date | None:
    """The first of the days on which the item reaches one of the ages.

    What was done in the window before an age was done for that age, so the next one counts.
    """
    if equipment.first_registered_on is None:
        return None
    days = [age.after(equipment.first_registered_on) for age in schedule.ages]
    early = schedule.check.window_before
    reached = early.after(since) if early else since
    return next((day for day in days if day > reached), None)


def after_the_other(deadline: Deadline, other: Deadline | None, interval: Duration) -> date | None:
    """An interval after each time the other check was done: after the last one, or once that is covered the next."""
    if other is None:
        return None
    covered = deadline.counted_from
    if other.done_on and (covered is None or covered < other.done_on):
        return interval.after(other.done_on)
    return interval.after(other.due_on) if other.due_on else None


def counted_from(
    equipment: Equipment, deadline: Deadline, done_on: date, schedule: Schedule | None
) -> date:
    """The day from which the next interval runs.

    A check that keeps its nominal day and is done in its window counts from that day (ADR
    9.1.3.4: a month before or after); any other from the day it was done.
    """
    if schedule is None or not schedule.check.keeps_nominal_date:
        return done_on
    nominal, check = nominal_day(equipment, deadline, schedule), schedule.check
    if nominal is None:
        return done_on
    earliest = check.window_before.before(nominal) if check.window_before else nominal
    latest = check.window_after.after(nominal) if check.window_after else nominal
    return nominal if earliest <= done_on <= latest else done_on


def nominal_day(equipment: Equipment, deadline: Deadline, schedule: Schedule) -> date | None:
    """When it was due by the rule or the paper, whatever a failed check or a retest has said since."""
    if deadline.due_on and deadline.result in (None, Result.PASSED):
        return deadline.due_on
    if deadline.counted_from:
        return next_day(equipment, deadline.counted_from, schedule)
    first = schedule.first or schedule.interval
    registered = equipment.first_registered_on
    return first.after(registered) if first and registered else None
