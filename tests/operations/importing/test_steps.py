from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import func, select

from billun.adapters.queue import IMPORTS
from billun.adapters.redis import redis
from billun.adapters.storage import StorageUnavailable
from billun.errors import Conflict, Missing, Refused, TooLarge
from billun.extensions import db
from billun.models import Deadline, Equipment, ImportRun, ImportState, ImportTarget, Membership
from billun.models.base import new_id, now
from billun.operations.importing.equipment_rows import EquipmentRows
from billun.operations.importing.rows import Overtaken
from billun.operations.importing.runs import begin_import
from billun.operations.importing.steps import ATTEMPTS_AT_MOST, alone, next_waiting
from billun.queries.forgotten_work import waiting_imports
from bin.places import ROOT
from tests.fixtures.cast import Cast
from tests.fixtures.imports import Importing, counts, csv_file
from tests.fixtures.live import wait_for
from tests.fixtures.services import environment_of_processes

Look = Callable[[Callable[[], Any]], Any]
HEADS = ("Fleet number", "Kind", "Make")


def vans(count: int) -> bytes:
    return csv_file(HEADS, *((f"N {number:05}", "van", "Renault") for number in range(count)))


def number_of_items(look: Look) -> int:
    return int(look(lambda: db.session.scalar(select(func.count()).select_from(Equipment))))


def changed(look: Look, id: Any, **values: Any) -> None:
    def change() -> None:
        for name, value in values.items():
            setattr(db.session.get_one(ImportRun, id), name, value)

    look(change)


def forgotten(look: Look, id: Any) -> bool:
    return bool(look(lambda: id in waiting_imports()))


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_sweep_has_it_done(
    importing: Importing, look: Look, environment: dict[str, str]
) -> None:
    rows = 3000
    run = importing.tried(vans(rows))
    before = number_of_items(look)
    changed(look, run.id, state=ImportState.WRITING, rows_done=0, attempts=0)
    worker = subprocess.Popen(
        [sys.executable, "-c", f"from jobs.imports import work_on_import as w; w('{run.id}')"],
        cwd=ROOT,
        env=environment_of_processes(**environment),
    )
    wait_for(lambda: importing.run(run.id).rows_done, seconds=60)
    assert importing.run(run.id).rows_done < rows
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=10)
    assert (importing.run(run.id).state, number_of_items(look)) == (ImportState.WRITING, before)
    changed(look, run.id, touched_at=now() - timedelta(minutes=1))
    assert forgotten(look, run.id)
    importing.work(run.id)
    done = importing.run(run.id)
    assert (done.state, counts(done)) == (ImportState.DONE, (rows, rows, 0, 0))
    assert number_of_items(look) == before + rows
    assert not forgotten(look, run.id)


def test_imports_occupy_one_worker_and_the_one_that_waits_longest_is_next(
    app: Flask, importing: Importing, look: Look
) -> None:
    first, second = importing.tried(vans(1)), importing.tried(vans(2))
    with app.app_context():
        with alone() as mine, alone() as of_another:
            assert (mine, of_another) == (True, False)
        with alone() as afterwards:
            assert afterwards
        assert next_waiting() is None
    changed(look, first.id, state=ImportState.WRITING)
    changed(look, second.id, state=ImportState.WRITING, touched_at=now() - timedelta(minutes=1))
    assert look(next_waiting) == second.id


def test_a_worker_that_is_through_has_the_next_import_queued(
    app: Flask, importing: Importing, look: Look, environment: dict[str, str]
) -> None:
    first, second = importing.tried(vans(1)), importing.tried(vans(2))
    for run in (first, second):
        changed(look, run.id, state=ImportState.WRITING, attempts=0)
    with app.app_context():
        queue = Queue(IMPORTS, connection=redis())
        queue.empty()
        subprocess.run(
            [
                sys.executable,
                "-c",
                f"from jobs.imports import work_on_import as w; w('{first.id}')",
            ],
            cwd=ROOT,
            env=environment_of_processes(**environment),
            check=True,
        )
        assert importing.run(first.id).state == ImportState.DONE
        assert [job.args for job in queue.get_jobs()] == [(str(second.id),)]


def test_an_import_in_which_something_moves_is_not_forgotten(
    importing: Importing, look: Look
) -> None:
    run = importing.tried(vans(1))
    assert not forgotten(look, run.id)
    changed(look, run.id, state=ImportState.CHECKING, touched_at=now())
    assert not forgotten(look, run.id)
    changed(look, run.id, touched_at=now() - timedelta(minutes=1))
    assert forgotten(look, run.id)


def test_a_step_that_is_done_is_not_done_again(importing: Importing, look: Look) -> None:
    run = importing.imported(vans(3))
    before = number_of_items(look)
    importing.work(run.id)
    assert (importing.run(run.id).state, number_of_items(look)) == (ImportState.DONE, before)


def test_a_step_that_killed_three_workers_is_given_up(importing: Importing, look: Look) -> None:
    run = importing.tried(vans(1))
    changed(look, run.id, state=ImportState.WRITING, attempts=ATTEMPTS_AT_MOST)
    importing.work(run.id)
    failed = importing.run(run.id)
    assert failed.state == ImportState.FAILED
    assert failed.refusal == "Something went wrong three times. Nothing was imported."


def test_a_storage_that_is_away_is_waited_for(importing: Importing, look: Look, app: Flask) -> None:
    run = importing.tried(vans(1))
    changed(look, run.id, state=ImportState.WRITING, attempts=0)
    folder = app.extensions["billun_storage"].folder / "imports"
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("in the way")
    try:
        with pytest.raises(StorageUnavailable):
            importing.work(run.id)
    finally:
        folder.unlink()
        folder.with_name("elsewhere").rename(folder)
    assert (importing.run(run.id).attempts, importing.run(run.id).state) == (0, ImportState.WRITING)
    importing.work(run.id)
    assert importing.run(run.id).state == ImportState.DONE


