"""Every page, on a phone and on a desk, in light and in dark: readable by all, and without a complaint."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page

from billun.extensions import db
from billun.models import Photo
from tests.browser.readable import faults, overflow
from tests.fixtures.browser import DESK, PHONE, Opening
from tests.fixtures.cast import Cast, Person
from tests.fixtures.live import House, wait_for
from tests.fixtures.maintenance import job_body
from tests.fixtures.reports import LEFT_OUT, report, shots, sighting, walk_around
from tests.flows.phone import Phone

pytestmark = pytest.mark.browser

PAGES = {
    "nobody": ["/sign-in", "/register", "/password-reset", "/development/mail"],
    "driver": [
        "/drive",
        "/drive?q=ab",
        "/drive?q=nothing-like-it",
        "/drive/equipment/{item}",
        "/drive/equipment/{item}/report",
        "/drive/equipment/{item}/stop",
        "/drive/report",
        "/drive/stop",
        "/drive/reports",
        "/drive/reports/{reference}",
        "/drive/reports/{reference}/equipment",
        "/photos/{photo}",
        "/drive/equipment/{item}/documents",
        "/account",
    ],
    "manager": [
        "/overview",
        "/company",
        "/company/access",
        "/company/checks",
        "/company/checks/ct_heavy",
        "/company/closing",
        "/company/retention",
        "/sites",
        "/sites/new",
        "/sites/{site}",
        "/sites/{site}/edit",
        "/sites/{site}/removal",
        "/workshops",
        "/workshops/{workshop}",
        "/workshops/{workshop}/edit",
        "/workshops/{workshop}/hours",
        "/workshops/{workshop}/team",
        "/workshops/{workshop}/removal",
        "/board",
        "/board?screen=whole",
        "/anomalies",
        "/anomalies/map",
        "/anomalies/statistics",
        "/anomalies/{reference}",
        "/anomalies/{younger}/duplicate",
        "/anomalies/{younger}/equipment",
        "/equipment/{provisional}/replacement",
        "/equipment/{item}/photos",
        "/photos/{photo}",
        "/photos/{photo}/comparison",
        "/photos/{photo}/drawing",
        "/equipment",
        "/equipment?q=nothing-like-it",
        "/equipment/{item}",
        "/equipment/{item}/technical",
        "/equipment/{item}/deadlines",
        "/equipment/{item}/deadlines/ct_heavy/renewal",
        "/equipment/{item}/documents",
        "/equipment/{item}/documents/new",
        "/equipment/{item}/documents/new?kind=insurance",
        "/equipment/{item}/meters",
        "/equipment/{item}/safety-kit",
        "/equipment/{item}/codes",
        "/equipment/{item}/history",
        "/equipment/{item}/attachment",
        "/equipment/{item}/edit",
        "/equipment/new",
        "/equipment/new?kind=refrigerated",
        "/deadlines",
        "/deadlines?view=year",
        "/deadlines?view=dates",
        "/imports",
        "/imports/new",
        "/labels",
        "/people",
        "/people/new",
        "/people/cards",
        "/people/devices",
        "/people/{driver}",
    ],
    "supervisor": [
        "/maintenance",
        "/maintenance?view=month",
        "/maintenance?view=agenda&lane=person",
        "/maintenance/list",
        "/maintenance/new",
        "/maintenance/new?equipment={item}",
        "/maintenance/{job}",
        "/maintenance/{job}/edit",
        "/maintenance/{job}/schedule",
        "/maintenance/plans",
        "/maintenance/plans/new",
        "/maintenance/plans/{plan}",
        "/maintenance/absences",
        "/maintenance/feeds",
        "/screens",
        "/screens/new",
        "/wall",
        "/equipment/{item}/maintenance",
        "/people/{mechanic}",
    ],
    "admin": ["/admin", "/admin/companies"],
}
EVERY = [(who, path) for who, paths in PAGES.items() for path in paths]
# Each page is opened on the device that it is made for, by day and by night; then its window gets the other one's size.
MADE_FOR = {"driver": (PHONE, DESK)}


@pytest.fixture
def names(live: House, live_cast: Cast) -> dict[str, str]:
    """A report that was met again and got worse, one of the same damage, a green one, and one on an unknown trailer."""
    driver, taken = Phone(live, live_cast.driver), shots()
    body = report(live_cast.lorry.id, taken, criticality="orange", spot="left_mirror")
    made = driver.send_report(str(uuid4()), body).json()
    photos = [driver.send_photo(made["id"], shot).json()["id"] for shot in taken]
    worse = sighting(shots(1, first=4), criticality="red")
    driver.call("POST", f"/api/anomalies/{made['id']}/sightings", json=worse)
    driver.call("POST", "/api/walk-arounds", json=walk_around(live_cast.lorry.id))
    driver.send_report(str(uuid4()), report(live_cast.loner.id, criticality="green"))
    younger = driver.send_report(str(uuid4()), report(live_cast.lorry.id)).json()
    unknown = {"family": "trailer", "plate": "EF-456-GX", "description": "Blue curtains"}
    met = report(None, equipment_id=LEFT_OUT, provisional=unknown)
    provisional = driver.send_report(str(uuid4()), met).json()["equipment"]["billun_id"]
    supervisor = Phone(live, live_cast.supervisor)
    job = supervisor.call(
        "POST", "/api/maintenance", json=job_body(live_cast, anomaly_ids=[made["id"]])
    )
    oil = {"title": "Oil", "equipment_id": str(live_cast.lorry.id), "every": 6, "unit": "months"}
    plan = supervisor.call("POST", "/api/maintenance/plans", json=oil)
    wait_for(lambda: live.look(lambda: db.session.get_one(Photo, UUID(photos[0])).is_ready))
    return {
        "item": live_cast.lorry.billun_id,
        "reference": made["reference"],
        "younger": younger["reference"],
        "provisional": provisional,
        "photo": photos[0],
        "site": str(live_cast.site_id),
        "workshop": str(live_cast.workshop_id),
        "driver": str(live_cast.driver.user_id),
        "mechanic": str(live_cast.mechanic.user_id),
        "job": job.json()["reference"],
        "plan": plan.json()["id"],
    }


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_for_everybody(
    opening: Opening,
    live_cast: Cast,
    names: dict[str, str],
    complaints: list[str],
    who: str,
) -> None:
    people: dict[str, Person] = live_cast.people
    device, other = MADE_FOR.get(who, (DESK, PHONE))
    page, found = opening(people.get(who), device), []
    page.goto("/sign-in")
    for path in PAGES[who]:
        page.set_viewport_size(device["viewport"])
        answer = page.goto(path.format(**names))
        assert answer is not None
        assert answer.status == 200, path
        found += faults(page)
        page.set_viewport_size(other["viewport"])
        # The same colours, so the night has nothing new here.
        found += faults(page, by_night=False)
    assert found == []
    assert complaints == []


def test_the_description_of_the_api_is_for_everybody(
    opening: Opening, live: House, complaints: list[str]
) -> None:
    """At a desk alone: its ten thousand elements keep axe for as long as all other pages of nobody."""
    page = opening()
    page.goto("/api/docs")
    assert faults(page) == []
    page.set_viewport_size(PHONE["viewport"])
    assert overflow(page) <= 0
    assert complaints == []


MOST_BYTES = 250_000


def test_the_drivers_first_page_is_light(
    opening: Opening, live_cast: Cast, transferred: Callable[[Page], list[tuple[str, int]]]
) -> None:
    page = opening(live_cast.driver, PHONE)
    sizes = transferred(page)
    assert sum(size for _url, size in sizes) < MOST_BYTES, sorted(sizes, key=lambda one: -one[1])


@pytest.fixture
def transferred() -> Callable[[Page], list[tuple[str, int]]]:
    """Every file of /drive with its bytes over the wire, headers included, in an empty browser."""

    def counted(page: Page) -> list[tuple[str, int]]:
        urls: dict[str, str] = {}
        sizes: dict[str, int] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.on(
            "Network.requestWillBeSent",
            lambda e: urls.update({e["requestId"]: e["request"]["url"]}),
        )
        devtools.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
        )
        devtools.send("Network.enable")
        page.goto("/drive")
        page.wait_for_timeout(1500)
        return [(urls.get(id, "?"), int(size)) for id, size in sizes.items()]

    return counted
