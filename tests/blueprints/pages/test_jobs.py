"""A job as a form and as a page: planned, changed, worked on, and done."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Company, Deadline, Intervention
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.due import PutDue
from tests.fixtures.jobs import damage, job
from tests.fixtures.maintenance import PARIS, job_body, monday, plan_job, utc
from tests.fixtures.pages import fields_of, token_of
from tests.queries.test_statement_counts import statements

Browsing = Callable[[Person], Caller]
Look = Callable[..., Any]

PANEL = {"HX-Request": "true", "HX-Target": "aside#job-panel"}
PAGE = {"HX-Request": "true", "HX-Target": "div#job"}
PEOPLE = {"HX-Request": "true", "HX-Target": "fieldset#job-people"}
# Clocks go forward in spring, and back in autumn.
GAPS = (("Europe/Paris", "2028-03-26T02:30"), ("America/New_York", "2028-03-12T02:30"))

pytestmark = pytest.mark.usefixtures("bays")


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.supervisor)


@pytest.fixture
def mechanics_page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.mechanic)


def words(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def wall(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%Y-%m-%dT%H:%M}"


def form_for(page: Caller, cast: Cast, **changes: Any) -> dict[str, Any]:
    """The form of a new job on the lorry, for Monday 9 to 11, as a browser would send it."""
    shown = page.get(f"/maintenance/new?equipment={cast.lorry.billun_id}")
    typed = {
        "title": "Brakes",
        "starts_at": wall(monday("09:00")),
        "ends_at": wall(monday("11:00")),
        "place": f"{cast.workshop_id}:1",
        "confirmed": "closed",
    }
    fields = fields_of(shown, "job-form") | typed | changes
    return fields | {"asked_about": asked_about(fields)}


def asked_about(fields: dict[str, Any]) -> str:
    """The questions of the form, where it is sent as one that has asked them."""
    times = (f"{fields[name].replace('T', ' ')}:00" for name in ("starts_at", "ends_at"))
    return "|".join([*times, fields["place"], *fields.get("assignee_ids", [])])


def send(page: Caller, cast: Cast, **changes: Any) -> Answer:
    return page.post("/maintenance", data=form_for(page, cast, **changes))


def act(page: Caller, job: Any, part: str, **fields: Any) -> Answer:
    """Send one of the forms of the job's page."""
    place = f"/maintenance/{job['reference']}"
    token = token_of(page.get(place))
    return page.post(f"{place}/{part}", data={"csrf_token": token} | fields)


def kept(look: Look, reference: str, *names: str) -> Any:
    """What the job has under these names; the value itself for one name."""

    def read() -> Any:
        found = db.session.scalars(
            db.select(Intervention).where(Intervention.reference == reference)
        ).one()
        values = [getattr(found, name) for name in names]
        return values if len(values) > 1 else values[0]

    return look(read)


def reference_in(answer: Answer) -> str:
    assert answer.status == 303, words(answer)
    return str(answer.headers["Location"].rsplit("/", 1)[-1])


def test_what_led_to_the_form_stands_in_it(page: Caller, driver: Caller, cast: Cast) -> None:
    report = damage(driver, cast, criticality="orange")
    shown = page.get(f"/maintenance/new?anomaly={report['reference']}")
    form = fields_of(shown, "job-form")
    assert (form["equipment"], form["anomaly_ids"]) == ([cast.lorry.billun_id], [report["id"]])
    assert (form["kind"], form["priority"]) == (["corrective"], ["high"])
    assert form["title"][0]
    start, end = (datetime.fromisoformat(form[name][0]) for name in ("starts_at", "ends_at"))
    assert (end - start, start.minute in (0, 30), start.hour >= 8) == (
        timedelta(hours=2),
        True,
        True,
    )
    planned = reference_in(page.post("/maintenance", data=form))
    there = page.get(f"/anomalies/{report['reference']}")
    assert f"Part of {planned} :" in words(there)
    assert "/maintenance/new" not in there.text


def test_a_deadline_is_planned_as_a_check(page: Caller, cast: Cast, put_due: PutDue) -> None:
    put_due(cast.lorry, "ct_heavy", 10)
    listed = page.get("/deadlines")
    assert f"/maintenance/new?equipment={cast.lorry.billun_id}&amp;deadline=ct_heavy" in listed.text
    place = f"/maintenance/new?equipment={cast.lorry.billun_id}&deadline=ct_heavy"
    form = fields_of(page.get(place), "job-form")
    assert (form["kind"], form["deadline_codes"]) == (["statutory"], ["ct_heavy"])
    planned = reference_in(page.post("/maintenance", data=form))
    assert f"/maintenance/{planned}" in page.get("/deadlines").text
    on_the_item = page.get(f"/equipment/{cast.lorry.billun_id}/deadlines")
    assert f"/maintenance/{planned}" in on_the_item.text


