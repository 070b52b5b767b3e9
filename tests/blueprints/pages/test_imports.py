from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from billun.extensions import db
from billun.models import ImportRun, ImportState
from billun.models.base import now
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.imports import Importing, csv_file
from tests.fixtures.pages import submit, token_of

FLEET = csv_file(
    ("N° de parc", "Type", "Marque", "Agence"),
    ("N 1", "fourgonnette", "Renault", ""),
    ("N 2", "van", "Renault", "Mars"),
)


@pytest.fixture
def desk(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.manager)


@pytest.fixture
def worker(app: Flask, cast: Cast) -> Importing:
    return Importing(app, cast.manager)


def bring(desk: Caller, content: bytes = FLEET, **fields: Any) -> Answer:
    file = (BytesIO(content), "flotte.csv")
    return submit(desk, "/imports/new", file=file, **{"target": "equipment", **fields})


def brought(desk: Caller, worker: Importing, content: bytes = FLEET) -> str:
    """The address of an import that was read."""
    path = str(bring(desk, content).headers["Location"])
    worker.work(path.rsplit("/", 1)[-1])
    return path


def test_a_manager_imports_a_fleet_without_scripts(desk: Caller, worker: Importing) -> None:
    answer = bring(desk)
    assert answer.status == 303
    path = str(answer.headers["Location"])
    assert "The file is being read" in desk.get(path).text
    worker.work(path.rsplit("/", 1)[-1])
    page = desk.get(path)
    assert "N 1" in page.text
    assert '<option value="internal_id" selected>' in page.text

    chosen = {f"column-{n}": key for n, key in enumerate(("internal_id", "kind", "make", "site"))}
    answer = submit(desk, path, f"{path}/matching", **chosen)
    assert answer.status == 303
    worker.work(path.rsplit("/", 1)[-1])
    page = desk.get(path)
    assert "Import the good row" in page.text
    assert "No site is called “Mars”" in page.text

    assert submit(desk, path, f"{path}/writing").status == 303
    worker.work(path.rsplit("/", 1)[-1])
    assert "1 row was imported" in desk.get(path).text
    assert "flotte.csv" in desk.get("/imports").text


def test_while_a_worker_is_at_it_the_fragment_fetches_itself(
    desk: Caller, worker: Importing
) -> None:
    path = str(bring(desk).headers["Location"])
    fragment = desk.get(path, headers={"HX-Request": "true", "HX-Target": "section#import-run"})
    assert fragment.text.lstrip().startswith("<section")
    assert "every 2s" in fragment.text
    worker.work(path.rsplit("/", 1)[-1])
    assert "every 2s" not in desk.get(path).text


def test_columns_that_mean_the_same_are_told_beside_the_form(
    desk: Caller, worker: Importing
) -> None:
    path = brought(desk, worker)
    answer = submit(desk, path, f"{path}/matching", **{"column-0": "make", "column-2": "make"})
    assert answer.status == 422
    assert "Two columns mean “Make”" in answer.text


def test_the_columns_can_be_matched_again(desk: Caller, worker: Importing) -> None:
    path = brought(desk, worker)
    submit(desk, path, f"{path}/matching", **{"column-0": "internal_id"})
    worker.work(path.rsplit("/", 1)[-1])
    assert "Match the columns again" in desk.get(path).text
    assert token_of(desk.get(f"{path}/matching"))


def test_the_bad_rows_can_be_taken_along(desk: Caller, worker: Importing) -> None:
    path = brought(desk, worker)
    submit(desk, path, f"{path}/matching", **{"column-0": "internal_id"})
    worker.work(path.rsplit("/", 1)[-1])
    lines = desk.get(f"{path}/bad-rows").text.splitlines()
    assert lines[0] == "\ufeffRow,Column,What is wrong"
    assert [line.split(",")[0] for line in lines[1:]] == ["2", "3"]


def test_a_missing_file_is_told_beside_its_field(desk: Caller) -> None:
    answer = submit(desk, "/imports/new", target="equipment")
    assert (answer.status, "Choose a file." in answer.text) == (422, True)
    assert bring(desk, b"").status == 422
    assert bring(desk, id="no id").status == 422


def test_a_file_that_cannot_be_taken_says_why(desk: Caller, worker: Importing) -> None:
    page = desk.get(brought(desk, worker, b"\x89PNG\r\n\x1a\n\0\0"))
    assert "Nothing was imported" in page.text
    assert "This is neither CSV nor XLSX." in page.text


def test_nothing_was_imported_yet(desk: Caller) -> None:
    assert "Nothing was imported yet" in desk.get("/imports").text


def test_the_list_of_equipment_is_taken_along(desk: Caller, cast: Cast) -> None:
    answer = desk.get("/equipment/export?format=csv&q=AB123CD")
    assert cast.lorry.billun_id in answer.text
    assert cast.loner.billun_id not in answer.text
    assert ".csv" in answer.headers["Content-Disposition"]
    assert desk.get("/equipment/export?format=xlsx").status == 200
    assert desk.get("/equipment/export?format=pdf").status == 400


def test_a_guessed_encoding_is_told(desk: Caller, worker: Importing) -> None:
    hint = "Letters with accents look wrong?"
    assert hint not in desk.get(brought(desk, worker)).text
    polish = csv_file(("Plate", "Agence"), ("AA", "Łódź"), encoding="cp1250")
    assert hint in desk.get(brought(desk, worker, polish)).text


def test_a_file_without_any_known_column_is_told_where_their_names_must_stand(
    desk: Caller, worker: Importing
) -> None:
    hint = "Billun knows none of these columns."
    assert hint not in desk.get(brought(desk, worker)).text
    assert hint in desk.get(brought(desk, worker, b"Our fleet in spring;\nPlate;Km\n")).text


def test_an_import_that_was_interrupted_says_that_it_starts_again(
    app: Flask, desk: Caller, worker: Importing
) -> None:
    path = brought(desk, worker)
    run_id = UUID(path.rsplit("/", 1)[-1])
    for silent_for, is_told in ((timedelta(seconds=5), False), (timedelta(seconds=25), True)):
        with app.app_context():
            run = db.session.get_one(ImportRun, run_id)
            run.state, run.rows_done, run.touched_at = ImportState.WRITING, 1, now() - silent_for
            db.session.commit()
        assert ("It was interrupted" in desk.get(path).text) == is_told
