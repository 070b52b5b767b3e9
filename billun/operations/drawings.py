"""Drawing on a copy of a photo, and taking such a copy away. The photo itself is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from billun.adapters.queue import PHOTOS
from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import Drawing, Membership, Photo, TimelineKind
from billun.operations.after_commit import (
    enqueue_after_commit,
    remove_file_after_commit,
    tell_after_commit,
)
from billun.operations.anomalies import lock_with_equipment, record
from billun.operations.locks import lock_id
from billun.queries.photo_subjects import anomaly_of
from billun.queries.stored_files import files_of

SHAPES_AT_MOST = 40
DRAWINGS_AT_MOST = 20
# In parts of the picture: what is smaller was a slip of the finger.
SMALLEST = 0.01


def draw_on(
    actor: Membership, photo: Photo, id: UUID, shapes: Sequence[dict[str, Any]]
) -> tuple[Drawing, bool]:
    """The copy with these shapes, and whether this call ordered it; sent again, it finds the first.

    Raises Refused for a shape that nobody could see, Conflict for a photo that cannot be drawn on
    and for an id that was used for something else, Missing for a photo of work.
    """
    lock_id(id)
    first = db.session.get(Drawing, id)
    if first is not None:
        return same_drawing(actor, photo, first, shapes), False
    refuse_bad_shapes(shapes)
    anomaly = anomaly_of(photo)
    lock_with_equipment(anomaly)
    db.session.refresh(photo, ["state", "removal", "drawings"])
    refuse_undrawable(photo)
    drawing = Drawing(
        id=id,
        company_id=photo.company_id,
        photo=photo,
        author=actor,
        shapes=list(shapes),
        conceals=any(shape["kind"] == "blur" for shape in shapes),
    )
    db.session.add(drawing)
    record(anomaly, actor, TimelineKind.DRAWN_ON, photo=photo)
    enqueue_after_commit(PHOTOS, "jobs.drawings.draw_copy", drawing.id)
    announce(drawing)
    return drawing, True


def same_drawing(
    actor: Membership, photo: Photo, first: Drawing, shapes: Sequence[dict[str, Any]]
) -> Drawing:
    if first.company_id != actor.company_id:
        raise Missing
    if (first.photo_id, first.shapes) != (photo.id, list(shapes)):
        raise Conflict(_("This id was already used for another drawing."))
    return first


def refuse_bad_shapes(shapes: Sequence[dict[str, Any]]) -> None:
    if not shapes:
        raise Refused("shapes", _("Draw something first."))
    if len(shapes) > SHAPES_AT_MOST:
        raise Refused("shapes", _("Draw at most %(count)s shapes.", count=SHAPES_AT_MOST))
    for index, shape in enumerate(shapes):
        if field := too_small(shape):
            raise Refused(f"shapes.{index}.{field}", _("This is too small to be seen."))


def too_small(shape: dict[str, Any]) -> str:
    """The field by which the shape is too small; an empty text where it is not."""
    if shape["kind"] == "circle":
        return "radii" if min(shape["radii"]) < SMALLEST / 2 else ""
    if shape["kind"] == "text":
        return ""
    across, down = (abs(end - start) for start, end in zip(shape["from"], shape["to"], strict=True))
    # A veil covers nothing unless it is both wide and high.
    extent = min(across, down) if shape["kind"] == "blur" else max(across, down)
    return "to" if extent < SMALLEST else ""


def refuse_undrawable(photo: Photo) -> None:
    if not photo.is_ready:
        raise Conflict(_("This photo cannot be drawn on now."))
    if len(photo.drawings) >= DRAWINGS_AT_MOST:
        raise Conflict(_("This photo has %(count)s drawings already.", count=DRAWINGS_AT_MOST))


def remove_drawing(actor: Membership, drawing: Drawing) -> None:
    """Take the copy away.

    Raises NotAllowed for others than its author, a supervisor or a manager, and for its author where
    it hides something; Missing where somebody else took it away meanwhile, Conflict on a legal hold.
    """
    refuse_remover(actor, drawing)
    photo, anomaly = drawing.photo, anomaly_of(drawing.photo)
    lock_with_equipment(anomaly)
    db.session.refresh(anomaly, ["held_at"])
    if anomaly.is_held:
        raise Conflict(_("This report is on hold: nothing of it is removed."))
    db.session.refresh(photo, ["drawings"])
    if drawing not in photo.drawings:
        raise Missing
    for key in files_of(drawing):
        remove_file_after_commit(key)
    announce(drawing)
    photo.drawings.remove(drawing)
    db.session.delete(drawing)
    record(anomaly, actor, TimelineKind.DRAWING_REMOVED, photo=photo)


def refuse_remover(actor: Membership, drawing: Drawing) -> None:
    if drawing.can_be_removed_by(actor):
        return
    if drawing.conceals:
        raise NotAllowed(
            _("It hides something from partners: only a supervisor or a manager removes it.")
        )
    raise NotAllowed(_("Only its author, a supervisor or a manager may remove a drawing."))


def announce(drawing: Drawing) -> None:
    """Tell the company's screens about it."""
    photo, anomaly = drawing.photo, anomaly_of(drawing.photo)
    tell_after_commit(photo.company_id, "photos", photo.id)
    tell_after_commit(photo.company_id, "anomalies", anomaly.id, anomaly.reference)
