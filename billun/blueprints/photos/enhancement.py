"""Asking for a copy of a photo that is easier to read."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.photos.loading import reported_photo
from billun.errors import Conflict
from billun.operations.enhancing import ask_for_enhancement, may_be_asked_for

enhancement = Blueprint("enhancement", __name__)
enhancement.add_app_template_filter(may_be_asked_for, "enhancement_may_be_asked_for")


@enhancement.post("/photos/<uuid:id>/enhancement")
@members
def ask(id: UUID) -> ResponseReturnValue:
    """Have it made; the page shows it once it is there."""
    photo = reported_photo(id)
    try:
        ask_for_enhancement(actor(), photo)
    except Conflict as conflict:
        flash(str(conflict), "error")
    return redirect(url_for("photo_pages.show", id=id, _anchor="enhancement"), 303)
