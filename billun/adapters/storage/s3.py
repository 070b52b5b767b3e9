"""Any S3 service as storage, Infomaniak's (OpenStack Swift behind its S3 API) in the first place."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from billun.adapters.storage.interface import (
    PRESIGNED_READS_LAST,
    StorageUnavailable,
    StoredFile,
    StoredFileMissing,
)
from billun.adapters.storage.s3_writing import TAKEN, code_of, write_once
from billun.config import S3Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MEGABYTE = 1 << 20
# For so many seconds it is believed that the service is there, or is not.
BELIEVED_THERE, BELIEVED_AWAY = 30, 10
MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Storage:
    def __init__(self, settings: S3Settings) -> None:
        self.bucket = settings.bucket
        self.client = connect(settings, seconds_to_read=20, attempts=2)
        self.quick = connect(settings, seconds_to_read=5, attempts=1)
        self.asked_at, self.trouble = -float(BELIEVED_THERE), ""

    def put(self, key: str, content: IO[bytes], media_type: str) -> None:
        if self.holds(key):
            return
        with told_in_our_words():
            write_once(self.client, self.bucket, key, content, media_type)

    def open(self, key: str) -> IO[bytes]:
        with ExitStack() as if_it_fails:
            local_copy = if_it_fails.enter_context(SpooledTemporaryFile(max_size=MEGABYTE))
            with told_in_our_words(key):
                body = self.client.get_object(Bucket=self.bucket, Key=key)["Body"]
                with closing(body):
                    shutil.copyfileobj(body, local_copy, MEGABYTE)
            if_it_fails.pop_all()
        local_copy.seek(0)
        return cast(IO[bytes], local_copy)

    def holds(self, key: str) -> bool:
        try:
            with told_in_our_words(key):
                self.client.head_object(Bucket=self.bucket, Key=key)
        except StoredFileMissing:
            return False
        return True

    def files(self, prefix: str) -> Iterator[StoredFile]:
        with told_in_our_words():
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=f"{prefix}/"):
                for found in page.get("Contents", ()):
                    yield StoredFile(found["Key"], found["LastModified"])

    def remove(self, key: str) -> None:
        with suppress(StoredFileMissing), told_in_our_words(key):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def read_url(self, key: str, media_type: str) -> str | None:
        self.refuse_to_lead_nowhere()
        return self.client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self.bucket, "Key": key, "ResponseContentType": media_type},
            ExpiresIn=int(PRESIGNED_READS_LAST.total_seconds()),
        )

    def check(self) -> None:
        with told_in_our_words():
            self.quick.head_bucket(Bucket=self.bucket)

    def refuses_to_overwrite(self, key: str) -> bool:
        """Whether the service itself keeps what lies under `key`, asked with the very same content.

        Where it does not, Billun's own question before each writing is what keeps it.
        """
        with self.open(key) as same, told_in_our_words():
            try:
                self.client.put_object(Bucket=self.bucket, Key=key, Body=same, IfNoneMatch="*")
            except ClientError as error:
                return code_of(error) in TAKEN
        return False

    def refuse_to_lead_nowhere(self) -> None:
        """Raise StorageUnavailable where the service did not answer lately: a browser can show no picture for that."""
        lasts = BELIEVED_AWAY if self.trouble else BELIEVED_THERE
        if time.monotonic() - self.asked_at >= lasts:
            # Noted first: whoever asks meanwhile does not wait, too.
            self.asked_at = time.monotonic()
            try:
                self.check()
                self.trouble = ""
            except StorageUnavailable as error:
                self.trouble = str(error)
        if self.trouble:
            raise StorageUnavailable(self.trouble)

    def close(self) -> None:
        """Let go of the connections to the service."""
        self.client.close()
        self.quick.close()


def connect(settings: S3Settings, seconds_to_read: int = 20, attempts: int = 2) -> S3Client:
    """A client that speaks as Swift understands it: path-style, SigV4, no trailing checksums."""
    return boto3.client(
        "s3",
        endpoint_url=settings.endpoint_url,
        region_name=settings.region,
        aws_access_key_id=settings.access_key_id,
        aws_secret_access_key=settings.secret_access_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=seconds_to_read,
            retries={"total_max_attempts": attempts, "mode": "standard"},
        ),
    )


@contextmanager
def told_in_our_words(key: str = "") -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING and key:
            raise StoredFileMissing(key) from error
        raise StorageUnavailable(str(error)) from error
    except (BotoCoreError, OSError) as error:
        raise StorageUnavailable(str(error)) from error
