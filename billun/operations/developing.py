"""Develops a stored photo: makes its sizes, reads its metadata. Done twice, it ends the same."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from billun.adapters.pictures import Developed, Undecodable, develop
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.extensions import db
from billun.models import Anomaly, Photo, PhotoFailure, PhotoState
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit

ATTEMPTS_AT_MOST = 10


def begin_developing(photo_id: UUID) -> Photo | None:
    """The photo to develop, its attempt counted, or None where there is nothing left to do.

    The caller commits the count before the work begins, so that a photo which kills every worker
    that opens it is given up in the end.
    """
    photo = db.session.scalar(
        select(Photo)
        .where(Photo.id == photo_id, Photo.state == PhotoState.STORED)
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
        make_ready(photo)
    except Undecodable as error:
        fail(photo, PhotoFailure.UNREADABLE, str(error))
    except StoredFileMissing:
        fail(photo, PhotoFailure.ORIGINAL_MISSING)
    except StorageUnavailable:
        # However long the storage is away, that says nothing against the photo.
        photo.attempts -= 1
        raise


def make_ready(photo: Photo) -> None:
    with storage().open(photo.original_key) as original:
        developed = develop(original)
    for size, content in developed.sizes.items():
        storage().put(photo.derivative_key(size), BytesIO(content), "image/webp")
    take_over(photo, developed)
    photo.state = PhotoState.READY
    announce(photo)


def take_over(photo: Photo, developed: Developed) -> None:
    """What the phone said of time and place goes before what the file says."""
    photo.width, photo.height = developed.width, developed.height
    if photo.taken_at is None and developed.taken_at is not None:
        photo.taken_at = in_utc(developed.taken_at, photo)
    if photo.latitude is None and developed.latitude is not None:
        photo.latitude, photo.longitude = developed.latitude, developed.longitude


def in_utc(taken_at: datetime, photo: Photo) -> datetime:
    """A camera that wrote no offset meant the time where its company is."""
    aware = taken_at if taken_at.tzinfo else taken_at.replace(tzinfo=photo.anomaly.company.zone)
    return aware.astimezone(UTC)


def fail(photo: Photo, failure: PhotoFailure, detail: str = "") -> None:
    photo.state = PhotoState.FAILED
    photo.failure, photo.failure_detail = failure, detail[:300] or None
    announce(photo)


def announce(photo: Photo) -> None:
    anomaly = db.session.get_one(Anomaly, photo.anomaly_id)
    anomaly.updated_at = now()
    tell_after_commit(photo.company_id, "photos", photo.id)
    tell_after_commit(photo.company_id, "anomalies", anomaly.id, anomaly.reference)
