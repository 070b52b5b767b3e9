"""Where photos and files lie: a local folder, or any S3 service. Nothing stored is ever overwritten."""

from __future__ import annotations

from flask import current_app

from billun.adapters.storage.interface import (
    Storage,
    StorageUnavailable,
    StoredFile,
    StoredFileMissing,
)
from billun.adapters.storage.local import LocalStorage
from billun.adapters.storage.s3 import S3Storage
from billun.config import Settings

__all__ = [
    "Storage",
    "StorageUnavailable",
    "StoredFile",
    "StoredFileMissing",
    "open_storage",
    "storage",
]


def open_storage(settings: Settings) -> Storage:
    """The storage that the settings name."""
    if settings.s3:
        return S3Storage(settings.s3)
    return LocalStorage(settings.var / "storage")


def storage() -> Storage:
    """The storage of the running application."""
    opened: Storage = current_app.extensions["billun_storage"]
    return opened
