"""Photos: kept as they came, byte for byte, then developed into sizes for the screen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from io import SEEK_END
from typing import IO, Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from billun.adapters.picture_place import PlaceStays, without_place
from billun.adapters.pictures import Inspection, inspect, sha256_of
from billun.adapters.queue import PHOTOS
from billun.adapters.storage import StorageUnavailable, storage
from billun.adapters.threads import off_the_loop
from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused, TooLarge, Unavailable, WrongType
from billun.extensions import db
from billun.models import Anomaly, Membership, Photo, PhotoState, Stage, TimelineKind
from billun.models.base import new_id, now
from billun.operations.after_commit import enqueue_after_commit, remove_file_after_commit
from billun.operations.anomalies import CLOCKS_MAY_DIFFER, Position
from billun.operations.installations import device_used
from billun.operations.photo_subjects import (
    Sender,
    Subject,
    are_of,
    count_photo,
    lock_subject,
    note_photo,
    open_subject,
    refuse_full,
    tell_of_photo,
)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A photo as it arrives. `sha256` is the phone's, computed when the photo was taken."""

    file: IO[bytes]
    # Of what it is: an anomaly, or the work of an intervention, before it or after.
    anomaly_id: UUID | None = None
    intervention_id: UUID | None = None
    stage: Stage | None = None
    id: UUID | None = None
    sha256: str | None = None
    guide: str | None = None
    taken_at: datetime | None = None
    position: Position | None = None
    # By which installation of the app it was sent, as the phone says.
    device_id: UUID | None = None


@dataclass(frozen=True)
class Checked:
    """An upload that may come in: the bytes to keep, what they are, and their hash."""

    file: IO[bytes]
    inspection: Inspection
    sha256: str


def receive_photo(sender: Sender, upload: Upload) -> tuple[Photo, bool]:
    """Like store_photo, as all that its request does.

    While the file travels to the storage the request holds no connection to the database: a slow
    storage must not take them from everybody else. Whatever was changed before is not kept.
    """
    awaited = await_photo(sender, upload)
    if awaited.photo:
        return awaited.photo, False
    db.session.rollback()
    return keep(sender, upload, awaited)


def store_photo(sender: Sender, upload: Upload) -> tuple[Photo, bool]:
    """The photo, and whether this call stored it. When it returns, the original is on the disk.

    Raises Missing for an anomaly or work that the sender does not see; TooLarge, WrongType and Refused
    for a file that may not come in; Conflict where the id has another content; Unavailable without storage.
    """
    awaited = await_photo(sender, upload)
    if awaited.photo:
        return awaited.photo, False
    return keep(sender, upload, awaited)


@dataclass(frozen=True)
class Awaited:
    """A photo that may come in under `id`, or the `photo` that it is where it has come before."""

    id: UUID
    checked: Checked
    photo: Photo | None


def await_photo(sender: Sender, upload: Upload) -> Awaited:
    """Raises what store_photo raises, but for what the storage has to say."""
    subject = open_subject(sender, upload.anomaly_id, upload.intervention_id)
    if upload.intervention_id and upload.stage is None:
        raise Refused("stage", _("Say whether it shows the item before or after the work."))
    if upload.guide and upload.guide not in catalogue.guides:
        raise Refused("guide", _("This photo guide does not exist."))
    if upload.taken_at and upload.taken_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused("taken_at", _("This time is in the future. Check the clock of your device."))
    checked = check_file(upload)
    photo = place_for(subject, upload, checked)
    if photo is None:
        refuse_full(subject, count_of(subject))
    id = photo.id if photo else upload.id or new_id()
    return Awaited(id, checked, photo if photo and photo.has_arrived else None)


def keep(sender: Sender, upload: Upload, awaited: Awaited) -> tuple[Photo, bool]:
    """Store the original, then write it down. What is refused only then is rolled back, its file with it."""
    keep_original(awaited)
    try:
        photo, created = take_in(sender, upload, awaited)
    except (Conflict, Refused, IntegrityError):
        forget_original(awaited)
        raise
    if photo.id != awaited.id:
        remove_file_after_commit(original_of(awaited).original_key)
    return photo, created


def take_in(sender: Sender, upload: Upload, awaited: Awaited) -> tuple[Photo, bool]:
    """Write down what the storage holds. Somebody may have sent the same photo meanwhile."""
    subject = open_subject(sender, upload.anomaly_id, upload.intervention_id)
    lock_subject(subject)
    photo = place_for(subject, upload, awaited.checked)
    if photo and photo.has_arrived:
        return photo, False
    if photo and photo.id != awaited.id:
        # Announced meanwhile; the file lies under the other id. Sent again, it finds its place.
        raise Conflict(_("This photo is already there under another id."))
    photo = photo or added_photo(sender, subject, upload, awaited)
    fill_in(photo, upload, awaited.checked)
    if isinstance(sender, Membership):
        photo.device = device_used(sender, upload.device_id)
    count_photo(subject)
    db.session.flush()
    enqueue_after_commit(PHOTOS, "jobs.photos.develop_photo", photo.id)
    tell_of_photo(photo)
    return photo, True


