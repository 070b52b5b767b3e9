"""Whether the originals are still what arrived: every one is read and hashed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, func, select

from billun.adapters.pictures import sha256_of
from billun.adapters.storage import StoredFile, StoredFileMissing, storage
from billun.extensions import db
from billun.models import Photo, PhotoState
from billun.models.base import now

AT_ONCE = 200
# So long a photo may be on its way: it is stored before its row is written.
ON_ITS_WAY = timedelta(hours=1)


class Verdict(StrEnum):
    AS_IT_CAME = "as it came"
    DIFFERENT = "different"
    MISSING = "missing"
    STILL_THERE = "still there"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """What became of one original. `found` is its hash as it lies in the storage, where that was read.

    `still there` is one that was erased, `unknown` one of which no row speaks.
    """

    key: str
    verdict: Verdict
    expected: str | None = None
    found: str | None = None


def count_originals(company_id: UUID | None = None, since: datetime | None = None) -> int:
    """How many photos have arrived, erased ones included."""
    wanted = arrived(company_id, since).subquery()
    return db.session.scalar(select(func.count()).select_from(wanted)) or 0


def verify_originals(
    company_id: UUID | None = None, since: datetime | None = None
) -> Iterator[Finding]:
    """A finding for each photo that has arrived. Raises StorageUnavailable.

    A few rows at a time, and no transaction stays open while the files are read.
    """
    last: UUID | None = None
    while rows := next_rows(arrived(company_id, since), last):
        for photo in rows:
            yield judged(photo)
        last = rows[-1].id


def unknown_originals() -> Iterator[Finding]:
    """A finding for each file of the storage that is an original of no photo. Raises StorageUnavailable."""
    before = now() - ON_ITS_WAY
    for file in storage().files("photos"):
        if file.stored_at < before and is_original(file) and not has_row(file):
            yield Finding(file.key, Verdict.UNKNOWN)


def arrived(company_id: UUID | None, since: datetime | None) -> Select[Photo]:
    query = select(Photo).where(Photo.state != PhotoState.EXPECTED)
    if company_id:
        query = query.where(Photo.company_id == company_id)
    return query.where(Photo.received_at >= since) if since else query


def next_rows(query: Select[Photo], last: UUID | None) -> list[Photo]:
    """The next photos by their id, let go of so that nothing holds a connection or piles up."""
    if last:
        query = query.where(Photo.id > last)
    rows = list(db.session.scalars(query.order_by(Photo.id).limit(AT_ONCE)))
    db.session.expunge_all()
    db.session.rollback()
    return rows


def judged(photo: Photo) -> Finding:
    key = photo.original_key
    if photo.is_erased:
        there = storage().holds(key)
        return Finding(key, Verdict.STILL_THERE if there else Verdict.AS_IT_CAME, photo.sha256)
    try:
        with storage().open(key) as original:
            found = sha256_of(original)
    except StoredFileMissing:
        return Finding(key, Verdict.MISSING, photo.sha256)
    verdict = Verdict.AS_IT_CAME if found == photo.sha256 else Verdict.DIFFERENT
    return Finding(key, verdict, photo.sha256, found)


def is_original(file: StoredFile) -> bool:
    return file.key.rpartition("/")[2].startswith("original-")


def has_row(file: StoredFile) -> bool:
    """Whether a photo says that this is its original; one under another hash is not."""
    _photos, id, name = file.key.split("/", 2)
    try:
        found = select(Photo.sha256).where(Photo.id == UUID(id))
    except ValueError:
        return False
    known = db.session.scalar(found)
    db.session.rollback()
    return known is not None and name == f"original-{known}"
