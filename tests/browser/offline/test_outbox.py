"""What was saved on the phone arrives once, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from billun.extensions import db
from billun.models import (
    Membership,
    Role,
    SignIn,
    WalkAround,
)
from tests.browser.offline.pocket import Pocket, eventually
from tests.fixtures.cast import Cast

pytestmark = pytest.mark.browser


def test_record_and_photos_arrive_and_leave_the_phone(pocket: Pocket) -> None:
    id = pocket.report()
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    assert str(anomaly.id) == id
    assert (anomaly.photos_expected, anomaly.photos_stored) == (4, 4)
    assert [pocket.rows(store) for store in ("outbox", "photos", "drafts")] == [[], [], []]


def test_without_network_everything_is_kept_and_goes_by_itself(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    pocket.report()
    pocket.report(photos=0)
    pocket.shows("offline")
    assert len(pocket.rows("photos")) == 4
    assert pocket.rows("drafts") == []
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    assert sorted(anomaly.photos_stored for anomaly in pocket.arrived()) == [0, 4]


def test_what_is_urgent_goes_first_then_the_oldest(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    first, second, red = pocket.report(), pocket.report(), pocket.report(photos=0)
    asked = puts(pocket.page)
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    records = [url.rsplit("/", 1)[1] for url in asked if "/anomalies/" in url]
    assert list(dict.fromkeys(records)) == [red, first, second]
    assert "/photos/" in asked[asked.index(next(url for url in asked if first in url)) + 1]


def test_a_lost_answer_makes_no_second_report(pocket: Pocket) -> None:
    pocket.page.route("**/api/anomalies/*", losing_the_first_answer())
    pocket.page.route("**/api/photos/*", losing_the_first_answer())
    pocket.report()
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    assert (anomaly.photos_stored, len(anomaly.photos)) == (4, 4)


def test_a_server_that_chokes_on_one_photo_gets_all_the_others(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    pocket.report()
    choked = pocket.entry["photos"][1]["id"]
    pocket.report()
    pocket.page.route(f"**/api/photos/{choked}", lambda route: route.fulfill(status=500, body=""))
    pocket.page.context.set_offline(False)
    eventually(pocket.page, lambda: sum(one.photos_stored for one in pocket.arrived()) == 7)
    eventually(pocket.page, lambda: [one for one in pocket.entries() if one["tries"]])
    # It is tried again and again: between two tries it waits.
    resting = ["sent", "waiting", "sent", "sent"]
    eventually(pocket.page, lambda: [photo["state"] for photo in pocket.entry["photos"]] == resting)
    assert [photo["id"] for photo in pocket.rows("photos")] == [choked]
    pocket.page.unroute(f"**/api/photos/{choked}")
    pocket.flush()
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [4, 4]


@pytest.mark.parametrize("status", [200, 302, 403, 404, 511])
def test_a_page_that_a_network_puts_in_between_is_no_answer(pocket: Pocket, status: int) -> None:
    answer = {
        "status": status,
        "content_type": "text/html",
        "body": "<h1>Welcome to our Wi-Fi</h1>",
    }
    if status == 302:
        answer["headers"] = {"Location": "/health/live"}
    pocket.page.route("**/api/**", lambda route: route.fulfill(**answer))
    pocket.report(photos=0)
    eventually(pocket.page, lambda: pocket.entry["trouble"])
    assert pocket.entry["trouble"]["kind"] == "unreachable"
    pocket.page.unroute("**/api/**")
    pocket.flush()
    pocket.is_all_sent()
    assert len(pocket.arrived()) == 1


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, {"id": "01930000-0000-7000-8000-000000000000"}),
        (201, {"id": True}),
        (404, {"title": "Not found"}),
        (422, {"errors": {"address": ["Too long."]}, "detail": "Too long."}),
    ],
)
def test_json_that_is_not_billuns_is_no_answer_either(
    pocket: Pocket, status: int, answer: dict[str, Any]
) -> None:
    pocket.page.route("**/api/anomalies/*", lambda one: one.fulfill(status=status, json=answer))
    pocket.report(photos=0)
    eventually(pocket.page, lambda: pocket.entry["trouble"])
    assert pocket.entry["trouble"]["kind"] == "unreachable"
    assert not pocket.entry["accepted"]


def test_a_refusal_holds_nothing_else_back_and_can_be_mended(pocket: Pocket) -> None:
    refused = pocket.report(address="A" * 301)
    pocket.report(photos=0)
    pocket.shows("refused")
    eventually(pocket.page, lambda: len(pocket.entries()) == 1)
    entry = pocket.entry
    assert (entry["id"], entry["trouble"]["status"]) == (refused, 422)
    assert list(entry["trouble"]["errors"]) == ["address"]
    mended = entry["record"] | {"address": "A6"}
    pocket.run("return outbox.replaceRecord(...given)", [refused, mended])
    pocket.is_all_sent()
    (anomaly,) = [one for one in pocket.arrived() if str(one.id) == refused]
    assert (anomaly.address, anomaly.photos_stored) == ("A6", 4)


def test_mending_takes_other_photos_in_and_leaves_old_ones_out(pocket: Pocket) -> None:
    id = pocket.report(address="A" * 301)
    pocket.shows("refused")
    mend = """
        const [shot] = await taken(1);
        const { record } = await outbox.entry(given);
        const photos = [...record.photos.slice(1), { id: shot.id, sha256: shot.sha256 }];
        await outbox.replaceRecord(given, { ...record, address: "A6", photos }, { photos: [shot] });
        return photos.map(({ id }) => id);
    """
    announced = pocket.run(mend, id)
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    assert {str(photo.id) for photo in anomaly.photos} == set(announced)
    assert anomaly.photos_stored == 4


def test_an_id_that_was_used_for_something_else_is_told(pocket: Pocket) -> None:
    id = pocket.report(photos=0)
    pocket.is_all_sent()
    pocket.report(photos=0, changes={"id": id, "url": f"/api/anomalies/{id}"}, address="elsewhere")
    pocket.shows("refused")
    assert pocket.entry["trouble"]["status"] == 409
    assert pocket.entry["trouble"]["detail"]


def test_signed_out_it_waits_for_the_same_person(pocket: Pocket) -> None:
    pocket.page.context.clear_cookies()
    pocket.report()
    pocket.shows("signed-out")
    pocket.sign_in(pocket.cast.other_driver)
    come_back(pocket.page)
    pocket.shows("signed-out")
    assert pocket.arrived() == []
    pocket.sign_in(pocket.cast.driver)
    come_back(pocket.page)
    pocket.is_all_sent()
    assert [one.reporter_id for one in pocket.arrived()] == [pocket.cast.driver.membership_id]


def test_nothing_goes_in_the_name_of_another_company_of_the_same_person(pocket: Pocket) -> None:
    """Session and token stay the same ones: only the membership that the page names tells them apart."""
    pocket.house.look(lambda: act_for_the_partner(pocket.cast))
    pocket.report(photos=0)
    pocket.shows("signed-out")
    assert pocket.arrived() == []


def test_an_old_token_is_renewed_once(pocket: Pocket) -> None:
    tokens: list[str] = []

    def age_the_first(route: Route) -> None:
        tokens.append(route.request.headers["x-csrftoken"])
        aged = {"x-csrftoken": "old"} if len(tokens) == 1 else {}
        route.continue_(headers={**route.request.headers, **aged})

    pocket.page.route("**/api/anomalies/*", age_the_first)
    pocket.report(photos=0)
    pocket.is_all_sent()
    assert len(tokens) == 2
    assert len(pocket.arrived()) == 1


def test_a_refused_photo_is_replaced_or_left_out(pocket: Pocket) -> None:
    pocket.page.route("**/api/photos/*", refusing_the_first(2))
    id = pocket.report()
    pocket.shows("refused")
    wanted = ["refused", "refused", "sent", "sent"]
    eventually(pocket.page, lambda: states_of(pocket) == wanted)
    assert pocket.entry["photos"][0]["reason"] == "No picture."
    assert len(pocket.rows("photos")) == 2
    one, other = (photo["id"] for photo in pocket.entry["photos"][:2])
    replace = """
        const [shot] = await taken(1);
        await outbox.replacePhoto(given.id, given.photo, { ...shot, guide: "overview" });
    """
    pocket.run(replace, {"id": id, "photo": one})
    pocket.run("await outbox.dropPhoto(...given)", [id, other])
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    assert anomaly.photos_stored == 3
    assert pocket.rows("photos") == []


def test_a_photo_whose_bytes_the_browser_lost_is_told_and_holds_nothing_back(
    pocket: Pocket,
) -> None:
    pocket.page.context.set_offline(True)
    pocket.report()
    lost = pocket.entry["photos"][0]["id"]
    pocket.page.evaluate(
        "id => import('billun/offline/drafts').then(({ dropPhoto }) => dropPhoto(id))", lost
    )
    pocket.page.context.set_offline(False)
    pocket.shows("refused")
    eventually(pocket.page, lambda: states_of(pocket) == ["refused", "sent", "sent", "sent"])
    assert pocket.arrived()[0].photos_stored == 3


def test_photos_of_a_report_that_was_sent_go_by_themselves(pocket: Pocket) -> None:
    id = pocket.report(photos=0)
    pocket.is_all_sent()
    add = "await outbox.addPhotos({ id: given, reference: 'ANO', label: 'Photos' }, await taken(2))"
    pocket.run(add, id)
    eventually(pocket.page, lambda: pocket.entries() == [])
    (anomaly,) = pocket.arrived()
    assert anomaly.photos_stored == 2


def test_a_sighting_and_its_photos_go_to_the_report_that_was_seen(pocket: Pocket) -> None:
    seen = pocket.report()
    pocket.is_all_sent()
    pocket.run(SIGHTING, {"anomaly": seen})
    pocket.is_all_sent()
    (anomaly,) = pocket.arrived()
    assert anomaly.photos_stored == 6


def test_a_walk_around_goes_like_a_report(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    pocket.run(WALK_AROUND, {"item": str(pocket.cast.lorry.id)})
    pocket.shows("offline")
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    assert pocket.house.look(lambda: db.session.query(WalkAround).count()) == 1


SIGHTING = """
    const photos = await taken(2);
    const record = {
      id: photos[0].id, kind: "worse", criticality: "red", seen_at: new Date().toISOString(),
      photos: photos.map(({ id, sha256 }) => ({ id, sha256 })),
    };
    const url = `/api/anomalies/${given.anomaly}/sightings`;
    await outbox.add({ id: record.id, kind: "sighting", url, method: "POST", record, photos, anomaly: given.anomaly });
