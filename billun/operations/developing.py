"""Develops a stored photo: makes its sizes, reads its metadata. Done twice, it ends the same."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy import or_, select

from billun.adapters.enhancer import enhancer, is_enhancing
from billun.adapters.picture_quality import DARK
from billun.adapters.pictures import SIZES, Developed, Undecodable, develop
from billun.adapters.queue import PHOTOS
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.extensions import db
from billun.models import EnhancementState, Photo, PhotoFailure, PhotoState, Removal
from billun.models.base import now
from billun.models.photo import ATTEMPTS_AT_MOST
from billun.operations.after_commit import enqueue_after_commit, remove_file_after_commit
from billun.operations.photo_subjects import tell_of_photo


def begin_developing(photo_id: UUID) -> Photo | None:
    """The photo to develop, its attempt counted, or None where there is nothing left to do.

    The caller commits the count before the work begins, so that a photo which kills every worker
    that opens it is given up in the end.
    """
    photo = db.session.scalar(
        select(Photo)
        .where(
            Photo.id == photo_id,
            or_(Photo.state == PhotoState.STORED, Photo.is_to_be_developed_again()),
            Photo.removal.is_distinct_from(Removal.ERASED),
        )
        .with_for_update(skip_locked=True)
    )
    if photo is None:
        return None
    photo.attempts += 1
    if photo.attempts > ATTEMPTS_AT_MOST:
        fail(photo, PhotoFailure.GIVEN_UP)
        return None
    return photo


def develop_stored(photo: Photo) -> None:
    """Make it ready, or failed with the reason. Raises StorageUnavailable: then it is tried again."""
    try:
        with storage().open(photo.original_key) as original:
            developed = develop(original)
        keep_sizes(photo, developed)
    except Undecodable as error:
        settle(photo, PhotoFailure.UNREADABLE, str(error))
    except StoredFileMissing:
        settle(photo, PhotoFailure.ORIGINAL_MISSING)
    except StorageUnavailable:
        # However long the storage is away, that says nothing against the photo.
        photo.attempts -= 1
        raise
    else:
        make_ready(photo, developed)


def keep_sizes(photo: Photo, developed: Developed) -> None:
    for size, content in developed.sizes.items():
        storage().put(photo.derivative_key(size), BytesIO(content), "image/webp")


def make_ready(photo: Photo, developed: Developed) -> None:
    """Ready, unless it was erased or another worker was quicker. Of one that was, nobody hears."""
    if not still_waits(photo):
        if photo.is_erased:
            forget_sizes(photo)
        return
    take_over(photo, developed)
    if photo.has_sizes:
        return
    photo.state = PhotoState.READY
    if photo.luminance is not None and photo.luminance < DARK:
        brighten_by_itself(photo)
    announce(photo)


def settle(photo: Photo, failure: PhotoFailure, detail: str = "") -> None:
    """Failed, unless it was erased or another worker was luckier. What is shown already stays."""
    if not still_waits(photo):
        return
    if photo.has_sizes:
        photo.attempts = ATTEMPTS_AT_MOST
    else:
        fail(photo, failure, detail)


def still_waits(photo: Photo) -> bool:
    """Whether it is still to be developed: held until the commit, so that only one says what came of it."""
    hold_photo(photo)
    is_stored = photo.state == PhotoState.STORED and not photo.is_erased
    return is_stored or (photo.has_sizes and photo.colour is None)


def hold_photo(photo: Photo) -> None:
    """Bring it up to date, and let nobody else change it before the commit."""
    db.session.flush()
    db.session.refresh(photo, with_for_update={"of": Photo})


def forget_sizes(photo: Photo) -> None:
    for size in SIZES:
        remove_file_after_commit(photo.derivative_key(size))


def take_over(photo: Photo, developed: Developed) -> None:
    """What the phone said of the time goes before what the file says; of the place only the phone is heard."""
    photo.width, photo.height = developed.width, developed.height
    photo.colour = developed.colour
    photo.luminance, photo.sharpness = developed.luminance, developed.sharpness
    if photo.taken_at is None and developed.taken_at is not None:
        photo.taken_at = in_utc(developed.taken_at, photo)


def brighten_by_itself(photo: Photo) -> None:
    """Enhance it without being asked, where it need not leave this installation for that."""
    if is_enhancing() and not enhancer().outside:
        queue_enhancement(photo)


def queue_enhancement(photo: Photo) -> None:
    photo.enhancement_state = EnhancementState.QUEUED
    photo.enhancement_asked_at, photo.enhancement_attempts = now(), 0
    enqueue_after_commit(PHOTOS, "jobs.photos.enhance_photo", photo.id)


def in_utc(taken_at: datetime, photo: Photo) -> datetime:
    """A camera that wrote no offset meant the time where its company is."""
    aware = taken_at if taken_at.tzinfo else taken_at.replace(tzinfo=photo.company.zone)
    return aware.astimezone(UTC)


def fail(photo: Photo, failure: PhotoFailure, detail: str = "") -> None:
    photo.state = PhotoState.FAILED
    photo.failure, photo.failure_detail = failure, detail[:300] or None
    announce(photo)


def announce(photo: Photo) -> None:
    if photo.anomaly is not None:
        photo.anomaly.updated_at = now()
    tell_of_photo(photo)
