"""`flask evidence verify` finds every original that is not what arrived."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from billun.adapters.storage import storage
from billun.adapters.storage.local import LocalStorage
from billun.extensions import db
from billun.models import Photo, Removal
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_photo, send_report, shots

Look = Callable[..., Any]


@pytest.fixture
def folder(app: Flask) -> Path:
    """The folder of the storage, with nothing in it."""
    with app.app_context():
        kept = storage()
        assert isinstance(kept, LocalStorage)
        for file in list(kept.files("photos")):
            kept.remove(file.key)
        return kept.folder


@pytest.fixture
def originals(driver: Caller, cast: Cast, folder: Path) -> dict[str, Path]:
    """The files of a report's four photos, by the ids of these."""
    taken = shots()
    id = send_report(driver, report(cast.lorry.id, taken)).body["id"]
    for shot in taken:
        assert send_photo(driver, id, shot).status == 201
    return {str(shot.id): folder / f"photos/{shot.id}/original-{shot.sha256}" for shot in taken}


def verify(app: Flask, *arguments: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["evidence", "verify", *arguments])
    return done.exit_code, done.output


def test_what_is_as_it_came_is_counted(app: Flask, originals: dict[str, Path]) -> None:
    assert verify(app) == (0, "4 originals: 4 as they came, 0 not.\n")


def test_a_difference_and_a_missing_file_are_told_by_line(
    app: Flask, originals: dict[str, Path]
) -> None:
    changed, missing, *_others = originals.values()
    changed.write_bytes(changed.read_bytes()[:-1] + b"!")
    missing.unlink()
    code, output = verify(app)
    assert (code, output.splitlines()[-1]) == (1, "4 originals: 2 as they came, 2 not.")
    assert f"{missing.name}: is missing" in output
    assert f"was {changed.name.removeprefix('original-')} when it arrived" in output


def test_an_erased_one_has_to_be_gone(app: Flask, originals: dict[str, Path], look: Look) -> None:
    id, file = next(iter(originals.items()))

    def erase() -> None:
        db.session.get_one(Photo, UUID(id)).removal = Removal.ERASED

    look(erase)
    code, output = verify(app)
    assert (code, f"{file.name}: is there, though it was erased" in output) == (1, True)
    file.unlink()
    assert verify(app)[0] == 0


def test_a_file_of_which_no_photo_speaks_is_told_once_it_cannot_be_on_its_way(
    app: Flask, originals: dict[str, Path]
) -> None:
    known = next(iter(originals.values()))
    strangers = [
        known.parent / f"original-{'0' * 64}",
        known.parent.parent / f"{uuid4()}/original-x",
    ]
    for stranger in strangers:
        stranger.parent.mkdir(exist_ok=True)
        stranger.write_bytes(b"x")
    assert verify(app)[0] == 0
    two_hours_ago = time.time() - 7200
    for path in (*strangers, *originals.values()):
        os.utime(path, (two_hours_ago, two_hours_ago))
    code, output = verify(app)
    assert (code, output.count("no photo speaks of it")) == (1, 2)
    last = "4 originals: 4 as they came, 0 not. Files that no photo speaks of: 2."
    assert output.splitlines()[-1] == last


def test_one_company_or_some_days_are_verified_alone(
    app: Flask, originals: dict[str, Path], cast: Cast
) -> None:
    for file in originals.values():
        file.unlink()
    partner = str(cast.partner.company_id)
    assert verify(app, "--company", partner) == (0, "0 originals: 0 as they came, 0 not.\n")
    assert verify(app, "--since", "2099-01-01")[0] == 0
    assert verify(app, "--company", str(cast.vauquelin), "--since", "2020-01-01")[0] == 1


def test_a_company_that_is_not_there_is_told(app: Flask) -> None:
    assert verify(app, "--company", str(uuid4())) == (1, "Error: There is no such company.\n")


def test_a_storage_that_is_away_is_one_line(app: Flask, originals: dict[str, Path]) -> None:
    file = next(iter(originals.values()))
    file.unlink()
    file.mkdir()
    code, output = verify(app)
    file.rmdir()
    assert (code, "The storage is away" in output) == (1, True)