def test_equipment_is_searched_for_and_the_time_is_kept(page: Caller, cast: Cast) -> None:
    shown = page.get("/maintenance/new?q=ab123&starts_at=2030-05-06T09:00")
    assert f'value="{cast.lorry.billun_id}"' in shown.text
    assert cast.loner.billun_id not in shown.text
    assert 'name="starts_at" value="2030-05-06T09:00"' in shown.text


def test_times_that_no_calendar_has_are_refused_in_words(page: Caller, cast: Cast) -> None:
    ends = ("0001-01-01T00:00", "0001-01-03T00:00", "9999-12-30T23:59", "9999-12-31T23:59")
    address = f"/maintenance/new?equipment={cast.lorry.billun_id}&place={cast.workshop_id}"
    for starts_at, ends_at in combinations(ends, 2):
        then = f"{address}&starts_at={starts_at}&ends_at={ends_at}"
        for headers in ({}, PEOPLE):
            assert page.get(then, headers=headers).status == 200
    refused = send(page, cast, starts_at=ends[0], ends_at=ends[-1])
    assert (refused.status, "This is not a possible time." in refused.text) == (422, True)


def test_a_closed_hour_is_asked_back_and_nothing_typed_is_lost(
    page: Caller, cast: Cast, look: Look
) -> None:
    at_night = {"starts_at": wall(monday("03:00")), "ends_at": wall(monday("05:00"))}
    asked = send(page, cast, **at_night, confirmed="", description="Bring the lamp")
    form = fields_of(asked, "job-form")
    assert (asked.status, form["confirmed"], form["description"]) == (
        409,
        ["closed"],
        ["Bring the lamp"],
    )
    assert "Plan all the same" in words(asked)
    changed = page.post("/maintenance", data=form | {"starts_at": wall(monday("04:00"))})
    assert changed.status == 409
    planned = reference_in(page.post("/maintenance", data=form))
    assert kept(look, planned, "description") == "Bring the lamp"


def test_a_bay_that_is_taken_names_the_other_job(page: Caller, cast: Cast) -> None:
    other = plan_job(page, **job_body(cast, equipment_id=str(cast.loner.id), bay="1")).body
    refused = send(page, cast, title="Lights")
    assert refused.status == 409
    assert f'href="/maintenance/{other["reference"]}"' in refused.text
    assert fields_of(refused, "job-form")["title"] == ["Lights"]


@pytest.mark.parametrize(("zone", "missing"), GAPS)
def test_an_hour_that_the_clocks_leave_out_is_refused_beside_its_field(
    page: Caller, cast: Cast, look: Look, zone: str, missing: str
) -> None:
    def move() -> None:
        db.session.get_one(Company, cast.vauquelin).time_zone = zone
        db.session.commit()

    look(move)
    refused = send(page, cast, starts_at=missing, ends_at=missing.replace("02:30", "05:00"))
    assert refused.status == 422
    assert "the clocks go forward" in words(refused)
    assert 'aria-describedby="starts_at-error"' in refused.text


def test_what_cannot_be_is_said_beside_its_field(page: Caller, cast: Cast) -> None:
    start = wall(monday("09:00"))
    assert "The end must be after the start." in words(send(page, cast, ends_at=start))
    assert "has no such bay" in words(send(page, cast, place=f"{cast.workshop_id}:9"))
    assert "Say what is to be done." in words(send(page, cast, title=""))
    not_of_the_workshop = send(page, cast, assignee_ids=[str(cast.driver.user_id)])
    assert "Only people who work in the workshop" in words(not_of_the_workshop)


def test_what_is_another_companys_is_not_there(
    page: Caller, cast: Cast, second_workshop: UUID
) -> None:
    for strange in (
        {"equipment": cast.partner_trailer.billun_id},
        {"place": f"{cast.partner_site_id}:1"},
        {"assignee_ids": [str(cast.partner_driver.user_id)]},
        {"anomaly_ids": [str(cast.partner_trailer.id)]},
    ):
        assert send(page, cast, **strange).status == 404, strange
    for address in ("equipment=" + cast.partner_trailer.billun_id, "anomaly=ANO-2026-000000"):
        assert page.get(f"/maintenance/new?{address}").status == 404
    assert send(page, cast, place=f"{second_workshop}:1").status == 422


def test_who_is_busy_at_that_time_is_marked(page: Caller, cast: Cast) -> None:
    busy = plan_job(page, **job_body(cast, assignee_ids=[str(cast.mechanic.user_id)])).body
    address = f"/maintenance/new?equipment={cast.loner.billun_id}&place={cast.workshop_id}"
    then = f"&starts_at={wall(monday('10:00'))}&ends_at={wall(monday('12:00'))}"
    later = f"&starts_at={wall(monday('11:00'))}&ends_at={wall(monday('12:00'))}"
    assert f"on {busy['reference']}" in words(page.get(address + then, headers=PEOPLE))
    assert busy["reference"] not in page.get(address + later, headers=PEOPLE).text


