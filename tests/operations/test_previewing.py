"""A stored document gets the picture of its first page, or is failed, however often it is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image

from billun.adapters.storage import StorageUnavailable, storage
from billun.extensions import db
from billun.models import Document
from billun.models.base import now
from billun.operations.previewing import ATTEMPTS_AT_MOST, begin_preview, make_preview
from billun.queries.forgotten_work import documents_without_preview
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.papers import pdf, send_document
from tests.fixtures.pictures import png

Look = Callable[..., Any]


def sent(caller: Caller, cast: Cast, content: bytes) -> UUID:
    return UUID(send_document(caller, cast.lorry.id, content).body["id"])


def shown(app: Flask, id: UUID) -> None:
    """What the job does."""
    with app.app_context():
        document = begin_preview(id)
        db.session.commit()
        try:
            if document is not None:
                make_preview(document)
        finally:
            db.session.commit()


def facts(look: Look, id: UUID) -> tuple[str, int]:
    def read() -> tuple[str, int]:
        document = db.session.get_one(Document, id)
        return document.state.value, document.attempts

    found: tuple[str, int] = look(read)
    return found


@pytest.mark.parametrize("content", [pdf(), png()])
def test_a_preview_is_made_once_and_can_be_seen(
    app: Flask, manager: Caller, driver: Caller, cast: Cast, look: Look, content: bytes
) -> None:
    id = sent(manager, cast, content)
    for _ in range(2):
        shown(app, id)
    assert facts(look, id) == ("ready", 1)
    url = driver.get(f"/api/documents/{id}").body["urls"]["preview"]
    with driver.get(url).response as response:
        assert response.headers["Content-Type"] == "image/webp"
        assert Image.open(BytesIO(response.get_data())).format == "WEBP"


def test_a_picture_that_breaks_off_is_kept_without_a_preview(
    app: Flask, manager: Caller, cast: Cast, look: Look
) -> None:
    id = sent(manager, cast, png()[:-30])
    shown(app, id)
    assert facts(look, id) == ("failed", 1)
    with manager.get(f"/api/documents/{id}/file").response as response:
        assert response.status_code == 200


def test_a_lost_original_is_no_mystery(app: Flask, manager: Caller, cast: Cast, look: Look) -> None:
    id = sent(manager, cast, pdf())
    look(lambda: storage().path(db.session.get_one(Document, id).original_key).unlink())  # type: ignore[attr-defined]
    shown(app, id)
    assert facts(look, id) == ("failed", 1)
    assert manager.get(f"/api/documents/{id}/file").status == 404


def test_a_storage_that_is_away_says_nothing_against_the_document(
    app: Flask, manager: Caller, cast: Cast, look: Look
) -> None:
    id = sent(manager, cast, pdf())

    def original() -> Any:
        return storage().path(db.session.get_one(Document, id).original_key)  # type: ignore[attr-defined]

    # A folder in the place of the file is what a disk that is away looks like.
    kept = look(original)
    aside = kept.with_name("aside")
    kept.rename(aside)
    kept.mkdir()
    with pytest.raises(StorageUnavailable):
        shown(app, id)
    assert facts(look, id) == ("stored", 0)
    kept.rmdir()
    aside.rename(kept)
    shown(app, id)
    assert facts(look, id) == ("ready", 1)


def test_a_file_that_kills_every_worker_is_given_up(
    app: Flask, manager: Caller, cast: Cast, look: Look
) -> None:
    id = sent(manager, cast, pdf())
    for _ in range(ATTEMPTS_AT_MOST):
        assert look(lambda: begin_preview(id)) is not None
    assert look(lambda: begin_preview(id)) is None
    assert facts(look, id)[0] == "failed"


def test_the_sweep_finds_what_was_forgotten(
    app: Flask, manager: Caller, cast: Cast, look: Look
) -> None:
    id = sent(manager, cast, pdf())
    assert look(documents_without_preview) == []

    def age() -> None:
        db.session.get_one(Document, id).created_at = now() - timedelta(minutes=2)

    look(age)
    assert look(documents_without_preview) == [id]
    shown(app, id)
    assert look(documents_without_preview) == []
