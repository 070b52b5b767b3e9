"""What a company has kept for long enough goes in the night, with everything of it; nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.adapters.storage import StorageUnavailable
from billun.adapters.storage.local import LocalStorage
from billun.extensions import db
from billun.models import (
    AccessKind,
    AccessRecord,
    AccessSubject,
    Anomaly,
    AnomalyStatus,
    Company,
    Delivery,
    DeliveryKind,
    Drawing,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    Membership,
    Photo,
    Removal,
    RetentionRun,
    Sighting,
    TimelineEntry,
    TimelineKind,
    WalkAround,
)
from billun.models.base import new_id, now
from billun.operations.deliveries import owe_mail
from billun.operations.legal_hold import hold, release
from billun.operations.retention import firm_references_to, keep_retention
from billun.queries.retention_due import cutoffs, due_of
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.full_company import files_on
from tests.fixtures.reports import (
    Complete,
    report,
    send_photo,
    send_report,
    send_sighting,
    send_walk_around,
    shots,
)

Look = Callable[[Callable[[], Any]], Any]
PLACE = {"latitude": 49.4431, "longitude": 1.0993, "accuracy_m": 12.5}
COARSE = (49.4, 1.1, 10_000)
YEARS_AGO = timedelta(days=61 * 31)


def vauquelin(cast: Cast) -> Company:
    return db.session.get_one(Company, cast.vauquelin)


@pytest.fixture
def run(look: Look, cast: Cast) -> Callable[[], dict[str, int]]:
    """A night of the company, batch by batch: what went, by kind."""

    def one_night() -> dict[str, int]:
        gone: dict[str, int] = {}
        while batch := look(lambda: keep_retention(vauquelin(cast))):
            for kind, number in batch.items():
                gone[kind] = gone.get(kind, 0) + number
        return gone

    return one_night


@pytest.fixture
def due(look: Look, cast: Cast) -> Callable[[], dict[str, int]]:
    """What a dry run says, without what is not due."""
    return lambda: {
        kind: number for kind, number in look(lambda: due_of(vauquelin(cast))).items() if number
    }


def let_pass(model: Any, id: str | UUID, ago: timedelta, **more: Any) -> None:
    """As if the row had come that long ago."""
    values = {"received_at": now() - ago} | more
    db.session.execute(update(model).where(model.id == UUID(str(id))).values(values))


def let_end(id: str, ago: timedelta = YEARS_AGO) -> None:
    """As if the report had come and been closed that long ago."""
    let_pass(Anomaly, id, ago, status=AnomalyStatus.CLOSED)
    entries = update(TimelineEntry).where(TimelineEntry.anomaly_id == UUID(id))
    db.session.execute(entries.values(at=now() - ago))


def place_of(row: Any) -> tuple[Any, ...]:
    return row.latitude, row.longitude, row.accuracy_m


def test_the_periods_count_whole_days_where_the_company_works(look: Look, cast: Cast) -> None:
    def limits() -> Any:
        company = vauquelin(cast)
        company.time_zone = "Pacific/Auckland"
        found = cutoffs(company, date(2026, 3, 31))
        db.session.rollback()
        return found

    found = look(limits)
    assert found.positions.astimezone(UTC) == datetime(2026, 1, 29, 11, tzinfo=UTC)
    assert found.photos.date() == date(2025, 3, 31)
    assert found.anomalies.date() == date(2021, 3, 31)
    assert found.access_records.date() == date(2025, 3, 31)


def test_places_become_coarse_wherever_they_stand(
    cast: Cast, driver: Caller, look: Look, run: Callable[..., Any], due: Callable[..., Any]
) -> None:
    taken = shots()
    body = report(cast.lorry.id, taken, position=PLACE, address="A13, km 112")
    old = send_report(driver, body).body["id"]
    send_photo(driver, old, taken[0], **{name: str(value) for name, value in PLACE.items()})
    young = send_report(driver, report(cast.loner.id, shots(first=4), position=PLACE)).body["id"]
    met = send_sighting(driver, old, position=PLACE).body["id"]
    walked = send_walk_around(driver, cast.lorry.id, position=PLACE).body["id"]
    ago = timedelta(days=62)
    rows = ((Anomaly, old), (Photo, taken[0].id), (Sighting, met), (WalkAround, walked))

    def past() -> None:
        for model, id in rows:
            let_pass(model, id, ago)
        db.session.execute(update(EquipmentChange).values(created_at=now() - ago))

    look(past)

    def exact() -> Any:
        found = db.session.get_one(Anomaly, UUID(young))
        return place_of(found), found.content["position"]

    def kept() -> Any:
        found = db.session.get_one(Anomaly, UUID(old))
        return found.updated_at, found.changed_in

    before = look(kept)
    assert due() == run() == {"positions": 5}
    assert due() == run() == {}
    assert look(lambda: {place_of(found) for found in those(rows)}) == {COARSE}
    assert look(kept) == before
    assert look(exact) == (tuple(PLACE.values()), PLACE)

    def words() -> tuple[Any, ...]:
        anomaly = db.session.get_one(Anomaly, UUID(old))
        contents = [found.content for found in those(rows) if not isinstance(found, Photo)]
        said = db.session.scalars(select(EquipmentChange.changes)).all()
        places = [change["position"][1] for change in said if "position" in change]
        return (
            anomaly.address,
            anomaly.content.get("address"),
            *places,
            *(content["position"] for content in contents),
        )

    assert look(words) == (None, None, *[dict(zip(PLACE, COARSE, strict=True))] * 4)
    again = send_report(driver, body, UUID(old))
    assert (again.status, again.body["id"]) == (200, old)
    assert send_report(driver, body | {"description": "Another"}, UUID(old)).status == 409


def those(rows: Sequence[tuple[Any, Any]]) -> list[Any]:
    return [db.session.get_one(model, UUID(str(id))) for model, id in rows]


def test_an_address_without_a_place_goes_too(
    cast: Cast, driver: Caller, look: Look, run: Callable[..., Any]
) -> None:
    body = report(cast.lorry.id, position=None, address="Behind hall 4")
    id = send_report(driver, body).body["id"]
    look(lambda: let_pass(Anomaly, id, timedelta(days=62)))
    assert run() == {"positions": 1}
    found = driver.get(f"/api/anomalies/{id}").body
    assert (found["position"], found["address"]) == (None, None)
    assert send_report(driver, body, UUID(id)).status == 200


def test_photos_are_erased_a_while_after_their_equipment_was_retired(
    cast: Cast,
    complete: Complete,
    manager: Caller,
    look: Look,
    shelf: Path,
    run: Callable[..., Any],
    due: Callable[..., Any],
) -> None:
    complete()
    stays = complete(equipment_id=cast.loner.id)
    assert manager.delete(f"/api/equipment/{cast.lorry.id}").status < 300
    assert due() == {}

    def long_ago() -> None:
        written = {"created_at": now() - timedelta(days=400)}
        db.session.execute(update(EquipmentChange).values(written))

    look(long_ago)
    assert due() == run() == {"photos": 4}
    assert due() == run() == {}

    def told() -> set[tuple[Any, ...]]:
        return {
            (photo.subject.equipment_id, photo.removal, photo.removal_reason, len(photo.sha256))
            for photo in db.session.scalars(select(Photo))
        }

    assert look(told) == {
        (cast.lorry.id, Removal.ERASED, "retention", 64),
        (cast.loner.id, None, None, 64),
    }
    left = {str(id) for id in look(lambda: photo_ids(stays["id"]))}
    assert {name.split("/")[1] for name in files_on(shelf)} == left


def photo_ids(anomaly: str) -> Sequence[UUID]:
    return db.session.scalars(select(Photo.id).where(Photo.anomaly_id == UUID(anomaly))).all()


def test_photos_of_equipment_that_was_taken_back_stay(
    cast: Cast, complete: Complete, manager: Caller, look: Look, due: Callable[..., Any]
) -> None:
    complete()
    manager.delete(f"/api/equipment/{cast.lorry.id}")

    def taken_back() -> None:
        changes = update(EquipmentChange).values(created_at=now() - timedelta(days=400))
        db.session.execute(changes)
        db.session.get_one(Equipment, cast.lorry.id).status = EquipmentStatus.ACTIVE

    look(taken_back)
    assert due() == {}


def test_old_reports_go_whole(
    cast: Cast,
    complete: Complete,
    driver: Caller,
    look: Look,
    shelf: Path,
    run: Callable[..., Any],
    due: Callable[..., Any],
) -> None:
    old, young = complete(criticality="red"), complete(equipment_id=cast.loner.id)
    closer = shots(1, first=4)
    send_sighting(driver, old["id"], closer)
    send_photo(driver, old["id"], closer[0])

    def more() -> None:
        marthe = db.session.get_one(Membership, cast.manager.membership_id)
        photo = db.session.get_one(Photo, closer[0].id)
        drawing = Drawing(company_id=cast.vauquelin, photo=photo, author=marthe, shapes=[])
        db.session.add(drawing)
        entry = db.session.scalars(
            select(TimelineEntry.id).where(TimelineEntry.anomaly_id == UUID(old["id"]))
        ).first()
        assert entry
        owe_mail(
            DeliveryKind.ANOMALY_MOVED, marthe.user, subject_id=entry, company_id=cast.vauquelin
        )
        let_end(old["id"])
        let_end(young["id"], timedelta(days=59 * 30))

    look(more)
    assert look(lambda: len(db.session.scalars(select(Delivery.id)).all())) > 1
    gone = run()
    assert gone.pop("positions") > 0
    assert gone == {"anomalies": 1}
    assert (due(), run()) == ({}, {})
    assert driver.get(f"/api/anomalies/{old['id']}").status == 404
    assert driver.get(f"/api/anomalies/{young['id']}").status == 200

    def rows() -> list[int]:
        return [
            len(db.session.scalars(select(model.id)).all())
            for model in (Anomaly, Photo, Sighting, Drawing, Delivery)
        ]

    assert look(rows) == [1, 4, 0, 0, 0]
    left = {str(id) for id in look(lambda: photo_ids(young["id"]))}
    assert {name.split("/")[1] for name in files_on(shelf)} == left


def test_what_goes_with_a_report_is_known(app: Flask) -> None:
    """Whoever adds a table that must name an anomaly or a photo decides here whether it goes along."""

    def along(table: Any) -> set[str]:
        found = [other for other, _column in firm_references_to(table)]
        return {other.name for other in found}.union(*map(along, found))

    assert along(Anomaly.__table__) == {
        "photo", "drawing", "sighting", "timeline_entry", "intervention_anomaly"
    }  # fmt: skip


def test_what_is_open_or_was_spoken_of_lately_stays(
    cast: Cast, complete: Complete, manager: Caller, look: Look, due: Callable[..., Any]
) -> None:
    one, other = complete(), complete(equipment_id=cast.loner.id)

    def past() -> None:
        let_end(one["id"])
        let_end(other["id"])
        db.session.execute(update(Anomaly).values(latitude=None, address=None))
        db.session.get_one(Anomaly, UUID(one["id"])).status = AnomalyStatus.REPORTED

    look(past)
    body = {"comment": "The insurer asks about it"}
    assert manager.post(f"/api/anomalies/{other['id']}/timeline", json=body).status == 201
    assert due() == {}
    look(lambda: let_end(one["id"]))
    assert manager.get(f"/anomalies/{one['reference']}").status in (200, 302)
    assert due() == {"anomalies": 1}


def test_an_older_report_stays_as_long_as_one_that_repeats_it(
    cast: Cast, complete: Complete, look: Look, run: Callable[..., Any], due: Callable[..., Any]
) -> None:
    older, younger = complete(), complete()

    def past() -> None:
        let_end(older["id"])
        db.session.get_one(Anomaly, UUID(younger["id"])).duplicate_of_id = UUID(older["id"])
        db.session.execute(update(Anomaly).values(latitude=None))

    look(past)
    assert due() == {}
    look(lambda: let_end(younger["id"]))
    assert due() == run() == {"anomalies": 2}


def test_of_two_that_were_one_for_a_while_the_other_goes_alone(
    cast: Cast, complete: Complete, manager: Caller, look: Look, run: Callable[..., Any]
) -> None:
    older, younger = complete(), complete(equipment_id=cast.lorry.id, criticality="orange")
    path = f"/api/anomalies/{younger['id']}"
    assert manager.post(f"{path}/merge", json={"into": older["id"]}).status == 200
    reopening = {"to": "reported", "comment": "It is another one"}
    assert manager.post(f"{path}/transitions", json=reopening).status == 200

    def past() -> None:
        let_end(older["id"])
        db.session.execute(update(Anomaly).values(latitude=None))

    look(past)
    assert run() == {"anomalies": 1}
    kept = manager.get(f"{path}/timeline").body["items"]
    assert [entry["duplicate"] for entry in kept] == [None] * len(kept)


def test_nothing_of_what_is_on_hold_goes(
    cast: Cast, complete: Complete, manager: Caller, look: Look, run: Callable[..., Any], due: Any
) -> None:
    held, repeated = complete(), complete()
    photo = look(lambda: photo_ids(held["id"])[0])
    seen = {"company_id": cast.vauquelin, "kind": AccessKind.VIEWED, "at": now() - YEARS_AGO}

    def past() -> None:
        marthe = db.session.get_one(Membership, cast.manager.membership_id)
        anomaly = db.session.get_one(Anomaly, UUID(held["id"]))
        hold(marthe, anomaly, "Claim 4711")
        anomaly.duplicate_of_id = UUID(repeated["id"])
        db.session.add_all(
            AccessRecord(**seen, subject=AccessSubject.PHOTO, subject_id=id)
            for id in (photo, anomaly.id, new_id())
        )
        db.session.flush()
        let_end(held["id"])
        let_end(repeated["id"])
        db.session.execute(update(EquipmentChange).values(created_at=now() - YEARS_AGO))

    assert manager.delete(f"/api/equipment/{cast.lorry.id}").status < 300
    look(past)
    assert due() == run() == {"access_records": 1}

    def let_go() -> None:
        marthe = db.session.get_one(Membership, cast.manager.membership_id)
        release(marthe, db.session.get_one(Anomaly, UUID(held["id"])))

    look(let_go)
    expected = due()
    assert expected == {"positions": 2, "access_records": 2, "photos": 8, "anomalies": 2}
    assert run() == expected


def test_a_run_that_was_cut_off_goes_on(
    cast: Cast, complete: Complete, look: Look, shelf: Path, run: Callable[..., Any], due: Any
) -> None:
    look(lambda: let_end(complete()["id"]))
    look(lambda: db.session.execute(update(Anomaly).values(latitude=None)))

    def cut_off() -> None:
        assert keep_retention(vauquelin(cast)) == {"anomalies": 1}
        db.session.rollback()

    look(cut_off)
    assert files_on(shelf) == []
    assert due() == {"anomalies": 1}
    assert run() == {"anomalies": 1}


def test_a_storage_that_is_away_holds_up_what_has_files(
    app: Flask, cast: Cast, complete: Complete, look: Look, shelf: Path, run: Any, due: Any
) -> None:
    look(lambda: let_end(complete()["id"]))
    there = app.extensions["billun_storage"]
    app.extensions["billun_storage"] = LocalStorage(shelf / "file-in-the-way" / "storage")
    (shelf / "file-in-the-way").write_text("no folder")
    try:
        with pytest.raises(StorageUnavailable):
            run()
        assert due() == {"anomalies": 1}
    finally:
        app.extensions["billun_storage"] = there
        (shelf / "file-in-the-way").unlink()
    assert run() == {"anomalies": 1}
    assert look(lambda: [run.counts for run in runs()]) == [{"positions": 1, "anomalies": 1}]


def runs() -> Sequence[RetentionRun]:
    return db.session.scalars(select(RetentionRun)).all()


def test_a_night_without_anything_due_leaves_no_line(look: Look, run: Callable[..., Any]) -> None:
    assert run() == {}
    assert look(runs) == []


def test_a_hold_is_told_once_and_again_for_another_reason(
    cast: Cast, complete: Complete, look: Look
) -> None:
    id = UUID(complete()["id"])

    def said() -> list[tuple[Any, ...]]:
        marthe = db.session.get_one(Membership, cast.manager.membership_id)
        anomaly = db.session.get_one(Anomaly, id)
        release(marthe, anomaly)
        for reason in ("Claim 4711 ", "Claim 4711", "Claim 4711, second letter"):
            hold(marthe, anomaly, reason)
        release(marthe, anomaly)
        release(marthe, anomaly)
        kinds = (TimelineKind.HELD, TimelineKind.RELEASED)
        db.session.refresh(anomaly, ["timeline"])
        return [(one.kind, one.comment) for one in anomaly.timeline if one.kind in kinds]

    assert look(said) == [
        (TimelineKind.HELD, "Claim 4711"),
        (TimelineKind.HELD, "Claim 4711, second letter"),
        (TimelineKind.RELEASED, None),
    ]
