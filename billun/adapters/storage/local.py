"""A folder on this machine as storage."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from billun.adapters.storage.interface import StorageUnavailable, StoredFile, StoredFileMissing

# What is being written, or was when the power went.
UNFINISHED = ".incoming-"


class LocalStorage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, content: IO[bytes], media_type: str) -> None:
        target = self.path(key)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.write_whole(target, content)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error

    def open(self, key: str) -> IO[bytes]:
        try:
            return self.path(key).open("rb")
        except FileNotFoundError as error:
            raise StoredFileMissing(key) from error
        except OSError as error:
            raise StorageUnavailable(str(error)) from error

    def holds(self, key: str) -> bool:
        return self.path(key).exists()

    def files(self, prefix: str) -> Iterator[StoredFile]:
        for folder, _folders, names in os.walk(self.path(prefix)):
            for name in names:
                if not name.startswith(UNFINISHED):
                    yield from self.file_at(Path(folder, name))

    def remove(self, key: str) -> None:
        try:
            self.path(key).unlink(missing_ok=True)
            self.drop_empty_folders(self.path(key).parent)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error

    def read_url(self, key: str, media_type: str) -> str | None:
        return None

    def check(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise StorageUnavailable(f"cannot write to {self.folder}")

    def path(self, key: str) -> Path:
        """The file of `key`, never outside the folder."""
        target = (self.folder / key).resolve()
        if not target.is_relative_to(self.folder.resolve()):
            raise ValueError(f"storage key leaves the storage: {key}")
        return target

    def file_at(self, path: Path) -> Iterator[StoredFile]:
        """The file, unless it was removed meanwhile."""
        with suppress(FileNotFoundError):
            stored_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield StoredFile(path.relative_to(self.folder.resolve()).as_posix(), stored_at)

    def drop_empty_folders(self, folder: Path) -> None:
        """Take away the folders that were made for a key and hold nothing any more."""
        with suppress(OSError):  # it holds something else, or somebody has just put a file there
            while folder != self.folder.resolve():
                folder.rmdir()
                folder = folder.parent

    def write_whole(self, target: Path, content: IO[bytes]) -> None:
        """Write beside the target, flush to the disk, then link: a reader never sees half a file."""
        with NamedTemporaryFile(dir=target.parent, prefix=UNFINISHED) as incoming:
            shutil.copyfileobj(content, incoming, 1 << 20)
            incoming.flush()
            os.fsync(incoming.fileno())
            try:
                os.link(incoming.name, target)
            except FileExistsError:
                return
        flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, as fsync does for contents."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
