"""A photo gets a copy that is easier to read, or the reason why not, however often it is tried."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Lock
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import ExifTags, Image, ImageOps

from billun.adapters.enhancer import CannotEnhance, Enhanced, EnhancerAway
from billun.adapters.enhancer.off import Off
from billun.adapters.storage import StoredFileMissing, storage
from billun.errors import Conflict
from billun.extensions import db
from billun.models import Company, Membership, Photo, Removal
from billun.models.base import now
from billun.operations.developing import begin_developing, develop_stored
from billun.operations.enhancing import (
    ATTEMPTS_AT_MOST,
    ask_for_enhancement,
    begin_enhancing,
    enhance_stored,
    may_be_asked_for,
)
from billun.queries.forgotten_work import unenhanced_photos
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import Shot, jpeg, report, send_photo, send_report

Look = Callable[..., Any]
Ready = Callable[[bytes], UUID]
PlugIn = Callable[[Any], None]
DARK, FINE = jpeg(1), jpeg(6, 200, 150)


@dataclass
class Inverter:
    """All that a learned or outside enhancer needs to have."""

    name: str = "inverter 1"
    outside: bool = False
    trouble: Exception | None = None
    met: list[tuple[int, int]] = field(default_factory=list)

    def enhance(self, picture: Image.Image) -> Enhanced:
        self.met.append(picture.size)
        if self.trouble:
            raise self.trouble
        return Enhanced(ImageOps.invert(picture), {"inverted": True})


@pytest.fixture
def plug_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PlugIn:
    return lambda enhancer: monkeypatch.setitem(app.extensions, "billun_enhancer", enhancer)


@pytest.fixture
def ready(app: Flask, driver: Caller, cast: Cast) -> Ready:
    """The id of a photo that has its sizes."""

    def developed(content: bytes) -> UUID:
        body = report(cast.lorry.id, [], criticality="red", photos_later=True)
        shot = Shot(uuid4(), content)
        assert send_photo(driver, send_report(driver, body).body["id"], shot).status == 201
        with app.app_context():
            photo = begin_developing(shot.id)
            assert photo
            develop_stored(photo)
            db.session.commit()
        return shot.id

    return developed


def ask(app: Flask, cast: Cast, id: UUID) -> None:
    with app.app_context():
        actor = db.session.get_one(Membership, cast.mechanic.membership_id)
        ask_for_enhancement(actor, db.session.get_one(Photo, id))
        db.session.commit()


def enhance(app: Flask, id: UUID) -> None:
    """What the job does."""
    with app.app_context():
        photo = begin_enhancing(id)
        db.session.commit()
        try:
            if photo is not None:
                enhance_stored(photo)
        finally:
            db.session.commit()


def found(look: Look, id: UUID) -> tuple[Any, ...]:
    def read() -> tuple[Any, ...]:
        photo = db.session.get_one(Photo, id)
        return photo.enhancement_state, photo.enhancement_model, photo.enhancement_attempts

    answer: tuple[Any, ...] = look(read)
    return answer


def copy_of(app: Flask, id: UUID) -> Image.Image:
    with app.app_context(), storage().open(Photo(id=id).derivative_key("enhanced")) as file:
        image = Image.open(file)
        image.load()
        return image


def test_a_dark_photo_is_enhanced_without_being_asked_for(
    app: Flask, ready: Ready, look: Look
) -> None:
    id = ready(DARK)
    assert found(look, id) == ("queued", None, 0)
    enhance(app, id)
    assert found(look, id) == ("ready", "classical 1", 1)
    metrics = look(lambda: db.session.get_one(Photo, id).enhancement_metrics)
    assert metrics["before"]["luminance"] < metrics["after"]["luminance"]


def test_the_copy_says_in_itself_that_it_is_one(app: Flask, ready: Ready, look: Look) -> None:
    id = ready(DARK)
    enhance(app, id)
    exif = copy_of(app, id).getexif()
    sha256 = look(lambda: db.session.get_one(Photo, id).sha256)
    assert exif[ExifTags.Base.Software] == "Billun, classical 1"
    assert "not the original" in exif[ExifTags.Base.ImageDescription]
    assert sha256 in exif[ExifTags.Base.ImageDescription]
    with app.app_context(), storage().open(Photo(id=id, sha256=sha256).original_key) as original:
        assert original.read() == DARK


def test_a_photo_that_can_be_read_is_enhanced_only_when_asked_for(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(Inverter())
    id = ready(FINE)
    assert found(look, id) == (None, None, 0)
    ask(app, cast, id)
    assert found(look, id) == ("queued", None, 0)
    enhance(app, id)
    assert found(look, id) == ("ready", "inverter 1", 1)
    assert copy_of(app, id).size == (200, 150)


def test_what_needs_nothing_is_not_enhanced(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    class Content(Inverter):
        def enhance(self, picture: Image.Image) -> Enhanced:
            return Enhanced(None, {})

    plug_in(Content())
    id = ready(FINE)
    ask(app, cast, id)
    enhance(app, id)
    assert found(look, id) == ("unneeded", "inverter 1", 1)
    with pytest.raises(StoredFileMissing):
        copy_of(app, id)


def test_asking_again_changes_nothing(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(enhancer := Inverter())
    id = ready(FINE)
    for _time in range(3):
        ask(app, cast, id)
        enhance(app, id)
    assert found(look, id) == ("ready", "inverter 1", 1)
    assert enhancer.met == [(200, 150)]
    assert not look(lambda: may_be_asked_for(db.session.get_one(Photo, id)))


def test_another_enhancer_may_try_it_anew(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    id = ready(DARK)
    enhance(app, id)
    first = copy_of(app, id).tobytes()
    plug_in(Inverter())
    ask(app, cast, id)
    enhance(app, id)
    assert found(look, id) == ("ready", "inverter 1", 1)
    assert copy_of(app, id).tobytes() != first


def test_no_copy_is_larger_than_the_largest_size(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn
) -> None:
    class Upscaler(Inverter):
        def enhance(self, picture: Image.Image) -> Enhanced:
            return Enhanced(picture.resize((4096, 3072)), {})

    plug_in(Upscaler())
    id = ready(FINE)
    ask(app, cast, id)
    enhance(app, id)
    assert copy_of(app, id).size == (2048, 1536)


def test_photos_go_outside_only_where_their_company_allows_it(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(enhancer := Inverter(outside=True))
    id = ready(DARK)
    assert found(look, id) == (None, None, 0)
    assert not look(lambda: may_be_asked_for(db.session.get_one(Photo, id)))
    with pytest.raises(Conflict, match="outside"):
        ask(app, cast, id)
    look(lambda: allow(cast, True))
    ask(app, cast, id)
    enhance(app, id)
    assert found(look, id) == ("ready", "inverter 1", 1)
    assert len(enhancer.met) == 1


def allow(cast: Cast, yes: bool) -> None:
    db.session.get_one(Company, cast.vauquelin).outside_enhancement = yes


def test_what_is_no_longer_allowed_does_not_go_outside(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(enhancer := Inverter(outside=True))
    id = ready(FINE)
    look(lambda: allow(cast, True))
    ask(app, cast, id)
    look(lambda: allow(cast, False))
    enhance(app, id)
    assert found(look, id)[0] == "failed"
    assert enhancer.met == []


def test_where_nothing_is_enhanced_nobody_can_ask(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(Off())
    id = ready(DARK)
    with pytest.raises(Conflict, match="not enhanced"):
        ask(app, cast, id)
    assert found(look, id) == (None, None, 0)


def test_what_the_enhancer_cannot_do_fails_with_its_reason_and_can_be_asked_for_again(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(enhancer := Inverter(trouble=CannotEnhance("too odd")))
    id = ready(FINE)
    ask(app, cast, id)
    enhance(app, id)
    assert found(look, id) == ("failed", "inverter 1", 1)
    metrics = look(lambda: db.session.get_one(Photo, id).enhancement_metrics)
    assert metrics == {"reason": "too odd"}
    enhancer.trouble = None
    ask(app, cast, id)
    enhance(app, id)
    assert found(look, id)[0] == "ready"


def test_an_enhancer_that_is_away_is_waited_for(
    app: Flask, ready: Ready, cast: Cast, plug_in: PlugIn, look: Look
) -> None:
    plug_in(enhancer := Inverter(trouble=EnhancerAway()))
    id = ready(FINE)
    ask(app, cast, id)
    for _time in range(ATTEMPTS_AT_MOST + 2):
        with pytest.raises(EnhancerAway):
            enhance(app, id)
    assert look(unenhanced_photos) == []
    look(lambda: asked_long_ago(id))
    assert look(unenhanced_photos) == [id]
    enhancer.trouble = None
    enhance(app, id)
    assert found(look, id) == ("ready", "inverter 1", 1)
    assert look(unenhanced_photos) == []


def asked_long_ago(id: UUID) -> None:
    db.session.get_one(Photo, id).enhancement_asked_at = now() - timedelta(minutes=1)


def test_a_photo_that_kills_its_workers_is_given_up(app: Flask, ready: Ready, look: Look) -> None:
    id = ready(DARK)
    for _attempt in range(ATTEMPTS_AT_MOST):
        assert look(lambda: begin_enhancing(id)) is not None
    assert look(lambda: begin_enhancing(id)) is None
    assert found(look, id)[0] == "failed"


def test_two_workers_at_the_same_photo_have_one_result(
    app: Flask, ready: Ready, look: Look
) -> None:
    id, gate, one_by_one = ready(DARK), Barrier(2), Lock()

    def worker() -> None:
        with app.app_context():
            with one_by_one:
                photo = begin_enhancing(id)
                db.session.commit()
            assert photo is not None
            gate.wait(timeout=20)
            enhance_stored(photo)
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(worker) for _number in range(2)]:
            done.result()
    assert found(look, id) == ("ready", "classical 1", 2)
    assert copy_of(app, id).size == (64, 48)


def test_a_photo_that_is_erased_meanwhile_leaves_no_copy(
    app: Flask, ready: Ready, look: Look
) -> None:
    id = ready(DARK)
    with app.app_context():
        photo = begin_enhancing(id)
        assert photo
        db.session.commit()
        look(lambda: erase(id))
        enhance_stored(photo)
        db.session.commit()
    with pytest.raises(StoredFileMissing):
        copy_of(app, id)


def erase(id: UUID) -> None:
    db.session.get_one(Photo, id).removal = Removal.ERASED


def test_a_photo_whose_original_is_lost_fails(app: Flask, ready: Ready, look: Look) -> None:
    id = ready(DARK)
    with app.app_context():
        storage().remove(db.session.get_one(Photo, id).original_key)
    enhance(app, id)
    assert found(look, id)[0] == "failed"
