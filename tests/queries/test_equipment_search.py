"""The list of equipment: what is found, in which order, page by page, and how many each filter would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete

from billun.extensions import db
from billun.models import (
    Deadline,
    DeadlineSource,
    Equipment,
    EquipmentStatus,
    Fitness,
    Membership,
    Ownership,
    Site,
)
from billun.models.base import new_id
from billun.operations.deadlines import refresh_due_summary
from billun.operations.equipment import EquipmentForm, add_equipment
from billun.queries.equipment_facets import count_facets
from billun.queries.equipment_filter import DEADLINE_STATES, EquipmentFilter
from billun.queries.equipment_search import SORTS, search_equipment
from tests.fixtures.cast import Cast, engage
from tests.fixtures.services import emptied

KINDS = ("curtain_sider", "tractor_unit", "refrigerated", "forklift", "van")
DAYS_TO_THE_NEXT = (None, -1, 0, 14, 15, 29, 30, 400)


@pytest.fixture(scope="module")
def cast(whole_app: Flask) -> Iterator[Cast]:
    """The cast, in a fleet where every value of every filter is met by some items and not by others."""
    emptied(whole_app)
    with whole_app.app_context():
        made = engage()
        member = db.session.get_one(Membership, made.manager.membership_id)
        site = Site(company_id=made.vauquelin, name="arras", address="", postcode="", city="")
        db.session.add(site)
        db.session.flush()
        for number in range(40):
            add_one(member, number, made, site.id)
        db.session.commit()
    yield made
    emptied(whole_app)


@pytest.fixture
def member(whole_app: Flask, cast: Cast) -> Iterator[Membership]:
    """The manager, in a transaction that is never committed."""
    with whole_app.app_context():
        yield db.session.get_one(Membership, cast.manager.membership_id)
        db.session.rollback()


def add_one(member: Membership, number: int, cast: Cast, other_site: UUID) -> None:
    form = EquipmentForm(
        kind=KINDS[number % 5],
        plate=f"XY-{number:03}-ZZ",
        site_id=(None, cast.site_id, other_site)[number % 3],
        workshop_id=cast.workshop_id if number % 4 == 0 else None,
        ownership=list(Ownership)[number % 4],
        status=(*EquipmentStatus, EquipmentStatus.ACTIVE)[number % 6],
    )
    item, _created = add_equipment(member, form)
    db.session.execute(delete(Deadline).where(Deadline.equipment_id == item.id))
    item.fitness = list(Fitness)[number % 4]
    days = DAYS_TO_THE_NEXT[number % 8]
    add_deadline(item, "insurance", days)
    # What is overdue must not hide what is due soon.
    add_deadline(item, "ct_heavy", -20 if number % 7 == 0 else 200)
    fitness = item.fitness
    refresh_due_summary(item)
    item.fitness = fitness


def add_deadline(item: Equipment, code: str, days: int | None) -> None:
    due_on = None if days is None else item.company.today + timedelta(days=days)
    db.session.add(
        Deadline(
            company_id=item.company_id,
            equipment_id=item.id,
            code=code,
            source=DeadlineSource.CHECK,
            due_on=due_on,
        )
    )
    db.session.flush()


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_every_order_meet_each_item_once(member: Membership, sort: str) -> None:
    met = list(paged(member, EquipmentFilter(), sort))
    assert len(met) == search_equipment(member, EquipmentFilter(), 200).total
    assert len(set(met)) == len(met)
    assert met == [
        item.id for item in search_equipment(member, EquipmentFilter(), 200, None, sort).items
    ]


def paged(member: Membership, wanted: EquipmentFilter, sort: str) -> Iterator[UUID]:
    cursor = None
    while True:
        page = search_equipment(member, wanted, 7, cursor, sort)
        yield from (item.id for item in page.items)
        if (cursor := page.next_cursor) is None:
            return


ORDERED_BY: dict[str, Callable[[Equipment], Any]] = {
    "name": lambda item: item.sort_key,
    "fitness": lambda item: -list(Fitness).index(item.fitness),
    "due": lambda item: (item.next_due_on is None, item.next_due_on),
    "site": lambda item: (item.site is None, item.site and item.site.name.lower()),
    "kind": lambda item: item.kind,
    "newest": lambda item: -item.created_at.timestamp(),
}


@pytest.mark.parametrize("sort", SORTS)
def test_items_stand_in_the_order_asked_for_and_what_is_absent_last(
    member: Membership, sort: str
) -> None:
    found = [ORDERED_BY[sort](item) for item in all_of(member, EquipmentFilter(), sort)]
    assert found == sorted(found)


def all_of(member: Membership, wanted: EquipmentFilter, sort: str = "name") -> list[Equipment]:
    return list(search_equipment(member, wanted, 200, None, sort).items)


def test_an_item_that_comes_between_two_pages_disturbs_none(member: Membership) -> None:
    first = search_equipment(member, EquipmentFilter(), 5)
    add_equipment(member, EquipmentForm(kind="van", plate="AA-000-AA"))
    second = search_equipment(member, EquipmentFilter(), 200, first.next_cursor)
    ids = [item.id for item in (*first.items, *second.items)]
    assert len(set(ids)) == len(ids) == first.total


@pytest.mark.parametrize(
    ("state", "days"),
    [
        ("overdue", range(-100, 0)),
        ("15", range(15)),
        ("30", range(30)),
    ],
)
def test_the_deadline_filter_finds_what_has_one_in_that_state(
    member: Membership, state: str, days: range
) -> None:
    today = member.company.today
    expected = {
        item.id
        for item in all_of(member, EquipmentFilter())
        if any(one.due_on and (one.due_on - today).days in days for one in item.deadlines)
    }
    assert {item.id for item in all_of(member, EquipmentFilter(deadline=state))} == expected
    assert expected


def test_the_deadline_filter_finds_dates_to_complete(member: Membership) -> None:
    found = all_of(member, EquipmentFilter(deadline="unknown"))
    assert found
    assert all(any(one.due_on is None for one in item.deadlines) for item in found)


BASES = (
    EquipmentFilter(),
    EquipmentFilter(q="xy 1"),
    EquipmentFilter(kind="curtain_sider"),
    EquipmentFilter(status=EquipmentStatus.RETIRED),
    EquipmentFilter(deadline="15"),
    EquipmentFilter(deadline="overdue", fitness=Fitness.RESTRICTED),
    EquipmentFilter(deadline="30", ownership=Ownership.LEASED),
    EquipmentFilter(missing="site"),
    EquipmentFilter(family="vehicle", kind="curtain_sider"),
)


@pytest.mark.parametrize(
    "base", BASES, ids=lambda base: str({k: v for k, v in vars(base).items() if v})
)
def test_each_count_is_what_the_list_shows_once_it_is_chosen(
    member: Membership, base: EquipmentFilter
) -> None:
    facets = count_facets(member, base)
    assert facets.total == search_equipment(member, base, 1).total
    chosen = [(name, value) for name, counts in facets.counts.items() for value in counts]
    counted = {one: facets.counts[one[0]][one[1]] for one in chosen if one[1] is not None}
    listed = {one: total(member, replace(base, **{one[0]: one[1]})) for one in counted}
    assert counted == listed


def total(member: Membership, wanted: EquipmentFilter) -> int:
    return search_equipment(member, wanted, 1).total


def test_every_value_that_finds_something_has_a_count(member: Membership) -> None:
    facets = count_facets(member, EquipmentFilter())
    assert set(facets.counts["deadline"]) == set(DEADLINE_STATES)
    assert set(facets.counts["status"]) == set(EquipmentStatus)
    assert set(KINDS) <= set(facets.counts["kind"])


@pytest.mark.parametrize("text", ["xy007zz", "XY-007-ZZ", "xy 007 zz", "xy oo7", "Xy 0o7"])
def test_a_plate_is_found_in_any_spelling(member: Membership, text: str) -> None:
    assert [item.plate for item in all_of(member, EquipmentFilter(q=text))] == ["XY-007-ZZ"]


@pytest.mark.parametrize("text", ["%", "_", "%%%", "---", "\\", "xy 007 qq"])
def test_what_is_written_on_nothing_finds_nothing(member: Membership, text: str) -> None:
    assert all_of(member, EquipmentFilter(q=text)) == []


@pytest.mark.parametrize("missing", ["site", "workshop"])
def test_what_is_still_to_be_said_can_be_listed(member: Membership, missing: str) -> None:
    found = all_of(member, EquipmentFilter(missing=missing))
    assert found
    assert all(getattr(item, f"{missing}_id") is None for item in found)


def test_only_the_ticked_ones_of_the_own_company_are_found(member: Membership, cast: Cast) -> None:
    ids = (cast.lorry.id, cast.partner_trailer.id, new_id())
    assert [item.id for item in all_of(member, EquipmentFilter(ids=ids))] == [cast.lorry.id]