"""
WALK_AROUND = """
    const { uuidv7 } = await import("uuidv7");
    const record = { id: uuidv7(), equipment_id: given.item, occurred_at: new Date().toISOString() };
    await outbox.add({ id: record.id, kind: "walk_around", url: "/api/walk-arounds", method: "POST", record });
"""


def test_photos_that_come_while_the_report_waits_join_it(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    id = pocket.report(photos=0)
    pocket.run("await outbox.addPhotos(given, await taken(2))", id)
    assert len(pocket.entry["photos"]) == 2
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [2]


def test_a_second_touch_on_send_changes_nothing(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    id = pocket.report()
    again = {"id": id, "url": f"/api/anomalies/{id}"}
    pocket.report(photos=0, changes=again)
    assert len(pocket.entry["record"]["photos"]) == 4
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    assert [one.photos_stored for one in pocket.arrived()] == [4]


def test_only_what_was_refused_can_be_deleted(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    id = pocket.report()
    pocket.run("await outbox.discard(given)", id)
    assert len(pocket.entries()) == 1
    pocket.page.context.set_offline(False)
    pocket.is_all_sent()
    refused = pocket.report(address="A" * 301)
    pocket.shows("refused")
    pocket.run("await outbox.discard(given)", refused)
    pocket.is_all_sent()
    assert pocket.rows("photos") == []
    assert len(pocket.arrived()) == 1


def act_for_the_partner(cast: Cast) -> None:
    """The driver works for two companies, and has switched in another tab."""
    signed_in = db.session.query(SignIn).filter_by(user_id=cast.driver.user_id).one()
    company_id = db.session.query(Membership.company_id).filter_by(id=cast.partner.membership_id)
    signed_in.membership = Membership(
        user_id=cast.driver.user_id, company_id=company_id.scalar(), role=Role.DRIVER
    )


def states_of(pocket: Pocket) -> list[str]:
    return [photo["state"] for photo in pocket.entry["photos"]]


def puts(page: Page) -> list[str]:
    """The addresses of all PUTs of the page from here on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.method == "PUT" else None)
    return asked


def come_back(page: Page) -> None:
    """What the browser tells a page when its tab is looked at again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)


def losing_the_first_answer() -> Callable[[Route], None]:
    """The server does the work, and the network drops what it says; the second time all is well."""
    seen: list[str] = []

    def lose(route: Route) -> None:
        seen.append(route.request.url)
        if len(seen) > 1:
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    return lose


def refusing_the_first(count: int) -> Callable[[Route], None]:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        if len(refused) >= count:
            return route.continue_()
        refused.append(route.request.url)
        problem: dict[str, Any] = {"detail": "No picture.", "errors": {}}
        return route.fulfill(status=415, json=problem, content_type="application/problem+json")

    return refuse
