"""The event stream: what changes arrives within a second, and only where it belongs."""

from __future__ import annotations

import time
from itertools import islice
from uuid import uuid4

import pytest

from tests.fixtures.cast import Cast
from tests.fixtures.live import House
from tests.fixtures.reports import report, sighting
from tests.flows.phone import Phone


@pytest.fixture
def driver(live: House, live_cast: Cast) -> Phone:
    return Phone(live, live_cast.driver)


def test_the_first_event_is_resync(live: House, live_cast: Cast) -> None:
    with Phone(live, live_cast.mechanic).stream() as stream:
        assert next(stream) == ("resync", {})


def test_a_report_arrives_within_a_second(live: House, live_cast: Cast, driver: Phone) -> None:
    with Phone(live, live_cast.mechanic).stream() as stream:
        next(stream)
        began = time.monotonic()
        sent = driver.send_report(str(uuid4()), report(live_cast.lorry.id)).json()
        about = next(data for name, data in stream if name == "anomalies")
        assert time.monotonic() - began < 1
        assert about == {"id": sent["id"], "reference": sent["reference"]}


def test_a_sighting_arrives_and_the_fitness_that_follows_from_it(
    live: House, live_cast: Cast, driver: Phone
) -> None:
    id = str(uuid4())
    driver.send_report(id, report(live_cast.lorry.id))
    with Phone(live, live_cast.mechanic).stream() as stream:
        body = sighting(criticality="red")
        driver.call("POST", f"/api/anomalies/{id}/sightings", json=body)
        told = ((name, data["id"]) for name, data in stream if "id" in data)
        found = dict(islice(told, 2))
    assert found == {"anomalies": id, "equipment": str(live_cast.lorry.id)}


def test_an_event_names_what_changed_and_never_what_it_is(
    live: House, live_cast: Cast, driver: Phone
) -> None:
    with Phone(live, live_cast.mechanic).stream() as stream:
        driver.send_report(str(uuid4()), report(live_cast.lorry.id))
        for name, data in stream:
            assert set(data) <= {"id", "reference"}
            if name == "anomalies":
                break


def test_another_company_gets_nothing(live: House, live_cast: Cast, driver: Phone) -> None:
    partner = Phone(live, live_cast.partner)
    with partner.stream() as stream:
        next(stream)
        driver.send_report(str(uuid4()), report(live_cast.lorry.id))
        own = partner.send_report(str(uuid4()), report(live_cast.partner_trailer.id)).json()
        first = next(data for name, data in stream if name == "anomalies")
        assert first["id"] == own["id"]


def test_a_refused_report_tells_nobody(live: House, live_cast: Cast, driver: Phone) -> None:
    with Phone(live, live_cast.mechanic).stream() as stream:
        next(stream)
        refused, kept = str(uuid4()), str(uuid4())
        driver.send_report(refused, report(live_cast.lorry.id, photos=[]))
        driver.send_report(kept, report(live_cast.lorry.id))
        assert next(data["id"] for name, data in stream if name == "anomalies") == kept


def test_a_stream_needs_a_sign_in(driver: Phone) -> None:
    driver.headers = {}
    assert driver.call("GET", "/api/events").status_code == 401


def test_a_stream_ends_with_its_sign_in(live: House, live_cast: Cast) -> None:
    phone = Phone(live, live_cast.mechanic)
    with phone.stream() as stream:
        next(stream)
        assert phone.call("POST", "/api/auth/logout").status_code == 204
        began = time.monotonic()
        assert [name for name, _data in stream if name not in {"resync", "ping"}] == []
        assert time.monotonic() - began < 10
