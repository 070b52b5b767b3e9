"""Photos of work: kept like those of a report, before and after; taken away, held, and gone with the equipment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import (
    Anomaly,
    Company,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    Intervention,
    InterventionEntry,
    InterventionStatus,
    Photo,
    PhotoState,
    Stage,
)
from billun.models.base import new_id, now
from billun.operations.developing import begin_developing, develop_stored
from billun.operations.evidence import Verdict, verify_originals
from billun.operations.retention import keep_retention
from billun.queries.forgotten_work import undeveloped_photos
from billun.queries.retention_due import cutoffs, photos_due
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, plan_job
from tests.fixtures.outside import send_work_photo
from tests.fixtures.reports import jpeg, photo_form, send_photo, shots

Look = Callable[..., Any]


@pytest.fixture
def job(supervisor: Caller, cast: Cast) -> Any:
    """Work on the lorry in the own workshop, about nothing that was reported."""
    return plan_job(supervisor, **job_body(cast)).body


def photos(caller: Caller, job: Any) -> list[Any]:
    items: list[Any] = caller.get(f"/api/maintenance/{job['id']}/photos").body["items"]
    return items


def removal(job: Any, photo: Any) -> str:
    return f"/api/maintenance/{job['id']}/photos/{photo['id']}"


def kinds(job: Any) -> list[str]:
    entries = select(InterventionEntry.kind).where(
        InterventionEntry.intervention_id == UUID(job["id"])
    )
    return [str(kind) for kind in db.session.scalars(entries.order_by(InterventionEntry.at))]


def row(photo: Any) -> Photo:
    return db.session.get_one(Photo, UUID(photo["id"]))


# Coming in.
def test_a_photo_of_work_is_kept_developed_and_verified(
    mechanic: Caller, look: Look, job: Any
) -> None:
    sent = send_work_photo(mechanic, job, jpeg(30, 640, 480), "before")
    assert (sent.status, sent.body["stage"], sent.body["anomaly_id"]) == (201, "before", None)

    def work() -> str:
        db.session.execute(update(Photo).values(received_at=now().replace(year=2020)))
        assert undeveloped_photos() == [UUID(sent.body["id"])]
        photo = begin_developing(UUID(sent.body["id"]))
        assert photo is not None
        develop_stored(photo)
        return photo.state

    assert look(work) == PhotoState.READY
    assert mechanic.get(sent.body["urls"]["original"], buffered=True).status == 200
    assert mechanic.get(f"/photos/{sent.body['id']}/thumb", buffered=True).status == 200
    (finding,) = look(lambda: list(verify_originals()))
    assert finding.verdict == Verdict.AS_IT_CAME
    assert look(lambda: kinds(job))[-1] == "photo_added"


def test_from_a_phone_it_comes_under_its_own_id_and_twice_is_once(
    mechanic: Caller, supervisor: Caller, job: Any, cast: Cast
) -> None:
    (shot,) = shots(1)
    about = {"anomaly_id": None, "intervention_id": job["id"], "stage": "after"}
    assert [send_photo(mechanic, "", shot, **about).status for _time in range(2)] == [201, 200]
    (photo,) = photos(supervisor, job)
    assert (photo["id"], photo["sender"]["name"]) == (str(shot.id), cast.mechanic.name)
    other = plan_job(supervisor, **job_body(cast, equipment_id=str(cast.loner.id))).body
    elsewhere = send_photo(mechanic, "", shot, **about | {"intervention_id": other["id"]})
    assert elsewhere.status == 409


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({}, "anomaly_id"),
        ({"intervention_id": "job"}, "stage"),
        ({"intervention_id": "job", "anomaly_id": "job", "stage": "after"}, "intervention_id"),
        ({"anomaly_id": "job", "stage": "after"}, "stage"),
        ({"intervention_id": "job", "stage": "meanwhile"}, "stage"),
    ],
)
def test_it_says_of_what_it_is(mechanic: Caller, job: Any, about: Any, field: str) -> None:
    (shot,) = shots(1)
    named = {name: job["id"] if value == "job" else value for name, value in about.items()}
    form = photo_form("", shot, **{"anomaly_id": None} | named)
    refused = mechanic.put(f"/api/photos/{shot.id}", **form)
    assert (refused.status, list(refused.errors)) == (422, [field])


def test_the_same_picture_is_not_before_and_after(mechanic: Caller, job: Any) -> None:
    again = [send_work_photo(mechanic, job, stage=stage) for stage in ("before", "before", "after")]
    assert [one.status for one in again] == [201, 200, 409]


def test_only_the_workshop_and_managers_of_the_company_add_some(
    driver: Caller, outsider: Caller, manager: Caller, look: Look, job: Any
) -> None:
    (shot,) = shots(1)
    about = {"anomaly_id": None, "intervention_id": job["id"], "stage": "after"}
    assert send_photo(driver, "", shot, **about).status == 403
    assert send_photo(outsider, "", shot, **about).status == 404
    assert send_photo(manager, "", shot, **about).status == 201
    assert len(photos(driver, job)) == 1
    assert outsider.get(f"/api/maintenance/{job['id']}/photos").status == 404


def test_forty_are_enough(mechanic: Caller, cast: Cast, look: Look, job: Any) -> None:
    def fill() -> None:
        own = {"company_id": cast.vauquelin, "sender_id": cast.mechanic.membership_id}
        work = {"intervention_id": UUID(job["id"]), "stage": Stage.AFTER}
        db.session.add_all(
            Photo(**own, **work, position=place, sha256=f"{place:064}") for place in range(40)
        )

    look(fill)
    assert send_work_photo(mechanic, job).status == 409


@pytest.mark.parametrize(
    ("status", "answer"), [(InterventionStatus.CANCELLED, 409), (InterventionStatus.COMPLETED, 201)]
)
def test_what_is_done_still_gets_photos_and_what_was_cancelled_none(
    mechanic: Caller, look: Look, job: Any, status: InterventionStatus, answer: int
) -> None:
    def end() -> None:
        db.session.get_one(Intervention, UUID(job["id"])).status = status

    look(end)
    assert send_work_photo(mechanic, job).status == answer


# Pages and calls that are about the photo of a report.
def test_it_has_no_page_and_nobody_draws_on_it(
    browsing: Callable[..., Caller], mechanic: Caller, cast: Cast, look: Look, job: Any
) -> None:
    photo = send_work_photo(mechanic, job).body
    desk, place = browsing(cast.manager), f"/photos/{photo['id']}"
    for path in (place, f"{place}/comparison", f"{place}/drawing"):
        assert desk.get(path).status == 404
    for path in (f"{place}/caption", f"{place}/order", f"{place}/enhancement", f"{place}/erasure"):
        assert desk.post(path).status == 404
    shape = {"kind": "blur", "from": [0.1, 0.1], "to": [0.5, 0.5]}
    drawn = mechanic.put(f"/api{place}/drawings/{new_id()}", json={"shapes": [shape]})
    assert drawn.status == 404


# Going away.
def test_its_sender_and_those_above_take_it_away_and_put_it_back(
    mechanic: Caller,
    supervisor: Caller,
    calling: Callable[..., Caller],
    cast: Cast,
    look: Look,
    job: Any,
) -> None:
    own, other = (
        send_work_photo(mechanic, job).body,
        send_work_photo(supervisor, job, jpeg(35)).body,
    )
    assert mechanic.delete(removal(job, own)).status == 204
    assert mechanic.delete(removal(job, other)).status == 403
    assert (
        mechanic.put(
            f"/api/photos/{other['id']}/removal", json={"kind": "withdrawn", "reason": "x"}
        ).status
        == 403
    )
    assert [one["id"] for one in photos(mechanic, job)] == [other["id"]]
    assert len(photos(supervisor, job)) == 2
    assert mechanic.delete(removal(job, own)).status == 404
    assert supervisor.delete(f"/api/photos/{own['id']}/removal").status == 200
    assert len(photos(mechanic, job)) == 2
    assert look(lambda: kinds(job))[-2:] == ["photo_removed", "photo_added"]


def test_a_manager_erases_it_and_its_hash_stays(
    mechanic: Caller, manager: Caller, look: Look, job: Any
) -> None:
    photo = send_work_photo(mechanic, job).body
    for_good = {"kind": "erased", "reason": "A face"}
    assert mechanic.put(f"/api/photos/{photo['id']}/removal", json=for_good).status == 403
    assert manager.put(f"/api/photos/{photo['id']}/removal", json=for_good).status == 200
    assert look(lambda: storage().holds(row(photo).original_key)) is False
    assert look(lambda: row(photo).sha256) == photo["sha256"]


def test_it_goes_with_the_photos_of_retired_equipment(
    mechanic: Caller, look: Look, cast: Cast, job: Any
) -> None:
    photo = send_work_photo(mechanic, job).body

    def retire() -> dict[str, int]:
        long_ago = now().replace(year=2020)
        lorry = db.session.get_one(Equipment, cast.lorry.id)
        lorry.status, lorry.updated_at = EquipmentStatus.RETIRED, long_ago
        db.session.query(EquipmentChange).delete()
        db.session.flush()
        return dict(keep_retention(db.session.get_one(Company, cast.vauquelin)))

    assert look(retire) == {"photos": 1}
    assert look(lambda: (row(photo).is_erased, row(photo).sha256)) == (True, photo["sha256"])


def test_it_stays_as_long_as_a_report_that_it_repairs_is_on_hold(
    mechanic: Caller, manager: Caller, supervisor: Caller, complete: Any, look: Look, cast: Cast
) -> None:
    damage = complete(equipment_id=cast.loner.id)
    body = job_body(cast, equipment_id=str(cast.loner.id), anomaly_ids=[damage["id"]])
    job = plan_job(supervisor, **body).body
    photo = send_work_photo(mechanic, job).body

    def due() -> int:
        company = db.session.get_one(Company, cast.vauquelin)
        limits = cutoffs(company, company.today)
        return len(db.session.scalars(photos_due(company.id, limits.photos)).all())

    def retire() -> None:
        loner = db.session.get_one(Equipment, cast.loner.id)
        loner.status, loner.updated_at = EquipmentStatus.RETIRED, now().replace(year=2020)
        db.session.query(EquipmentChange).delete()

    look(retire)
    assert look(due) == 5
    held = {"reason": "The insurer asks"}
    assert manager.put(f"/api/anomalies/{damage['id']}/legal-hold", json=held).status == 200
    assert look(due) == 0
    for_good = {"kind": "erased", "reason": "A face"}
    assert manager.put(f"/api/photos/{photo['id']}/removal", json=for_good).status == 409
    assert look(lambda: db.session.query(Anomaly).count()) == 1
