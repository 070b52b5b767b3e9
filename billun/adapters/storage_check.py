"""Does the storage do what Billun needs of it? Each step says so in a sentence."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from urllib.error import HTTPError, URLError
from uuid import uuid4

from billun.adapters.storage import Storage, StorageUnavailable, StoredFileMissing
from billun.adapters.storage.local import LocalStorage
from billun.adapters.storage.s3 import S3Storage
from billun.adapters.storage_trouble import in_words, region_told

# Beyond 8 MB a file travels in parts.
SIZE, SIZE_IN_PARTS = 100_000, 8 * 1024 * 1024 + 100_000
PATIENCE = 15
MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Step:
    """One thing that was tried: what, whether it went well, and what that means."""

    name: str
    ok: bool
    sentence: str


class Unexpected(Exception):
    """The storage answered, but not with what Billun needs."""


def check_storage(storage: Storage) -> Iterator[Step]:
    """Try all that Billun does, under a key of this check alone; nothing of it is left there.

    The first step that fails ends it: those after it would say the same again.
    """
    rehearsal = Rehearsal(storage)
    try:
        for name, attempt in rehearsal.steps():
            step = tried(name, attempt)
            yield step
            if not step.ok:
                return
    finally:
        rehearsal.tidy_up()


def tried(name: str, attempt: Callable[[], str]) -> Step:
    try:
        return Step(name, True, attempt())
    except StorageUnavailable as error:
        return Step(name, False, in_words(error))
    except StoredFileMissing:
        return Step(name, False, "What was written is not there.")
    except Unexpected as error:
        return Step(name, False, str(error))


class Rehearsal:
    """Small and large files under keys that nothing else uses."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.key = f"checks/{uuid4()}"
        self.keys = (self.key, f"{self.key}-large")
        self.contents = (os.urandom(SIZE), os.urandom(SIZE_IN_PARTS))

    def steps(self) -> Iterator[tuple[str, Callable[[], str]]]:
        yield "reach", self.reach
        yield "write", self.write
        yield "read back", self.read_back
        yield "read a range", self.read_a_range
        if isinstance(self.storage, S3Storage):
            yield "presigned read", self.read_by_address
        yield "no overwriting", self.write_again
        yield "delete", self.delete

    def reach(self) -> str:
        """A question whose answer has words, unlike the one that health checks ask."""
        if isinstance(self.storage, LocalStorage):
            self.storage.check()
            return f"The folder {self.storage.folder} can be written."
        with right_region_alone(self.storage):
            next(self.storage.files("checks"), None)
        return "The service answers, knows the key and has the bucket."

    def write(self) -> str:
        for key, content in zip(self.keys, self.contents, strict=True):
            self.storage.put(key, BytesIO(content), MEDIA_TYPE)
        return "A small file was written, and a large one in parts."

    def read_back(self) -> str:
        for key, content in zip(self.keys, self.contents, strict=True):
            with self.storage.open(key) as file:
                refuse_other(file, content)
        return "Both came back byte for byte."

    def read_a_range(self) -> str:
        url = self.storage.read_url(self.key, MEDIA_TYPE)
        found = fetched(url, "bytes=10-19") if url else self.local_range()
        if found != self.contents[0][10:20]:
            raise Unexpected("It answers with other bytes than those that were asked for.")
        return "Ten bytes from the middle came alone."

    def local_range(self) -> bytes:
        with self.storage.open(self.key) as file:
            file.seek(10)
            return file.read(10)

    def read_by_address(self) -> str:
        url = self.storage.read_url(self.key, MEDIA_TYPE)
        if fetched(url or "") != self.contents[0]:
            raise Unexpected("The address gives something else than what was written.")
        if is_public(url or ""):
            raise Unexpected(
                "The bucket is public: everybody can read it without an address of ours. Make it private."
            )
        return "A browser can read it by a short-lived address, and not without one."

    def write_again(self) -> str:
        for key, content in zip(self.keys, self.contents, strict=True):
            self.storage.put(key, BytesIO(content[::-1]), MEDIA_TYPE)
            with self.storage.open(key) as file:
                refuse_other(file, content)
        return f"Other content under the same keys changed nothing. {self.said_of_races()}".strip()

    def said_of_races(self) -> str:
        if not isinstance(self.storage, S3Storage):
            return ""
        if self.storage.refuses_to_overwrite(self.key):
            return "The service itself refuses it, too."
        return "The service itself would not refuse it: Billun asks before it writes."

    def delete(self) -> str:
        for key in self.keys:
            self.storage.remove(key)
            if self.storage.holds(key):
                raise Unexpected("It is still there after it was deleted.")
        return "Both are gone again."

    def tidy_up(self) -> None:
        for key in self.keys:
            with suppress(StorageUnavailable):
                self.storage.remove(key)


@contextmanager
def right_region_alone(storage: Storage) -> Iterator[None]:
    """Raise Unexpected where the service names another region.

    botocore then asks again by itself, and all seems well: but for browsers, whose addresses are
    signed for the region of the settings.
    """
    told: list[str] = []

    def listen(response: Any, **_more: Any) -> None:
        _http, parsed = response or (None, {})
        told.extend(filter(None, [region_told(parsed)]))

    assert isinstance(storage, S3Storage)
    storage.client.meta.events.register_first("needs-retry.s3", listen)
    try:
        yield
    finally:
        storage.client.meta.events.unregister("needs-retry.s3", listen)
    if told:
        raise Unexpected(told[0])


def refuse_other(file: IO[bytes], content: bytes) -> None:
    if file.read() != content:
        raise Unexpected("What came back is not what was written.")


def fetched(url: str, bytes_range: str = "") -> bytes:
    """What a browser would get. Raises Unexpected."""
    headers = {"Range": bytes_range} if bytes_range else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  (the address is the storage's)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            if bytes_range and answer.status != 206:
                raise Unexpected("It sends the whole file where a part was asked for.")
            content: bytes = answer.read()
            return content
    except HTTPError as error:
        with error:
            raise Unexpected(f"A browser gets {error.code} there.") from error
    except (URLError, TimeoutError) as error:
        raise Unexpected(f"A browser finds nobody there: {error}.") from error


def is_public(url: str) -> bool:
    """Whether the same address without its signature gives the file, too."""
    try:
        fetched(url.partition("?")[0])
    except Unexpected:
        return False
    return True