def test_a_change_keeps_the_rest_and_the_second_of_two_is_told(
    page: Caller, mechanics_page: Caller, cast: Cast, look: Look
) -> None:
    made = plan_job(page, **job_body(cast, bay="1")).body
    place = f"/maintenance/{made['reference']}/edit"
    first, second = (fields_of(one.get(place), "job-form") for one in (page, mechanics_page))
    changes = {"title": ["Brakes and lights"], "assignee_ids": [str(cast.mechanic.user_id)]}
    assert page.post(place, data=first | changes).status == 303
    assert kept(look, made["reference"], "title", "bay") == ["Brakes and lights", "1"]
    late = mechanics_page.post(place, data=second | {"title": ["Something else"]})
    assert (late.status, "Somebody was faster" in words(late)) == (409, True)


def test_a_time_that_the_clocks_show_twice_stays_what_it_was(
    page: Caller, cast: Cast, look: Look
) -> None:
    # In Paris the clocks showed 02:30 at 00:30 UTC first, and then again an hour later.
    body = job_body(cast, starts_at="2028-10-29T01:30:00Z", ends_at="2028-10-29T03:30:00Z")
    made = plan_job(page, **body).body
    place = f"/maintenance/{made['reference']}/edit"
    form = fields_of(page.get(place), "job-form")
    assert form["starts_at"] == ["2028-10-29T02:30"]
    assert page.post(place, data=form | {"title": ["Lights"]}).status == 303
    assert utc(kept(look, made["reference"], "starts_at")) == "2028-10-29T01:30:00Z"


def test_a_job_that_is_over_has_no_form(page: Caller, cast: Cast) -> None:
    over = job(page, cast, to="cancelled")
    assert page.get(f"/maintenance/{over['reference']}/edit").status == 303


def test_a_mechanic_starts_stops_and_is_told_who_was_faster(
    mechanics_page: Caller, page: Caller, cast: Cast, look: Look
) -> None:
    made = job(page, cast)
    shown = mechanics_page.get(f"/maintenance/{made['reference']}")
    assert "Start work" in words(shown)
    assert act(mechanics_page, made, "work").status == 303
    assert kept(look, made["reference"], "status") == "in_progress"
    assert "Marcel Martin works on it since" in words(page.get(f"/maintenance/{made['reference']}"))
    late = act(page, made, "cancellation", seen="planned")
    assert (late.status, "Somebody was faster" in words(late)) == (409, True)
    assert act(mechanics_page, made, "work/stop").status == 303
    after = words(mechanics_page.get(f"/maintenance/{made['reference']}"))
    assert ("Start my clock" in after, "Work stopped" in after) == (True, True)


def test_waiting_says_for_which_parts(page: Caller, cast: Cast, look: Look) -> None:
    made = job(page, cast, to="in_progress")
    nothing = act(page, made, "waiting", seen="in_progress", parts_awaited=" ")
    assert (nothing.status, "Say which parts it waits for." in words(nothing)) == (422, True)
    wrong_day = act(page, made, "waiting", parts_awaited="Pads", parts_expected_on="soon")
    assert (wrong_day.status, 'value="Pads"' in wrong_day.text) == (422, True)
    assert act(page, made, "waiting", parts_awaited="Pads").status == 303
    assert "Pads" in words(page.get(f"/maintenance/{made['reference']}", headers=PANEL))
    assert act(page, made, "resumption", seen="awaiting_parts").status == 303
    assert kept(look, made["reference"], "status") == "in_progress"


def test_each_anomaly_is_asked_for_and_what_was_said_stays(
    page: Caller, driver: Caller, cast: Cast, look: Look
) -> None:
    tyre, lamp = damage(driver, cast), damage(driver, cast)
    made = job(page, cast, tyre, lamp, to="in_progress")
    said = {f"outcome-{tyre['id']}": "repaired", "comment": "New pads"}
    half = act(page, made, "completion", seen="in_progress", **said)
    assert (half.status, half.text.count("Say what became of it.")) == (422, 1)
    assert "New pads</textarea>" in half.text
    assert re.search(rf'name="outcome-{tyre["id"]}" value="repaired" checked', half.text)
    whole = act(page, made, "completion", **said, **{f"outcome-{lamp['id']}": "deferred"})
    assert whole.status == 303
    shown = words(page.get(f"/maintenance/{made['reference']}"))
    assert ("Repaired Resolved" in shown, "Put off Acknowledged" in shown) == (True, True)
    assert "/maintenance/new?anomaly=" in page.get(f"/anomalies/{lamp['reference']}").text


