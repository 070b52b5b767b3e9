"""What is due in a company: a list by day, its counts, the days of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, case, func, or_
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql import ColumnElement

from billun.extensions import db
from billun.models import (
    Blocks,
    Deadline,
    DeadlineState,
    Equipment,
    EquipmentStatus,
    Membership,
)
from billun.queries.equipment_filter import with_words
from billun.queries.pagination import Order, Page, paginate

BY_DUE_DAY = Order((Deadline.due_on, Deadline.id))
BY_CHECK = Order((Deadline.code, Equipment.sort_key, Deadline.id))


@dataclass(frozen=True, kw_only=True)
class DeadlineFilter:
    """`within` is a number of days: what is overdue or due in fewer. `since` and `until` are both included."""

    q: str = ""
    state: DeadlineState | None = None
    within: int | None = None
    code: str | None = None
    family: str | None = None
    site_id: UUID | None = None
    workshop_id: UUID | None = None
    blocks: Blocks | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class DeadlineCounts:
    """How many deadlines each choice would show, the other filters being as they are, and how many are shown."""

    by_state: Mapping[DeadlineState, int]
    by_code: Mapping[str, int]
    total: int

    @property
    def dated(self) -> int:
        return sum(n for state, n in self.by_state.items() if state != DeadlineState.UNKNOWN)


def list_deadlines(
    member: Membership,
    wanted: DeadlineFilter,
    limit: int = 25,
    cursor: str | None = None,
    total: int | None = None,
) -> Page[Deadline]:
    """What has a due day, the earliest first; where the unknown ones are asked for, these by check."""
    query = narrowed(deadlines_in_use(member), wanted, member.company.today).options(
        contains_eager(Deadline.equipment).joinedload(Equipment.site)
    )
    if wanted.state == DeadlineState.UNKNOWN:
        return paginate(query, BY_CHECK, limit, cursor, total)
    return paginate(query.where(Deadline.due_on.is_not(None)), BY_DUE_DAY, limit, cursor, total)


def count_deadlines(member: Membership, wanted: DeadlineFilter) -> DeadlineCounts:
    """Counts by state and by check, in one statement."""
    today = member.company.today
    others = narrowed(deadlines_in_use(member), replace(wanted, state=None, code=None), today)
    state = state_column(today)
    rows = db.session.execute(
        others.where(
            or_(Deadline.due_on.is_not(None), Deadline.in_state(DeadlineState.UNKNOWN, today))
        )
        .with_only_columns(Deadline.code, state, func.count())
        .group_by(Deadline.code, state)
    )
    by_state, by_code, total = Counter[DeadlineState](), Counter[str](), 0
    for code, word, number in rows:
        is_code, is_state = wanted.code in (None, code), is_wanted(DeadlineState(word), wanted)
        by_state[DeadlineState(word)] += number if is_code else 0
        by_code[code] += number if is_state else 0
        total += number if is_code and is_state else 0
    return DeadlineCounts(by_state, +by_code, total)


def is_wanted(state: DeadlineState, wanted: DeadlineFilter) -> bool:
    return state == wanted.state if wanted.state else state != DeadlineState.UNKNOWN


def count_by_day(member: Membership, wanted: DeadlineFilter, year: int) -> Mapping[date, int]:
    """How many deadlines fall on each day of the year; days without any are absent."""
    within_year = replace(wanted, since=date(year, 1, 1), until=date(year, 12, 31))
    rows = db.session.execute(
        narrowed(deadlines_in_use(member), within_year, member.company.today)
        .with_only_columns(Deadline.due_on, func.count())
        .group_by(Deadline.due_on)
    )
    return {day: number for day, number in rows if day is not None}


def deadlines_in_use(member: Membership) -> Select[Deadline]:
    """The deadlines of the company's equipment, apart from what is retired."""
    return (
        Deadline.visible_to(member)
        .join(Deadline.equipment)
        .where(Equipment.status != EquipmentStatus.RETIRED)
    )


def narrowed(query: Select[Deadline], wanted: DeadlineFilter, today: date) -> Select[Deadline]:
    query = with_words(query, wanted.q)
    for name in ("family", "site_id", "workshop_id"):
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(getattr(Equipment, name) == value)
    return query.where(*conditions(wanted, today))


def conditions(wanted: DeadlineFilter, today: date) -> list[ColumnElement[bool]]:
    """What the filter says of the deadlines themselves."""
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(Deadline.in_state(wanted.state, today))
    if wanted.within is not None:
        found.append(Deadline.due_on < today + timedelta(days=wanted.within))
    if wanted.code:
        found.append(Deadline.code == wanted.code)
    if wanted.blocks:
        found.append(Deadline.blocks == wanted.blocks)
    if wanted.since:
        found.append(Deadline.due_on >= wanted.since)
    if wanted.until:
        found.append(Deadline.due_on <= wanted.until)
    return found


def state_column(today: date) -> ColumnElement[str]:
    return case(
        *((Deadline.in_state(state, today), state.value) for state in DeadlineState),
    )


def deadlines_with_ids(member: Membership, ids: Sequence[UUID]) -> Sequence[Deadline]:
    """Those of the ids that are there and the member's."""
    query = Deadline.visible_to(member).where(Deadline.id.in_(ids))
    return db.session.scalars(query.options(joinedload(Deadline.equipment))).all()


def deadlines_to_take_along(
    member: Membership, wanted: DeadlineFilter, most: int
) -> Sequence[Deadline]:
    """What a table for people holds: all that is wanted in one go, what has no day at the end."""
    return db.session.scalars(
        narrowed(deadlines_in_use(member), wanted, member.company.today)
        .options(contains_eager(Deadline.equipment).joinedload(Equipment.site))
        .order_by(
            Deadline.due_on.asc().nulls_last(), Deadline.code, Equipment.sort_key, Deadline.id
        )
        .limit(most)
    ).all()
