"""The queue as a page: what waits, by filter; many taken on at once; reports that are put right."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import Anomaly, Equipment, EquipmentStatus, User
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit
from tests.fixtures.reports import Complete, report, send_report, send_sighting, shots
from tests.queries.test_statement_counts import counted

Browsing = Callable[[Person], Caller]
Look = Callable[[Callable[[], Any]], Any]
MOST = 8
QUEUE = {"HX-Request": "true", "HX-Target": "section#anomaly-queue"}
PANEL = {"HX-Request": "true", "HX-Target": "div#panel-anomaly"}


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.supervisor)


@pytest.fixture
def reported(driver: Caller, cast: Cast) -> Callable[..., Any]:
    """Reports whose photos have not come yet."""

    def send(**changes: Any) -> Any:
        item = changes.pop("equipment_id", cast.lorry.id)
        return send_report(driver, report(item, shots(), **changes)).body

    return send


def rows(answer: Answer) -> list[str]:
    return re.findall(r'<tr id="report-([^"]+)"', answer.text)


def words(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def path(anomaly: Any, part: str) -> str:
    return f"/anomalies/{anomaly['reference']}/{part}"


def test_the_queue_shows_what_waits_the_worst_and_then_the_oldest_first(
    page: Caller, reported: Callable[..., Any]
) -> None:
    yellow, red, later = reported(), reported(criticality="red"), reported()
    done = reported()
    submit(page, "/anomalies", "/anomalies/acknowledgements", ids=done["id"])
    assert rows(page.get("/anomalies")) == [one["reference"] for one in (red, yellow, later)]
    assert done["reference"] in rows(page.get("/anomalies?show=open"))
    assert rows(page.get("/anomalies?status=acknowledged")) == [done["reference"]]


LISTED = {
    "criticality=red": ["brakes"],
    "category=bodywork": ["curtain"],
    "kind=curtain_sider": ["curtain"],
    "site_id={site}": ["brakes"],
    "workshop_id={workshop}": ["brakes"],
    "reporter_id={driver}": ["brakes", "curtain"],
    "older_than_days=3": ["curtain"],
    "q=ef456": ["curtain"],
    "status=dismissed": [],
    "sort=oldest": ["curtain", "brakes"],
    "criticality=nonsense&status=nonsense&show=nonsense": ["brakes", "curtain"],
}


def test_the_address_says_what_is_listed(
    page: Caller, reported: Callable[..., Any], cast: Cast, look: Look
) -> None:
    made = {
        "brakes": reported(category="brakes", sub_category=None, criticality="red"),
        "curtain": reported(equipment_id=cast.loner.id),
    }
    look(lambda: age(made["curtain"], days=5))
    places = {"site": cast.site_id, "workshop": cast.workshop_id}
    names = places | {"driver": cast.driver.membership_id}
    listed = {query: rows(page.get(f"/anomalies?{query.format(**names)}")) for query in LISTED}
    called = {one["reference"]: name for name, one in made.items()}
    assert {query: [called[row] for row in found] for query, found in listed.items()} == LISTED


def age(anomaly: Any, days: int) -> None:
    row = db.session.get_one(Anomaly, anomaly["id"])
    row.received_at = now() - timedelta(days=days)
    db.session.commit()


def test_choices_say_how_many_reports_they_leave(
    page: Caller, reported: Callable[..., Any], cast: Cast, look: Look
) -> None:
    reported(criticality="red")
    reported(criticality="red")
    look(lambda: age(reported(equipment_id=cast.loner.id), days=10))
    text = words(page.get("/anomalies?kind=tractor_unit"))
    assert "Stop now (2)" in text
    assert "Curtain-sider (1)" in text
    assert f"{cast.driver.name} (2)" in text
    assert "Older than 7 days (" not in text
    assert "Waiting 2 All open 2 Resolved 0 All 2" in text
    assert "Older than 7 days (1)" in words(page.get("/anomalies"))


def test_a_filter_by_a_place_of_another_company_is_not_there(page: Caller, cast: Cast) -> None:
    assert page.get(f"/anomalies?site_id={cast.partner_site_id}").status == 404


def test_drivers_have_no_queue(browsing: Browsing, cast: Cast) -> None:
    driver = browsing(cast.driver)
    assert driver.get("/anomalies").status == 403
    assert driver.post("/anomalies/acknowledgements").status == 403
    assert "/anomalies" not in re.findall(r'href="([^"]+)"', driver.get("/board").text)


def test_a_row_says_what_is_known_of_it(
    page: Caller, complete: Complete, calling: Callable[..., Caller], cast: Cast
) -> None:
    anomaly = complete()
    for _ in range(2):
        send_sighting(calling(cast.other_driver), anomaly["id"], kind="known", comment=None)
    text = words(page.get("/anomalies"))
    assert "AB-123-CD Bodywork · " in text
    assert "met again ×2" in text
    assert "4/4" in text
    assert cast.driver.name in text


def test_those_ticked_are_taken_on_and_the_answer_says_what_could_not_be(
    page: Caller, reported: Callable[..., Any], look: Look
) -> None:
    first, second, done = reported(), reported(), reported()
    page.post(path(done, "acknowledgement"))
    ids = [one["id"] for one in (first, second, done)]
    answer = submit(page, "/anomalies", "/anomalies/acknowledgements?category=bodywork", ids=ids)
    assert answer.headers["Location"] == "/anomalies?category=bodywork"
    text = words(page.get("/anomalies?category=bodywork"))
    assert f"2 acknowledged; 1 could not be. {done['reference']}: This is not possible" in text
    assert rows(page.get("/anomalies")) == []


def test_for_htmx_the_answer_is_the_queue_with_a_notice(
    page: Caller, reported: Callable[..., Any]
) -> None:
    ids = {"ids": reported()["id"]}
    answer = page.post("/anomalies/acknowledgements", data=ids, headers=QUEUE)
    assert answer.text.lstrip().startswith("<section")
    assert '"1 acknowledged"' in answer.headers["HX-Trigger"]
    nothing = page.post("/anomalies/acknowledgements", headers=QUEUE)
    assert "Tick at least one" in nothing.headers["HX-Trigger"]


def test_reports_of_another_company_stay_as_they_are(
    browsing: Browsing, reported: Callable[..., Any], cast: Cast, driver: Caller
) -> None:
    anomaly = reported()
    submit(browsing(cast.partner), "/anomalies", "/anomalies/acknowledgements", ids=anomaly["id"])
    assert driver.get(f"/api/anomalies/{anomaly['id']}").body["status"] == "incoming"


def test_a_step_in_the_panel_answers_with_the_panel(
    page: Caller, reported: Callable[..., Any]
) -> None:
    anomaly = reported()
    opened = page.get(f"/anomalies/{anomaly['reference']}", headers=PANEL)
    assert opened.text.lstrip().startswith('<div class="triage-item"')
    assert 'hx-target="#panel-anomaly"' in opened.text
    answer = page.post(path(anomaly, "acknowledgement"), headers=PANEL)
    assert 'id="panel-anomaly"' in answer.text
    assert "Acknowledged" in answer.text


def test_a_younger_report_is_dismissed_as_the_same_as_an_older_one(
    page: Caller, reported: Callable[..., Any], calling: Callable[..., Caller], cast: Cast
) -> None:
    older = reported()
    other = report(cast.lorry.id, shots(4, first=4), description="A hole in the curtain")
    younger = send_report(calling(cast.other_driver), other).body
    assert path(younger, "duplicate") in page.get(f"/anomalies/{younger['reference']}").text
    assert path(older, "duplicate") not in page.get(f"/anomalies/{older['reference']}").text
    assert "Nothing older is open" in page.get(path(older, "duplicate")).text
    answer = submit(page, path(younger, "duplicate"), into=older["reference"])
    assert answer.headers["Location"] == f"/anomalies/{older['reference']}"
    text = words(page.get(f"/anomalies/{older['reference']}"))
    assert f"Also reported by {cast.other_driver.name}" in text
    assert "A hole in the curtain" in text
    assert "The same damage was reported before" in words(
        page.get(f"/anomalies/{younger['reference']}")
    )


def test_a_merge_in_the_panel_is_told_at_once_and_in_the_readers_language(
    page: Caller, reported: Callable[..., Any], look: Look, cast: Cast
) -> None:
    older, younger = reported(), reported(criticality="orange")
    answer = page.post(path(younger, "duplicate"), data={"into": older["reference"]}, headers=PANEL)
    said = f"{younger['reference']} is the same as {older['reference']}."
    assert json.loads(answer.headers["HX-Trigger"])["notice"]["text"] == said
    assert "scroll:top" in answer.headers["HX-Reswap"]
    assert f"It is the same damage as {older['reference']}" in words(answer)
    kept = page.get(f"/anomalies/{older['reference']}")
    assert said not in words(kept)
    assert f"{younger['reference']} is the same, and worse." in words(kept)
    look(lambda: read_in_french(cast.supervisor))
    in_french = words(page.get(f"/anomalies/{younger['reference']}"))
    assert f"C'est la même anomalie que {older['reference']}" in in_french.replace("’", "'")


def read_in_french(person: Person) -> None:
    db.session.get_one(User, person.user_id).locale = "fr"


def test_a_choice_that_is_over_is_told_beside_the_present_state(
    page: Caller, reported: Callable[..., Any]
) -> None:
    older, younger = reported(), reported()
    page.post(path(older, "dismissal"), data={"comment": "Old scratch"})
    answer = page.post(path(younger, "duplicate"), data={"into": older["reference"]})
    assert answer.status == 409
    assert "no longer open" in answer.text
    assert page.post(path(younger, "duplicate")).status == 422


def test_a_step_that_came_too_late_says_who_was_faster(
    page: Caller, browsing: Browsing, reported: Callable[..., Any], cast: Cast
) -> None:
    anomaly = reported()
    browsing(cast.mechanic).post(path(anomaly, "acknowledgement"))
    answer = page.post(path(anomaly, "acknowledgement"))
    assert answer.status == 409
    trouble = words(answer).partition("This is not possible any more")[2][:160]
    assert "Acknowledged" in trouble
    assert cast.mechanic.name in trouble


def test_it_is_lowered_with_a_reason_by_those_who_judge_it(
    page: Caller, browsing: Browsing, reported: Callable[..., Any], cast: Cast
) -> None:
    anomaly = reported(criticality="orange")
    green = {"criticality": "green"}
    offered = browsing(cast.mechanic).get(f"/anomalies/{anomaly['reference']}").text
    assert re.findall(r'name="criticality" value="(\w+)"', offered) == ["orange", "red"]
    refused = page.post(path(anomaly, "criticality"), data=green)
    assert refused.status == 422
    assert 'value="green" checked' in refused.text
    assert page.post(path(anomaly, "criticality")).status == 422
    reason = green | {"comment": "Only the paint"}
    assert page.post(path(anomaly, "criticality"), data=reason).status == 303
    text = words(page.get(f"/anomalies/{anomaly['reference']}"))
    assert "Only the paint" in text
    assert "Lowered" in text


@pytest.mark.parametrize("step", ["dismissal", "criticality", "comments", "hold"])
def test_the_address_of_a_refused_step_leads_to_the_page(
    page: Caller, reported: Callable[..., Any], step: str
) -> None:
    anomaly = reported()
    answer = page.get(path(anomaly, step))
    assert answer.status == 303
    assert answer.headers["Location"].startswith(f"/anomalies/{anomaly['reference']}#")


def test_a_report_is_moved_to_the_equipment_that_it_is_about(
    page: Caller, reported: Callable[..., Any], cast: Cast
) -> None:
    anomaly = reported()
    found = page.get(path(anomaly, "equipment") + "?q=ef 456").text
    assert f'value="{cast.loner.billun_id}"' in found
    move = {"equipment": cast.loner.billun_id}
    assert page.post(path(anomaly, "equipment"), data=move).status == 422
    reason = move | {"reason": "It is the trailer"}
    assert submit(page, path(anomaly, "equipment"), **reason).status == 303
    text = words(page.get(f"/anomalies/{anomaly['reference']}"))
    assert "EF-456-GH" in text
    assert "It is the trailer" in text


def test_a_mechanic_does_not_move_it(
    browsing: Browsing, reported: Callable[..., Any], cast: Cast
) -> None:
    mechanic, anomaly = browsing(cast.mechanic), reported()
    assert "stays where it is" in mechanic.get(path(anomaly, "equipment")).text
    move = {"equipment": cast.loner.billun_id, "reason": "It is the trailer"}
    assert mechanic.post(path(anomaly, "equipment"), data=move).status == 403


def test_equipment_of_another_company_is_no_choice(
    page: Caller, reported: Callable[..., Any], cast: Cast
) -> None:
    move = {"equipment": cast.partner_trailer.billun_id, "reason": "Theirs"}
    assert page.post(path(reported(), "equipment"), data=move).status == 404


def test_the_reporter_moves_it_within_half_an_hour(
    browsing: Browsing, reported: Callable[..., Any], cast: Cast, look: Look
) -> None:
    driver, anomaly = browsing(cast.driver), reported()
    place = f"/drive/reports/{anomaly['reference']}/equipment"
    assert place in driver.get(f"/drive/reports/{anomaly['reference']}").text
    assert submit(driver, f"{place}?q=ef 456", place, equipment=cast.loner.billun_id).status == 303
    assert "EF-456-GH" in driver.get(f"/drive/reports/{anomaly['reference']}").text
    look(lambda: age(anomaly, days=1))
    assert place not in driver.get(f"/drive/reports/{anomaly['reference']}").text
    assert "stays where it is" in driver.get(place).text
    assert driver.post(place, data={"equipment": cast.lorry.billun_id}).status == 403


@pytest.fixture
def provisional(driver: Caller, cast: Cast) -> Any:
    """A report on a trailer that nobody found, whose plate is nearly that of the loner."""
    unknown = {"family": "trailer", "plate": "EF-456-GX", "description": "Krone, blue"}
    body = report(None, shots(), provisional=unknown)
    del body["equipment_id"]
    return send_report(driver, body).body


def test_a_provisional_item_becomes_the_right_one(
    browsing: Browsing, provisional: Any, cast: Cast, look: Look
) -> None:
    manager, item = browsing(cast.manager), provisional["equipment"]["billun_id"]
    place = f"/equipment/{item}/replacement"
    assert place in manager.get(f"/equipment/{item}").text
    offer = manager.get(place).text
    assert re.findall(r'name="equipment" value="([^"]+)"', offer)[0] == cast.loner.billun_id
    assert "1 report of damage" in words(manager.get(place))
    asking = f"{place}?equipment={cast.loner.billun_id}"
    asked = words(manager.get(asking))
    assert "Replace EF-456-GX by EF-456-GH? " in asked
    assert "1 report of damage" in asked
    assert look(lambda: status_of(item)) == EquipmentStatus.PROVISIONAL
    answer = submit(manager, asking, place, equipment=cast.loner.billun_id)
    assert answer.headers["Location"] == f"/equipment/{cast.loner.billun_id}"
    assert look(lambda: status_of(item)) == EquipmentStatus.RETIRED
    assert "EF-456-GH" in words(manager.get(place))
    again = manager.post(place, data={"equipment": cast.lorry.billun_id})
    assert again.status == 409
    assert manager.get(f"/equipment/{item}/history").status == 200
    assert manager.get(f"/equipment/{cast.loner.billun_id}/history").status == 200


def status_of(billun_id: str) -> EquipmentStatus:
    return db.session.query(Equipment).filter_by(billun_id=billun_id).one().status


def test_what_its_driver_called_it_comes_before_the_rest_of_its_family(
    browsing: Browsing, manager: Caller, driver: Caller, cast: Cast
) -> None:
    for kind, plate in (("tanker", "AA-001-AA"), ("livestock", "ZZ-002-ZZ"), ("box", "QX-I23-YZ")):
        body = {"family": "trailer", "kind": kind, "plate": plate}
        assert manager.post("/api/equipment", json=body).status == 201
    unknown = {"family": "trailer", "plate": "QK-123-YW", "description": "Grosse bétaillère"}
    sent = send_report(driver, report(None, equipment_id=None, provisional=unknown)).body
    place = f"/equipment/{sent['equipment']['billun_id']}/replacement"
    found = re.findall(r'plate-number">([^<]+)<', browsing(cast.manager).get(place).text)
    assert [one for one in found if one in ("AA-001-AA", "ZZ-002-ZZ", "QX-I23-YZ")] == [
        "QX-I23-YZ",
        "ZZ-002-ZZ",
        "AA-001-AA",
    ]


def test_only_managers_say_what_a_provisional_item_is(
    page: Caller, provisional: Any, cast: Cast
) -> None:
    place = f"/equipment/{provisional['equipment']['billun_id']}/replacement"
    assert page.get(place).status == 403
    assert page.post(place, data={"equipment": cast.loner.billun_id}).status == 403


def test_a_longer_queue_asks_no_more_of_the_database(
    app: Flask, page: Caller, complete: Complete, reported: Callable[..., Any], cast: Cast
) -> None:
    complete()
    few = counted(app, page, "/anomalies")
    for _ in range(6):
        reported()
        reported(equipment_id=cast.loner.id, category="brakes", sub_category=None)
    assert counted(app, page, "/anomalies") == few <= MOST


def test_a_comment_brings_its_photos(page: Caller, complete: Complete) -> None:
    anomaly, shot = complete(), shots(1, first=6)[0]
    said = {"comment": "Cut it open", "photos": (BytesIO(shot.content), "inside.jpg")}
    answer = page.post(path(anomaly, "comments"), data=said)
    assert answer.status == 303
    text = page.get(f"/anomalies/{anomaly['reference']}").text
    assert "Cut it open" in text
    assert text.count("history-photo-awaited") == 1


def test_a_file_that_is_no_photo_keeps_the_comment_back(page: Caller, complete: Complete) -> None:
    anomaly = complete()
    said = {"comment": "See here", "photos": (BytesIO(b"%PDF-1.7"), "paper.pdf")}
    answer = page.post(path(anomaly, "comments"), data=said)
    assert answer.status == 415
    assert "not a JPEG" in answer.text
    assert ">See here</textarea>" in answer.text
    assert "See here" not in page.get(f"/anomalies/{anomaly['reference']}").text
