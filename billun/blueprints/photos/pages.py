"""The page of one photo: what is known of it, its words, its place among the others, its removal."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.failures import STATUS_OF
from billun.blueprints.fragments import is_fragment
from billun.blueprints.photos import sizes, words
from billun.blueprints.photos.loading import photos_taken_away, reported_photo, whole_photo
from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import Photo
from billun.operations.photo_care import (
    caption_photo,
    erase_photo,
    order_photos,
    put_back_photo,
    why_removed,
    withdraw_photo,
)
from billun.queries.photo_comparison import photos_of_the_same_shot
from billun.queries.photo_subjects import anomaly_of

photo_pages = Blueprint("photo_pages", __name__)
photo_pages.add_app_template_filter(sizes.width_of)
photo_pages.add_app_template_filter(sizes.height_of)
photo_pages.add_app_template_filter(sizes.srcset)
photo_pages.add_app_template_filter(sizes.enhanced_url)
photo_pages.add_app_template_filter(photos_taken_away)
photo_pages.add_app_template_filter(words.brightness_word)
photo_pages.add_app_template_filter(words.sharpness_word)
photo_pages.add_app_template_filter(why_removed)

REMOVALS = {"withdrawal": withdraw_photo, "erasure": erase_photo}


@photo_pages.get("/photos/<uuid:id>")
@members
def show(id: UUID) -> ResponseReturnValue:
    return photo_page(whole_photo(id))


@photo_pages.get("/photos/<uuid:id>/comparison")
@members
def comparison(id: UUID) -> ResponseReturnValue:
    """Beside the same shot of the same equipment in other reports; `with` chooses among them."""
    photo = whole_photo(id)
    others = photos_of_the_same_shot(photo)
    chosen = [other for other in others if str(other.id) == request.args.get("with")] or others
    return render_template(
        "photos/comparison.html", photo=photo, others=others, other=next(iter(chosen), None)
    )


@photo_pages.post("/photos/<uuid:id>/caption")
@members
def caption(id: UUID) -> ResponseReturnValue:
    try:
        caption_photo(actor(), reported_photo(id), request.form.get("caption", ""))
    except (Refused, Conflict, NotAllowed) as error:
        return refused(id, "caption", error)
    return done(id)


@photo_pages.post("/photos/<uuid:id>/<any(withdrawal, erasure):noun>")
@members
def removal(id: UUID, noun: str) -> ResponseReturnValue:
    """Take it out of sight, or erase it for good."""
    try:
        photo = reported_photo(id)
        REMOVALS[noun](actor(), photo, request.form.get("reason", ""))
    except (Refused, Conflict, NotAllowed) as error:
        return refused(id, noun, error)
    if not photo.can_be_seen_by(actor()):
        return redirect(url_for("anomalies.show", reference=photo.subject.reference), 303)
    return done(id)


@photo_pages.post("/photos/<uuid:id>/withdrawal/removal")
@members
def put_back(id: UUID) -> ResponseReturnValue:
    try:
        put_back_photo(actor(), reported_photo(id))
    except (Conflict, NotAllowed) as error:
        return refused(id, "put_back", error)
    return done(id)


@photo_pages.post("/photos/<uuid:id>/order")
@members
def order(id: UUID) -> ResponseReturnValue:
    """Put the photos of its report into the order of the form, one of them a place earlier or later."""
    try:
        order_photos(actor(), anomaly_of(reported_photo(id)), wanted_order())
    except (Refused, Conflict, NotAllowed) as error:
        return refused(id, "order", error)
    return done(id)


def wanted_order() -> list[UUID]:
    ids = request.form.getlist("ids", type=UUID)
    for name, step in (("earlier", -1), ("later", 1)):
        moved = request.form.get(name, type=UUID)
        if moved in ids:
            place = ids.index(moved)
            ids.insert(max(place + step, 0), ids.pop(place))
    return ids


def photo_page(photo: Photo, failed: str = "", message: str = "") -> str:
    template = "photos/_photo.html" if is_fragment("photo") else "photos/photo.html"
    return render_template(
        template, photo=photo, anomaly=photo.anomaly, failed=failed, message=message
    )


def done(id: UUID) -> ResponseReturnValue:
    """The fragment as it is now for htmx; for a plain form, back to the page."""
    if is_fragment("photo"):
        return photo_page(whole_photo(id))
    return redirect(url_for("photo_pages.show", id=id), 303)


def refused(id: UUID, failed: str, error: Exception) -> ResponseReturnValue:
    """The page as it is now, with what was wrong beside the button that was pressed."""
    db.session.rollback()
    message = error.message if isinstance(error, Refused) else str(error)
    return photo_page(whole_photo(id), failed, message), STATUS_OF.get(type(error), 422)
