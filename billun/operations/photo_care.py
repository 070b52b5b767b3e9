"""What people do with photos that are there: caption and order them, take one away, put it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from billun.adapters.storage import storage
from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import Anomaly, Membership, Photo, Removal, TimelineKind
from billun.models.base import now
from billun.operations.after_commit import remove_file_after_commit, tell_after_commit
from billun.operations.anomalies import lock_with_equipment
from billun.operations.photo_subjects import is_held, lock_subject, note_photo, tell_of_photo
from billun.operations.reasons import reason_in
from billun.queries.stored_files import files_of_whole_photo

LONGEST_CAPTION = 300
LONGEST_REASON = 500
# The reason of those that nobody in particular erased.
RETENTION = "retention"
FILES_MAY_BE_LEFT_FOR = timedelta(days=3)
# What an erased photo says no more: all that could tell what was on it, and where.
FORGOTTEN = (
    "latitude", "longitude", "accuracy_m", "colour", "luminance", "sharpness",
    "enhancement_state", "enhancement_model", "enhancement_metrics",
)  # fmt: skip


def caption_photo(actor: Membership, photo: Photo, caption: str) -> None:
    """Give it the words that stand below it; empty ones take them away. Raises NotAllowed, Refused."""
    may_describe(actor, photo)
    text = " ".join(caption.split())
    if len(text) > LONGEST_CAPTION:
        raise Refused("caption", _("Write at most %(count)s characters.", count=LONGEST_CAPTION))
    photo.caption = text
    changed(photo)


def name_shot(actor: Membership, photo: Photo, guide: str | None) -> None:
    """Say which shot of the catalogue it is, or none. Raises NotAllowed, Refused."""
    may_describe(actor, photo)
    if guide and guide not in catalogue.guides:
        raise Refused("guide", _("This photo guide does not exist."))
    photo.guide = guide or None
    changed(photo)


def may_describe(actor: Membership, photo: Photo) -> None:
    if not photo.can_be_described_by(actor):
        raise NotAllowed(_("Only the sender, the workshop and managers may change this photo."))
    if photo.is_erased:
        raise Conflict(_("This photo was erased."))


def order_photos(actor: Membership, anomaly: Anomaly, ids: Sequence[UUID]) -> None:
    """Put the photos that are shown into this order; each is named once.

    Raises NotAllowed, Missing for an id that no photo of the company has, and Refused("ids").
    """
    if not anomaly.photos_can_be_ordered_by(actor):
        raise NotAllowed(_("Only the reporter, the workshop and managers may order the photos."))
    lock_with_equipment(anomaly)
    db.session.refresh(anomaly, ["photos"])
    shown = {photo.id: photo for photo in anomaly.shown_photos}
    refuse_unknown(actor, set(ids) - shown.keys())
    if len(ids) != len(shown) or set(ids) != shown.keys():
        raise Refused("ids", _("Name every photo of the report once."))
    # Those still on their way, and those taken away, keep their order behind the others.
    rest = [photo for photo in anomaly.photos if photo.id not in shown]
    for place, photo in enumerate([shown[id] for id in ids] + rest):
        photo.position = place
    db.session.flush()
    db.session.expire(anomaly, ["photos"])
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)


def refuse_unknown(actor: Membership, ids: set[UUID]) -> None:
    known = select(Photo.id).where(Photo.id.in_(ids), Photo.company_id == actor.company_id)
    if ids and len(db.session.scalars(known).all()) < len(ids):
        raise Missing


def withdraw_photo(actor: Membership, photo: Photo, reason: str) -> None:
    """Take it out of sight; it can be put back. Once more changes nothing.

    Raises NotAllowed, Refused("reason") without one, Conflict where it is erased.
    """
    refuse_withdrawal(actor, photo)
    withdraw(actor, photo, reason_in(reason, longest=LONGEST_REASON))


def refuse_withdrawal(actor: Membership, photo: Photo) -> None:
    if photo.can_be_withdrawn_by(actor):
        return
    if photo.anomaly_id is None:
        raise NotAllowed(_("Only the sender, a supervisor or a manager may take it away."))
    raise NotAllowed(_("Only the sender, the workshop and managers may take it away."))


def withdraw(actor: Membership, photo: Photo, reason: str) -> None:
    lock_photo(photo)
    if photo.is_erased:
        raise Conflict(_("This photo was erased."))
    if photo.is_shown:
        take_away(actor, photo, Removal.WITHDRAWN, reason)


def remove_work_photo(actor: Membership, photo: Photo, reason: str = "") -> None:
    """Take a photo of a job out of sight; it can be put back, and it need not be said why.

    Raises Missing for a photo of an anomaly, NotAllowed for others than its sender, a supervisor
    or a manager, Conflict where it is erased.
    """
    if photo.intervention_id is None:
        raise Missing
    refuse_withdrawal(actor, photo)
    words = reason_in(reason, longest=LONGEST_REASON) if reason.strip() else ""
    withdraw(actor, photo, words)


def erase_photo(actor: Membership | None, photo: Photo, reason: str) -> None:
    """Remove its original and all that was made from it, for good; its hash and the reason stay.

    Without an actor its retention is over. Once more changes nothing. Raises NotAllowed,
    Refused("reason") without one, Conflict while a report that it belongs to is on legal hold.
    """
    if actor and not photo.can_be_erased_by(actor):
        raise NotAllowed(_("Only a manager may erase a photo."))
    words = reason_in(reason, longest=LONGEST_REASON)
    lock_photo(photo)
    if photo.is_erased:
        return
    if is_held(photo.subject):
        raise Conflict(_("This report is on legal hold: nothing of it may be erased."))
    forget_contents(photo)
    take_away(actor, photo, Removal.ERASED, words)


def remove_files_of_erased() -> int:
    """Remove once more what was erased lately: after a crash, or a job that was under way, some may lie there.

    Returns how many photos it looked at. Raises StorageUnavailable: then it is tried again.
    """
    lately = db.session.scalars(
        select(Photo)
        .where(Photo.removal == Removal.ERASED, Photo.removed_at > now() - FILES_MAY_BE_LEFT_FOR)
        .options(selectinload(Photo.drawings))
    ).all()
    for photo in lately:
        for key in files_of_whole_photo(photo):
            storage().remove(key)
    return len(lately)


def forget_contents(photo: Photo) -> None:
    for key in files_of_whole_photo(photo):
        remove_file_after_commit(key)
    for name in FORGOTTEN:
        setattr(photo, name, None)
    photo.caption = ""
    for drawing in photo.drawings:
        drawing.shapes = []


def put_back_photo(actor: Membership, photo: Photo) -> None:
    """Show a withdrawn photo again. Raises NotAllowed, and Conflict where it is erased."""
    if not photo.can_be_put_back_by(actor):
        raise NotAllowed(_("Only a supervisor or manager may put it back."))
    lock_photo(photo)
    if photo.is_erased:
        raise Conflict(_("This photo was erased, and cannot come back."))
    if photo.is_shown:
        return
    photo.removal = photo.removed_at = photo.removed_by = photo.removal_reason = None
    note_photo(actor, photo, TimelineKind.PHOTO_PUT_BACK)
    changed(photo)


def lock_photo(photo: Photo) -> None:
    """Lock what it shows, so that nobody takes the photo away, or puts a report on hold, meanwhile."""
    lock_subject(photo.subject)
    db.session.refresh(photo, ["removal", "removed_at", "removed_by_id", "removal_reason"])


def take_away(actor: Membership | None, photo: Photo, removal: Removal, reason: str) -> None:
    photo.removal, photo.removal_reason = removal, reason
    photo.removed_at, photo.removed_by = now(), actor
    note_photo(actor, photo, TimelineKind.PHOTO_REMOVED, reason)
    changed(photo)


def changed(photo: Photo) -> None:
    db.session.flush()
    tell_of_photo(photo)


def why_removed(photo: Photo) -> str:
    """The reason in words, empty where nobody gave one."""
    if photo.removal_reason == RETENTION and photo.removed_by is None:
        return _("It was kept for as long as the company keeps photos.")
    return photo.removal_reason or ""
