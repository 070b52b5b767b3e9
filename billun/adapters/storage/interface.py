"""What Billun asks of a storage. The local folder and S3 pass the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Protocol

PRESIGNED_READS_LAST = timedelta(minutes=10)


class StorageUnavailable(Exception):
    """The storage did not take or give the file; trying later may help."""


class StoredFileMissing(Exception):
    """No file lies under that key."""


@dataclass(frozen=True)
class StoredFile:
    """One file of the storage: its key, and since when it lies there."""

    key: str
    stored_at: datetime


class Storage(Protocol):
    def put(self, key: str, content: IO[bytes], media_type: str) -> None:
        """Store `content` for good. A key that is taken keeps what it has.

        Keys of originals hold their hash, so the same key is the same content. When this returns
        the bytes survive a power cut. Raises StorageUnavailable.
        """

    def open(self, key: str) -> IO[bytes]:
        """The stored bytes to read from the start. Raises StoredFileMissing, StorageUnavailable."""

    def holds(self, key: str) -> bool:
        """Whether something lies under that key. Raises StorageUnavailable."""

    def files(self, prefix: str) -> Iterator[StoredFile]:
        """All files whose key begins with `prefix`, a folder's name. Raises StorageUnavailable."""

    def remove(self, key: str) -> None:
        """Take the file away for good; where there is none, nothing happens. Raises StorageUnavailable."""

    def read_url(self, key: str, media_type: str) -> str | None:
        """A short-lived URL a browser can read the file from, or None: then Billun serves it.

        Raises StorageUnavailable where the browser would find nobody there.
        """

    def check(self) -> None:
        """Ask cheaply whether it is there, and writes nothing. Raises StorageUnavailable."""
