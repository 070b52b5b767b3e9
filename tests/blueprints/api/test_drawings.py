"""Drawing on a copy through the API: who may, what is refused and by which name, and what the job makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image

from billun.adapters.storage import StorageUnavailable, storage
from billun.extensions import db
from billun.models import (
    Anomaly,
    Drawing,
    DrawingState,
    Membership,
    Photo,
    PhotoState,
    Removal,
    TimelineEntry,
    TimelineKind,
)
from billun.models.base import now
from billun.operations.drawing_out import (
    ATTEMPTS_AT_MOST,
    begin_drawing_out,
    draw_out,
    finish,
    keep_sizes,
)
from billun.operations.drawings import DRAWINGS_AT_MOST, draw_on
from billun.queries.forgotten_work import undrawn_drawings
from billun.queries.stored_files import files_of
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_photo, send_report, shots
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]

ARROW = {"kind": "arrow", "from": [0.1, 0.1], "to": [0.5, 0.5], "colour": "yellow"}
CIRCLE = {"kind": "circle", "centre": [0.5, 0.5], "radii": [0.2, 0.1]}
TEXT = {"kind": "text", "at": [0.1, 0.9], "text": "Torn here"}
BLUR = {"kind": "blur", "from": [0.6, 0.6], "to": [0.9, 0.9]}


@pytest.fixture
def photo(driver: Caller, cast: Cast, look: Look) -> str:
    """A photo that is ready: its large size is grey."""
    body = report(cast.lorry.id, [], criticality="red", photos_later=True)
    id = send_photo(driver, send_report(driver, body).body["id"], shots(1)[0]).body["id"]

    def develop() -> None:
        row = db.session.get_one(Photo, UUID(id))
        row.state, row.width, row.height = PhotoState.READY, 400, 300
        written = BytesIO()
        Image.new("RGB", (400, 300), "grey").save(written, "WEBP", lossless=True)
        written.seek(0)
        storage().put(row.derivative_key("large"), written, "image/webp")

    look(develop)
    return str(id)


def draw(caller: Caller, photo: str, *shapes: Any, id: UUID | None = None) -> Answer:
    return caller.put(
        f"/api/photos/{photo}/drawings/{id or uuid4()}", json={"shapes": list(shapes)}
    )


def work(app: Flask, id: str) -> None:
    """What the job does."""
    with app.app_context():
        is_left = begin_drawing_out(UUID(id)) is not None
        db.session.commit()
        try:
            if is_left:
                draw_out(UUID(id))
        finally:
            db.session.commit()


def change_photo(change: Any) -> None:
    db.session.query(Photo).update(change)


def remove(caller: Caller, photo: str, id: str) -> int:
    return caller.delete(f"/api/photos/{photo}/drawings/{id}").status


def test_a_drawing_becomes_ready_in_every_size(
    app: Flask, driver: Caller, manager: Caller, photo: str
) -> None:
    made = draw(driver, photo, ARROW, CIRCLE, TEXT, BLUR)
    assert (made.status, made.body["state"], made.body["urls"]) == (201, "stored", {})
    for _ in range(2):
        work(app, made.body["id"])
    (drawn,) = manager.get(f"/api/photos/{photo}/drawings").body["items"]
    assert (drawn["state"], drawn["conceals"], drawn["author"]["name"]) == (
        "ready",
        True,
        "Denise Martin",
    )
    for url in drawn["urls"].values():
        answer = manager.get(url)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/webp")
        assert Image.open(BytesIO(answer.response.get_data())).size[0] <= 400
        answer.response.close()


def test_the_colour_is_red_where_nobody_says_one(driver: Caller, photo: str) -> None:
    shapes = draw(driver, photo, CIRCLE, BLUR).body["shapes"]
    assert [shape.get("colour") for shape in shapes] == ["red", None]
    assert shapes[0] == CIRCLE | {"colour": "red"}


def test_sent_again_it_is_the_same_and_the_timeline_tells_it_once(
    driver: Caller, photo: str, look: Look
) -> None:
    id = uuid4()
    assert [draw(driver, photo, ARROW, id=id).status for _ in range(2)] == [201, 200]
    told = db.select(TimelineEntry.photo_id).where(TimelineEntry.kind == TimelineKind.DRAWN_ON)
    assert look(lambda: db.session.scalars(told).all()) == [UUID(photo)]


def test_the_same_id_for_other_shapes_is_a_conflict(driver: Caller, photo: str) -> None:
    id = uuid4()
    draw(driver, photo, ARROW, id=id)
    assert draw(driver, photo, CIRCLE, id=id).status == 409


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "star"}, "kind"),
    ({"from": [0, 0], "to": [1, 1]}, "kind"),
    ({"kind": "arrow", "from": [0, 0]}, "to"),
    (ARROW | {"to": [0.5, 1.2]}, "to.1"),
    (ARROW | {"to": [0.5]}, "to"),
    (ARROW | {"to": [0.1, 0.1]}, "to"),
    (ARROW | {"colour": "pink"}, "colour"),
    (ARROW | {"text": "no"}, "text"),
    (CIRCLE | {"radii": [0.2, 0]}, "radii"),
    (TEXT | {"text": " "}, "text"),
    (TEXT | {"text": "x" * 81}, "text"),
    (BLUR | {"colour": "red"}, "colour"),
    (BLUR | {"to": [0.9, 0.6]}, "to"),
    (ARROW | {"width": 3}, "width"),
]


def test_a_shape_that_is_none_is_named(driver: Caller, photo: str) -> None:
    answers = [draw(driver, photo, ARROW, shape) for shape, _field in WRONG]
    assert [(answer.status, list(answer.errors)) for answer in answers] == [
        (422, [f"shapes.1.{field}"]) for _shape, field in WRONG
    ]


def test_there_are_from_one_to_forty_shapes(driver: Caller, photo: str) -> None:
    for count, status in ((0, 422), (40, 201), (41, 422)):
        assert draw(driver, photo, *[ARROW] * count).status == status


def test_only_a_photo_that_is_shown_is_drawn_on(manager: Caller, photo: str, look: Look) -> None:
    for change in ({"removal": Removal.WITHDRAWN}, {"removal": None, "state": PhotoState.STORED}):
        look(partial(change_photo, change))
        assert draw(manager, photo, ARROW).status == 409


def test_a_photo_has_only_so_many(driver: Caller, photo: str) -> None:
    for _ in range(DRAWINGS_AT_MOST):
        assert draw(driver, photo, ARROW).status == 201
    assert draw(driver, photo, ARROW).status == 409


def test_drawn_on_at_once_it_has_no_more_than_that(
    app: Flask, driver: Caller, photo: str, look: Look
) -> None:
    for _ in range(DRAWINGS_AT_MOST - 2):
        draw(driver, photo, ARROW)
    calls = [lambda caller: draw(caller, photo, ARROW)] * 8
    assert sorted(all_at_once(app, calls, driver)) == [201] * 2 + [409] * 6
    assert look(lambda: db.session.query(Drawing).count()) == DRAWINGS_AT_MOST


def test_who_may_not_see_the_photo_sees_nothing_that_was_drawn_on_it(
    driver: Caller, supervisor: Caller, photo: str, look: Look
) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    look(partial(change_photo, {"removal": Removal.WITHDRAWN}))
    assert driver.get(f"/api/photos/{photo}/drawings").status == 404
    assert draw(driver, photo, ARROW).status == 404
    assert remove(driver, photo, id) == 404
    assert [one["id"] for one in supervisor.get(f"/api/photos/{photo}/drawings").body["items"]] == [
        id
    ]


def test_its_author_a_supervisor_and_a_manager_remove_it_and_nobody_else(
    driver: Caller, mechanic: Caller, supervisor: Caller, manager: Caller, photo: str
) -> None:
    ids = [draw(driver, photo, ARROW).body["id"] for _ in range(3)]
    assert remove(mechanic, photo, ids[0]) == 403
    removers = (driver, supervisor, manager)
    assert [remove(one, photo, id) for one, id in zip(removers, ids, strict=True)] == [204] * 3
    assert remove(manager, photo, ids[0]) == 404
    assert manager.get(f"/api/photos/{photo}/drawings").body["items"] == []


def test_what_hides_something_is_removed_by_a_supervisor_or_a_manager_alone(
    driver: Caller, mechanic: Caller, supervisor: Caller, manager: Caller, photo: str
) -> None:
    ids = [draw(driver, photo, BLUR).body["id"] for _ in range(2)]
    assert [remove(one, photo, ids[0]) for one in (driver, mechanic)] == [403, 403]
    assert [remove(supervisor, photo, ids[0]), remove(manager, photo, ids[1])] == [204, 204]


def test_its_removal_is_on_the_timeline_once(
    app: Flask, driver: Caller, photo: str, manager: Caller, look: Look
) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    calls = [lambda caller: caller.delete(f"/api/photos/{photo}/drawings/{id}")] * 4
    assert sorted(all_at_once(app, calls, driver)) == [204, 404, 404, 404]
    anomaly = look(lambda: str(db.session.query(Anomaly).one().id))
    kinds = [one["kind"] for one in manager.get(f"/api/anomalies/{anomaly}/timeline").body["items"]]
    assert kinds[-2:] == ["drawn_on", "drawing_removed"]


def test_its_files_go_with_it(app: Flask, driver: Caller, photo: str, look: Look) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    work(app, id)
    keys = look(lambda: files_of(db.session.get_one(Drawing, UUID(id))))
    assert all(look(lambda: [storage().path(key).is_file() for key in keys]))  # type: ignore[attr-defined]
    assert remove(driver, photo, id) == 204
    assert not any(look(lambda: [storage().path(key).is_file() for key in keys]))  # type: ignore[attr-defined]


def test_nothing_is_removed_of_a_report_on_hold(manager: Caller, photo: str, look: Look) -> None:
    id = draw(manager, photo, ARROW).body["id"]
    look(lambda: db.session.query(Anomaly).update({"held_at": now()}))
    assert remove(manager, photo, id) == 409


def test_to_another_company_it_is_not_there(driver: Caller, partner: Caller, photo: str) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    assert draw(partner, photo, ARROW).status == 404
    assert remove(partner, photo, id) == 404
    for path in ("drawings", f"drawings/{id}/large"):
        assert (
            partner.get(f"/{'api/' if path == 'drawings' else ''}photos/{photo}/{path}").status
            == 404
        )


def test_an_id_of_another_company_is_not_there(
    driver: Caller, photo: str, cast: Cast, look: Look
) -> None:
    def taken() -> UUID:
        drawing = draw_on(
            db.session.get_one(Membership, cast.driver.membership_id),
            db.session.get_one(Photo, UUID(photo)),
            uuid4(),
            [ARROW],
        )[0]
        drawing.company_id = db.session.get_one(Membership, cast.partner.membership_id).company_id
        return drawing.id

    assert draw(driver, photo, ARROW, id=look(taken)).status == 404


@pytest.mark.parametrize(
    "change",
    [db.update(Photo).values(removal=Removal.ERASED), db.delete(Drawing)],
    ids=["erased", "removed"],
)
def test_what_goes_while_it_is_drawn_leaves_no_file(
    app: Flask, driver: Caller, photo: str, change: Any
) -> None:
    id = UUID(draw(driver, photo, ARROW).body["id"])
    with app.app_context():
        drawing = db.session.get_one(Drawing, id)
        keep_sizes(drawing)
        paths = [storage().path(key) for key in files_of(drawing)]  # type: ignore[attr-defined]
        assert all(path.is_file() for path in paths)
        with db.engine.begin() as elsewhere:
            elsewhere.execute(change)
        finish(drawing)
        db.session.commit()
        assert not any(path.is_file() for path in paths)
        assert list(db.session.scalars(db.select(Drawing.state))) in ([], [DrawingState.FAILED])


def test_a_drawing_that_is_gone_is_no_trouble(app: Flask) -> None:
    with app.app_context():
        draw_out(uuid4())


def test_a_drawing_that_kills_its_workers_is_given_up(
    driver: Caller, photo: str, look: Look
) -> None:
    id = UUID(draw(driver, photo, ARROW).body["id"])
    for _ in range(ATTEMPTS_AT_MOST):
        assert look(lambda: begin_drawing_out(id)) is not None
    assert look(lambda: begin_drawing_out(id)) is None
    assert look(lambda: db.session.get_one(Drawing, id).state) == "failed"


def test_a_storage_that_is_away_is_not_held_against_it(
    app: Flask, driver: Caller, photo: str, look: Look
) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    with app.app_context():
        folder = storage().folder  # type: ignore[attr-defined]
    hidden = folder.rename(folder.with_name("hidden-from-drawings"))
    folder.write_text("a file where the folder was")
    try:
        with pytest.raises(StorageUnavailable):
            work(app, id)
    finally:
        folder.unlink()
        hidden.rename(folder)
    assert look(lambda: db.session.get_one(Drawing, UUID(id)).attempts) == 0


def test_the_sweep_finds_it_again(driver: Caller, photo: str, look: Look) -> None:
    id = draw(driver, photo, ARROW).body["id"]
    assert look(undrawn_drawings) == []
    look(lambda: db.session.query(Drawing).update({"created_at": now() - timedelta(minutes=1)}))
    assert list(look(undrawn_drawings)) == [UUID(id)]


def test_others_see_the_newest_copy_that_hides_something_and_nothing_before_it_is_ready(
    app: Flask, driver: Caller, photo: str, look: Look
) -> None:
    def shown() -> tuple[bool, UUID | None]:
        row = db.session.get_one(Photo, UUID(photo))
        return row.is_veiled, row.concealing.id if row.concealing else None

    work(app, draw(driver, photo, ARROW).body["id"])
    assert look(shown) == (False, None)
    first, second = (draw(driver, photo, BLUR, TEXT | {"text": text}).body["id"] for text in "ab")
    work(app, first)
    assert look(shown) == (True, None)
    work(app, second)
    assert look(shown) == (True, UUID(second))
