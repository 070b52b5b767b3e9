"""The pages of recurring work, as a browser without scripts uses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from billun.extensions import db
from billun.models import IntervalUnit, MaintenancePlan, Meter
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit
from tests.fixtures.plans import item_of, jobs_of, made_ahead, planned, read, today_of

Look = Callable[[Callable[[], Any]], Any]
PLANS = "/maintenance/plans"
FORM = {
    "of": "kind", "equipment_kind": "tractor_unit", "title": "Oil and filters", "kind": "preventive",
    "priority": "normal", "every": "6", "unit": "months", "meter": "km", "ahead_days": "30",
}  # fmt: skip


@pytest.fixture
def mechanic(browsing: Callable[[Person], Caller], cast: Cast) -> Caller:
    return browsing(cast.mechanic)


def only_plan() -> MaintenancePlan:
    return db.session.query(MaintenancePlan).one()


def said_of(plan: MaintenancePlan) -> tuple[Any, ...]:
    return plan.equipment_kind, plan.every, plan.unit, plan.meter, plan.meter_every


def test_without_a_plan_the_page_says_what_to_do_first(mechanic: Caller) -> None:
    page = mechanic.get(PLANS)
    assert "Nothing comes again yet" in page.text
    assert 'href="/maintenance/plans/new"' in page.text


def test_a_plan_for_a_kind_is_made_in_one_form(mechanic: Caller, look: Look) -> None:
    made = submit(mechanic, f"{PLANS}/new", **(FORM | {"meter_every": "30 000"}))
    assert made.status == 303
    said = ("tractor_unit", 6, IntervalUnit.MONTHS, Meter.KM, Decimal(30_000))
    assert look(lambda: said_of(only_plan())) == said
    page = mechanic.get(made.headers["Location"]).text
    assert "every 6 months or every 30,000 km, whichever comes first" in page
    assert "AB-123-CD" in page
    listed = mechanic.get(PLANS).text
    assert "Oil and filters" in listed
    assert "1 item" in listed


def test_a_plan_for_one_item_finds_it_by_its_plate(
    mechanic: Caller, cast: Cast, look: Look
) -> None:
    page = mechanic.get(f"{PLANS}/new?equipment={cast.lorry.billun_id}").text
    assert 'value="AB-123-CD"' in page
    form = FORM | {"of": "item", "equipment": "ab 123 cd"}
    assert submit(mechanic, f"{PLANS}/new", **form).status == 303
    assert look(lambda: only_plan().equipment_id) == cast.lorry.id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Say what is to be done."),
        ({"every": ""}, "Say how often"),
        ({"every": "500"}, "From 1 to 120."),
        ({"meter_every": "many"}, "Write a number."),
        ({"equipment_kind": ""}, "Choose a kind."),
        ({"of": "item", "equipment": "ZZ-999-ZZ"}, "Nothing has this number."),
        ({"starts_on": "1999-12-31"}, "not a possible date"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    mechanic: Caller, look: Look, changes: dict[str, str], words: str
) -> None:
    answer = submit(mechanic, f"{PLANS}/new", **(FORM | {"description": "Long filter"} | changes))
    assert answer.status == 422
    assert words in answer.text
    assert "Long filter" in answer.text
    assert look(lambda: db.session.query(MaintenancePlan).count()) == 0


def test_the_form_says_what_it_would_mean_before_it_is_kept(mechanic: Caller, look: Look) -> None:
    fragment = {"HX-Request": "true", "HX-Target": "div#plan-outlook"}
    seen = mechanic.post(f"{PLANS}/new", data=FORM, headers=fragment)
    assert (seen.status, "first due on" in seen.text) == (200, True)
    assert "<h1" not in seen.text
    by_meter = FORM | {"every": "", "meter_every": "30000"}
    unknown = mechanic.post(f"{PLANS}/new", data=by_meter, headers=fragment)
    assert "nobody can tell yet" in unknown.text
    bad = mechanic.post(f"{PLANS}/new", data=FORM | {"every": ""}, headers=fragment)
    assert "Say how often" in bad.text
    assert "first due on" in submit(mechanic, f"{PLANS}/new", **(FORM | {"outlook": "1"})).text
    assert look(lambda: db.session.query(MaintenancePlan).count()) == 0


def due_by_meter(cast: Cast) -> UUID:
    """The lorry is at 428,000 km, with 40 km a day, and its oil is due at 430,000."""
    read(cast, cast.lorry, 426_400, days_ago=40)
    read(cast, cast.lorry, 428_000)
    plan = planned(cast, meter=Meter.KM, meter_every=Decimal(2_800), ahead_days=60)
    made_ahead(cast)
    return plan.id


def test_the_plan_says_when_each_item_is_due_and_why(
    mechanic: Caller, cast: Cast, look: Look
) -> None:
    id = look(lambda: due_by_meter(cast))
    reference, due_on = look(lambda: (jobs_of(id)[0].reference, item_of_plan(id, cast).due_on))
    page = mechanic.get(f"{PLANS}/{id}").text
    assert "430,000 km, as much as it is used" in page
    assert "about 40 km a day" in page
    assert f"/maintenance/{reference}" in page
    assert "to be placed" in page
    assert f'datetime="{due_on}"' in page
    assert "Cancelling a job of this plan skips that time" in page


def item_of_plan(id: UUID, cast: Cast) -> Any:
    return item_of(db.session.get_one(MaintenancePlan, id), cast.lorry)


def test_when_an_item_was_last_done_is_said_on_its_own_page(
    mechanic: Caller, cast: Cast, look: Look
) -> None:
    id = look(lambda: due_by_meter(cast))
    path = f"{PLANS}/{id}/items/{cast.lorry.billun_id}"
    day = look(lambda: today_of(cast)) - timedelta(days=3)
    bad = submit(mechanic, path, last_done_on=str(day + timedelta(days=9)), last_meter="x")
    assert (bad.status, "Write a number." in bad.text) == (422, True)
    future = submit(mechanic, path, last_done_on=str(day + timedelta(days=9)))
    assert (future.status, "This day is still to come." in future.text) == (422, True)
    assert submit(mechanic, path, last_done_on=str(day), last_meter="427,900").status == 303
    item = look(lambda: (item_of_plan(id, cast).last_done_on, item_of_plan(id, cast).due_meter))
    assert item == (day, 430_700)


def test_a_plan_is_changed_ended_and_comes_again(mechanic: Caller, cast: Cast, look: Look) -> None:
    id = look(lambda: planned(cast).id)
    path = f"{PLANS}/{id}"
    form = {
        "title": "Oil only",
        "kind": "preventive",
        "priority": "high",
        "every": "2",
        "unit": "weeks",
    }
    assert submit(mechanic, f"{path}/edit", **form).status == 303
    assert look(lambda: (only_plan().title, only_plan().every)) == ("Oil only", 2)
    assert submit(mechanic, f"{path}/edit", f"{path}/end").status == 303
    assert "Let it come again" in mechanic.get(path).text
    assert "Ended" in mechanic.get(PLANS).text
    assert mechanic.post(f"{path}/resumption").status == 303
    assert look(lambda: only_plan().active) is True


def test_a_list_that_follows_is_the_same_fragment(mechanic: Caller, cast: Cast, look: Look) -> None:
    id = look(lambda: planned(cast).id)
    for path, name in ((PLANS, "plans"), (f"{PLANS}/{id}", "items")):
        part = mechanic.get(path, headers={"HX-Request": "true", "HX-Target": f"section#{name}"})
        assert part.text.lstrip().startswith(f'<section id="{name}"')


def test_nobody_else_sees_a_plan(
    browsing: Callable[[Person], Caller], mechanic: Caller, cast: Cast, look: Look
) -> None:
    id = look(lambda: planned(cast).id)
    assert browsing(cast.driver).get(PLANS).status == 403
    outsider = browsing(cast.outsider)
    paths = (f"{PLANS}/{id}", f"{PLANS}/{id}/edit", f"{PLANS}/{id}/items/{cast.lorry.billun_id}")
    assert [outsider.get(path).status for path in paths] == [404, 404, 404]
    assert mechanic.get(f"{PLANS}/{uuid4()}").status == 404
    assert mechanic.get(f"{PLANS}/new?equipment={cast.partner_trailer.billun_id}").status == 404
