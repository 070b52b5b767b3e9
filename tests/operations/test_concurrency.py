"""Many at once: what is sent side by side is stored once, and one of two steps wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

from flask import Flask

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import Anomaly, Photo, TimelineEntry
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Shot, jpeg, photo_form, report, send_photo, send_report, shots

Look = Callable[..., Any]


def all_at_once(
    app: Flask, several: Sequence[Callable[[Caller], Answer]], like: Caller
) -> list[int]:
    """The statuses of calls that start together, each from a client of its own."""
    gate = Barrier(len(several))

    def one(call: Callable[[Caller], Answer]) -> int:
        gate.wait()
        return call(Caller(app.test_client(), like.headers)).status

    with ThreadPoolExecutor(len(several)) as threads:
        return list(threads.map(one, several))


def test_fifty_sendings_of_one_report_are_one_report(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    id, body = uuid4(), report(cast.lorry.id)
    found = all_at_once(app, [lambda caller: send_report(caller, body, id)] * 50, driver)
    assert sorted(found) == [200] * 49 + [201]
    assert look(lambda: db.session.query(Anomaly).count()) == 1
    assert look(lambda: db.session.query(TimelineEntry).count()) == 1


def test_ten_sendings_of_one_photo_are_one_photo(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    path, form = f"/api/photos/{taken[0].id}", photo_form(id, taken[0])
    found = all_at_once(app, [lambda caller: caller.put(path, **form)] * 10, driver)
    assert sorted(found) == [200] * 9 + [201]
    assert look(lambda: db.session.query(Anomaly).one().photos_stored) == 1


def test_one_photo_under_many_ids_leaves_one_file(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    taken = [Shot(uuid4(), jpeg(50)) for _number in range(6)]
    assert one_is_kept(app, driver, cast, taken)
    assert look(lambda: files_under(taken)) == look(originals)


def test_many_photos_under_one_id_leave_one_file(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    id = uuid4()
    taken = [Shot(id, jpeg(50 + number)) for number in range(6)]
    assert one_is_kept(app, driver, cast, taken)
    assert look(lambda: files_under(taken)) == look(originals)


def one_is_kept(app: Flask, driver: Caller, cast: Cast, taken: Sequence[Shot]) -> bool:
    id = send_report(driver, report(cast.lorry.id)).body["id"]
    found = all_at_once(app, [partial(send_photo, to=id, shot=shot) for shot in taken], driver)
    return sorted(found) == [201] + [409] * (len(taken) - 1)


def files_under(taken: Sequence[Shot]) -> list[str]:
    ids = {shot.id for shot in taken}
    return [file.key for id in ids for file in storage().files(f"photos/{id}")]


def originals() -> list[str]:
    """Where those of the photos that have arrived lie."""
    return [photo.original_key for photo in db.session.query(Photo).filter_by(state="stored")]


def test_four_photos_at_once_complete_the_report(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    calls = [partial(send_photo, to=id, shot=shot) for shot in taken]
    assert all_at_once(app, calls, driver) == [201] * 4
    anomaly = driver.get(f"/api/anomalies/{id}").body
    assert (anomaly["status"], anomaly["photos_stored"]) == ("reported", 4)
    assert look(lambda: db.session.query(Photo).filter_by(state="stored").count()) == 4


def test_of_two_who_take_the_same_step_one_is_told_so(
    app: Flask, driver: Caller, mechanic: Caller, cast: Cast
) -> None:
    path = f"/api/anomalies/{send_report(driver, report(cast.lorry.id)).body['id']}/transitions"
    step = [lambda caller: caller.post(path, json={"to": "acknowledged"})]
    assert sorted(all_at_once(app, step * 2, mechanic)) == [200, 409]


def test_many_reports_on_one_lorry_leave_it_as_unfit_as_the_worst(
    app: Flask, driver: Caller, cast: Cast
) -> None:
    levels = ["green", "yellow", "orange", "red", "yellow", "orange", "green", "yellow"]
    calls = [
        partial(send_report, body=report(cast.lorry.id, shots(), criticality=level))
        for level in levels
    ]
    assert all_at_once(app, calls, driver) == [201] * 8
    item = driver.get(f"/api/equipment/{cast.lorry.id}").body
    assert (item["fitness"], item["open_anomalies"]) == ("immobilised", 8)


def test_one_fleet_number_given_twice_at_once_is_given_once(
    app: Flask, manager: Caller, cast: Cast
) -> None:
    body = {"family": "trailer", "kind": "box", "internal_id": "R 99"}
    calls = [lambda caller: caller.post("/api/equipment", json=body)] * 6
    found = sorted(all_at_once(app, calls, manager))
    assert found[0] == 201
    assert set(found[1:]) <= {409, 422}