def test_a_check_that_was_done_is_renewed_with_the_job(
    page: Caller, cast: Cast, put_due: PutDue, look: Look
) -> None:
    put_due(cast.lorry, "ct_heavy", 10)
    made = job(page, cast, to="in_progress", deadline_codes=["ct_heavy"])
    today = {"renewal-ct_heavy-done_on": f"{now().astimezone(PARIS):%Y-%m-%d}"}
    unsaid = act(page, made, "completion", **today)
    assert (unsaid.status, "Say how it went." in words(unsaid)) == (422, True)
    check = {"renewal-ct_heavy-result": "passed"}
    ahead = {"renewal-ct_heavy-done_on": f"{now() + timedelta(days=3):%Y-%m-%d}"}
    assert "This day is still to come." in words(act(page, made, "completion", **check, **ahead))
    assert act(page, made, "completion", **check, **today).status == 303
    assert "Passed" in words(page.get(f"/maintenance/{made['reference']}"))

    def done_on() -> Any:
        found = db.select(Deadline.done_on).where(Deadline.equipment_id == cast.lorry.id)
        return db.session.scalar(found.where(Deadline.code == "ct_heavy"))

    assert str(look(done_on)) == today["renewal-ct_heavy-done_on"]


def test_a_meter_that_shows_what_cannot_be_is_asked_about(page: Caller, cast: Cast) -> None:
    made = job(page, cast, to="in_progress")
    assert "Write a number." in words(act(page, made, "completion", **{"reading-km": "many"}))
    assert act(page, made, "completion", **{"reading-km": "348 512"}).status == 303
    assert "348,512 km" in words(page.get(f"/maintenance/{made['reference']}"))


def test_parts_and_labour_are_added_mended_and_taken_away(
    page: Caller, cast: Cast, look: Look
) -> None:
    made = job(page, cast)
    part = {"kind": "parts", "id": str(cast.lorry.id), "reference": "BP-77", "quantity": "2"}
    wrong = act(page, made, "lines", **part, unit_price="cheap")
    assert (wrong.status, "Write a number." in words(wrong), 'value="BP-77"' in wrong.text) == (
        422,
        True,
        True,
    )
    for _again in range(2):
        assert act(page, made, "lines", **part, unit_price="12,50").status == 303
    labour = {
        "kind": "labour",
        "minutes": "90",
        "unit_price": "60",
        "worker_id": str(cast.mechanic.user_id),
    }
    assert act(page, made, "lines", **labour).status == 303
    shown = words(page.get(f"/maintenance/{made['reference']}"))
    assert ("BP-77" in shown, "1 h 30 min × €60.00" in shown, "€115.00" in shown) == (
        True,
        True,
        True,
    )
    line = f"lines/{cast.lorry.id}"
    assert act(page, made, line, **part | {"quantity": "4"}, unit_price="12.50").status == 303
    assert str(kept(look, made["reference"], "cost")) == "140.00"
    assert act(page, made, f"{line}/removal").status == 303
    assert str(kept(look, made["reference"], "cost")) == "90.00"
    other = job(page, cast, equipment_id=str(cast.loner.id))
    assert act(page, other, line, **part, unit_price="1").status == 404


def test_a_comment_stands_on_the_timeline(page: Caller, cast: Cast) -> None:
    made = job(page, cast)
    assert act(page, made, "comments", comment=" ").status == 422
    assert act(page, made, "comments", comment="The key is in the box").status == 303
    assert "The key is in the box" in words(page.get(f"/maintenance/{made['reference']}"))


def test_the_page_and_its_panel_are_the_workshops_and_the_managers(
    page: Caller, browsing: Browsing, cast: Cast
) -> None:
    made = job(page, cast)
    place = f"/maintenance/{made['reference']}"
    assert 'id="panel-job"' in page.get(place, headers=PANEL).text
    assert page.get(place, headers=PAGE).text.lstrip().startswith('<div class="job-page"')
    assert browsing(cast.driver).get(place).status == 403
    assert browsing(cast.outsider).get(place).status == 404
    assert (
        browsing(cast.manager)
        .get(f"{place}/completion")
        .headers["Location"]
        .endswith(f"{place}#step-completion")
    )


def test_a_page_asks_the_same_however_much_the_job_holds(
    app: Flask, page: Caller, driver: Caller, cast: Cast
) -> None:
    def asked(reports: Sequence[Any]) -> int:
        made = job(page, cast, *reports)
        place = f"/maintenance/{made['reference']}"
        page.get(place)
        with statements(app) as said:
            page.get(place)
        job_over = act(page, made, "cancellation")
        assert job_over.status == 303
        return len(said)

    one = asked([damage(driver, cast)])
    assert asked([damage(driver, cast) for _number in range(3)]) == one
