"""Drawing on a copy of a photo: the editor, the copies as pictures, and taking one away."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.drawing_out import COLOURS, EDGES
from billun.blueprints.access import actor, members
from billun.blueprints.photos.loading import reported_photo, seen_drawing
from billun.blueprints.photos.serving import serve
from billun.errors import Conflict, Missing
from billun.operations.drawings import refuse_undrawable, remove_drawing
from billun.queries.photo_serving import WEBP, ServedFile

drawings = Blueprint("drawings", __name__)


@drawings.get("/photos/<uuid:photo_id>/drawing")
@members
def new(photo_id: UUID) -> ResponseReturnValue:
    """The editor with an empty copy; what is drawn there goes to the API."""
    photo = reported_photo(photo_id)
    refuse_undrawable(photo)
    return render_template("photos/drawing.html", photo=photo, colours=COLOURS, edges=EDGES)


@drawings.get("/photos/<uuid:photo_id>/drawings/<uuid:id>/<any(large, medium, thumb):size>")
@members
def show(photo_id: UUID, id: UUID, size: str) -> ResponseReturnValue:
    """One size of the copy, from here or by a short redirect to the storage."""
    drawing = seen_drawing(photo_id, id)
    photo = drawing.photo
    if not (drawing.is_ready and photo.has_sizes):
        raise Missing
    return serve(photo, ServedFile(drawing.derivative_key(size), WEBP))


@drawings.post("/photos/<uuid:photo_id>/drawings/<uuid:id>/removal")
@members
def remove(photo_id: UUID, id: UUID) -> ResponseReturnValue:
    """Take the copy away; the photo stays as it is."""
    try:
        remove_drawing(actor(), seen_drawing(photo_id, id))
        flash(_("The drawing is gone. The photo is as it was."), "success")
    except Conflict as conflict:
        flash(str(conflict), "error")
    return redirect(f"/photos/{photo_id}#drawings", 303)