def check_file(upload: Upload) -> Checked:
    """Look at the header, then hash. Without a hash from the phone the place is taken out first."""
    file = upload.file
    inspection = in_words(file)
    if upload.sha256 is None:
        file = placeless(file)
        inspection = replace(inspection, byte_size=file.seek(0, SEEK_END))
    sha256 = off_the_loop(sha256_of, file)
    if upload.sha256 not in (None, sha256):
        raise Refused("sha256", _("The file is not the one that was hashed. Send it again."))
    return Checked(file, inspection, sha256)


def in_words(file: IO[bytes]) -> Inspection:
    try:
        return inspect(file)
    except TooLarge as error:
        text = (
            _("This photo has more than 64 megapixels.")
            if str(error) == "pixels"
            else _("This photo is larger than 20 MB.")
        )
        raise TooLarge(text) from error
    except WrongType as error:
        raise WrongType(_("This is not a JPEG, PNG, WebP or HEIC picture.")) from error


def placeless(file: IO[bytes]) -> IO[bytes]:
    try:
        return off_the_loop(without_place, file)
    except PlaceStays as error:
        raise Refused(
            "file",
            _("This picture says where it was taken. Send it as JPEG, or without its place."),
        ) from error


def place_for(subject: Subject, upload: Upload, checked: Checked) -> Photo | None:
    """The announced or already stored photo that this upload is, if there is one."""
    if upload.id is None:
        return same_photo(subject, upload, checked)
    photo = db.session.get(Photo, upload.id, populate_existing=True)
    if photo is None:
        if photo_with_hash(subject, checked.sha256):
            raise Conflict(_("This photo is already there under another id."))
        return None
    if photo.company_id != subject.company_id:
        raise Missing
    if photo.subject.id != subject.id:
        raise Conflict(_("A photo with this id belongs to another report or job."))
    if photo.sha256 != checked.sha256:
        if photo.has_arrived:
            raise Conflict(_("Another photo was already sent with this id."))
        raise Refused("sha256", _("This is not the photo that was announced with this id."))
    return photo


def same_photo(subject: Subject, upload: Upload, checked: Checked) -> Photo | None:
    photo = photo_with_hash(subject, checked.sha256)
    if photo and photo.stage != upload.stage:
        raise Conflict(_("This photo is there already, on the other side of the work."))
    return photo


def photo_with_hash(subject: Subject, sha256: str) -> Photo | None:
    return db.session.scalar(select(Photo).where(are_of(subject), Photo.sha256 == sha256))


def keep_original(awaited: Awaited) -> None:
    key, checked = original_of(awaited).original_key, awaited.checked
    checked.file.seek(0)
    try:
        off_the_loop(storage().put, key, checked.file, checked.inspection.media_type)
    except StorageUnavailable as error:
        raise Unavailable(_("Photos cannot be stored right now. Keep it and try again.")) from error


def forget_original(awaited: Awaited) -> None:
    """Roll back, and remove what was kept for nothing, unless a photo has that id and that content.

    Only after a refusal that would meet every sending of it. One that meets this sender alone
    (Missing) leaves the file: another sending may be about to be taken in with it.
    """
    db.session.rollback()
    original = original_of(awaited)
    same = select(Photo.id).where(Photo.id == original.id, Photo.sha256 == original.sha256)
    is_named = db.session.scalar(same) is not None
    db.session.rollback()
    if not is_named:
        with suppress(StorageUnavailable):
            off_the_loop(storage().remove, original.original_key)


def original_of(awaited: Awaited) -> Photo:
    """Of no session: it says where the file lies."""
    return Photo(id=awaited.id, sha256=awaited.checked.sha256)


def count_of(subject: Subject) -> int:
    return db.session.scalars(select(func.count(Photo.id)).where(are_of(subject))).one()


def added_photo(sender: Sender, subject: Subject, upload: Upload, awaited: Awaited) -> Photo:
    """A photo that was not announced with the report. Raises Conflict where there are too many."""
    count = count_of(subject)
    refuse_full(subject, count)
    photo = Photo(
        id=awaited.id,
        company_id=subject.company_id,
        position=count,
        sha256=awaited.checked.sha256,
        **of_what(subject, upload.stage),
        **sent_by(sender),
    )
    db.session.add(photo)
    db.session.flush()
    if isinstance(subject, Anomaly):
        subject.photos_expected = max(subject.photos_expected, count + 1)
    note_photo(sender, photo, TimelineKind.PHOTO_ADDED)
    return photo


def of_what(subject: Subject, stage: Stage | None) -> dict[str, Any]:
    if isinstance(subject, Anomaly):
        return {"anomaly": subject}
    return {"intervention": subject, "stage": stage}


def sent_by(sender: Sender) -> dict[str, Any]:
    return {"sender": sender} if isinstance(sender, Membership) else {"link": sender}


def fill_in(photo: Photo, upload: Upload, checked: Checked) -> None:
    photo.state = PhotoState.STORED
    photo.received_at = now()
    photo.media_type = checked.inspection.media_type
    photo.byte_size = checked.inspection.byte_size
    photo.width = checked.inspection.width
    photo.height = checked.inspection.height
    photo.guide = upload.guide or photo.guide
    photo.taken_at = upload.taken_at
    if upload.position:
        photo.latitude = upload.position.latitude
        photo.longitude = upload.position.longitude
        photo.accuracy_m = upload.position.accuracy_m