def test_a_file_that_is_gone_is_told(importing: Importing, look: Look) -> None:
    run = importing.tried(vans(1))
    changed(look, run.id, state=ImportState.WRITING, sha256="0" * 64)
    importing.work(run.id)
    refused = importing.run(run.id)
    assert (refused.state, refused.refusal) == (
        ImportState.REFUSED,
        "The file is not there any more. Bring it again.",
    )


def test_who_is_no_manager_any_more_imports_nothing(
    importing: Importing, look: Look, cast: Cast
) -> None:
    run = importing.tried(vans(1))
    before = number_of_items(look)
    changed(look, run.id, state=ImportState.WRITING)

    def send_away() -> None:
        db.session.get_one(Membership, cast.manager.membership_id).ended_at = now()

    look(send_away)
    importing.work(run.id)
    assert importing.run(run.id).state == ImportState.REFUSED
    assert number_of_items(look) == before


def test_rows_that_turned_bad_since_the_trial_are_left_out_and_told(
    importing: Importing, look: Look, cast: Cast
) -> None:
    run = importing.tried(csv_file(("Fleet number", "Plate"), ("T 07", "NEW-1"), ("", "EF-456-GH")))

    def take_the_plate() -> None:
        db.session.get_one(Equipment, cast.loner.id).plate = "NEW-1"

    look(take_the_plate)
    done = importing.write(run.id)
    assert (done.state, done.rows_bad) == (ImportState.DONE, 2)


def test_the_plan_starts_anew_where_somebody_wrote_meanwhile(app: Flask, cast: Cast) -> None:
    with app.app_context():
        actor = db.session.get_one(Membership, cast.manager.membership_id)
        with db.session.no_autoflush:
            rows = EquipmentRows(actor, for_good=True)
            rows.take(2, {"internal_id": "T 07", "make": "Scania"})
            somebody_edits(cast)
            with pytest.raises(Overtaken):
                rows.settle()
        db.session.rollback()


def somebody_edits(cast: Cast) -> None:
    """In a transaction of their own, which is over."""
    with db.engine.begin() as other:
        other.execute(
            Equipment.__table__.update()  # type: ignore[attr-defined]
            .where(Equipment.id == cast.lorry.id)
            .values(version=Equipment.version + 1)
        )


def test_a_renewal_that_somebody_made_meanwhile_is_not_undone(
    app: Flask, cast: Cast, importing: Importing
) -> None:
    importing.imported(csv_file(("Fleet number", "insurance_due_on"), ("T 07", "2026-12-01")))
    with app.app_context():
        actor = db.session.get_one(Membership, cast.manager.membership_id)
        with db.session.no_autoflush:
            rows = EquipmentRows(actor, for_good=True)
            rows.take(2, {"internal_id": "T 07", "insurance_due_on": date(2026, 12, 15)})
            somebody_renews(cast)
            with pytest.raises(Overtaken):
                rows.settle()
        db.session.rollback()


def somebody_renews(cast: Cast) -> None:
    """In a transaction of their own, which is over."""
    with db.engine.begin() as other:
        renewed = other.execute(
            Deadline.__table__.update()  # type: ignore[attr-defined]
            .where(Deadline.equipment_id == cast.lorry.id, Deadline.code == "insurance")
            .values(done_on=date(2026, 11, 20), updated_at=now())
        )
        assert renewed.rowcount == 1


def test_a_file_sent_again_under_its_id_is_the_same_import(app: Flask, cast: Cast) -> None:
    with app.app_context():
        actor = db.session.get_one(Membership, cast.manager.membership_id)
        stranger = db.session.get_one(Membership, cast.outsider.membership_id)
        id = new_id()

        def bring(who: Membership, content: bytes) -> tuple[ImportRun, bool]:
            return begin_import(who, ImportTarget.EQUIPMENT, BytesIO(content), "fleet.csv", id)

        first, begun = bring(actor, b"A;B\n1;2\n")
        assert begun
        assert bring(actor, b"A;B\n1;2\n") == (first, False)
        with pytest.raises(Conflict):
            bring(actor, b"A;B\n3;4\n")
        with pytest.raises(Missing):
            bring(stranger, b"A;B\n1;2\n")
        with pytest.raises(Refused):
            bring(actor, b"")
        with pytest.raises(TooLarge):
            bring(actor, bytes(20_000_001))


@pytest.mark.parametrize(
    ("matching", "word"),
    [
        ({"Nowhere": "plate"}, "Nowhere"),
        ({"Make": "no_such_column"}, "no_such_column"),
        ({"Make": "fitness"}, "fitness"),
        ({"Fleet number": "plate", "Make": "plate"}, "Two columns"),
        ({"Make": "make"}, "Match at least one column"),
    ],
)
def test_a_matching_that_means_nothing_is_refused(
    importing: Importing, matching: dict[str, str], word: str
) -> None:
    id = importing.bring(vans(1))
    with pytest.raises(Refused, match=word):
        importing.match(id, matching)


def test_the_steps_come_one_after_the_other(importing: Importing) -> None:
    id = importing.bring(vans(1))
    with pytest.raises(Conflict):
        importing.write(id)
    assert importing.match(id, {"Fleet number": "internal_id"}).rows_bad == 1
    with pytest.raises(Conflict):
        importing.write(id)
    assert importing.match(id, {"Fleet number": "internal_id", "Kind": "kind"}).rows_new == 1
    assert importing.write(id).state == ImportState.DONE
    assert importing.write(id).state == ImportState.DONE
    with pytest.raises(Conflict):
        importing.match(id)
