"""Any S3 service as storage, Infomaniak's (OpenStack Swift behind its S3 API) in the first place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from billun.adapters.storage.interface import (
    PRESIGNED_READS_LAST,
    StorageUnavailable,
    StoredFileMissing,
)
from billun.config import S3Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MEGABYTE = 1 << 20
# Photos beyond 8 MB travel in parts, one at a time, so that a worker holds no more than a part.
IN_PARTS = TransferConfig(
    multipart_threshold=8 * MEGABYTE, multipart_chunksize=8 * MEGABYTE, use_threads=False
)


class S3Storage:
    def __init__(self, settings: S3Settings) -> None:
        self.bucket = settings.bucket
        self.client = connect(settings)

    def put(self, key: str, content: IO[bytes], media_type: str) -> None:
        if self.holds(key):
            return
        with told_in_our_words():
            self.client.upload_fileobj(
                content, self.bucket, key, ExtraArgs={"ContentType": media_type}, Config=IN_PARTS
            )

    def open(self, key: str) -> IO[bytes]:
        with ExitStack() as if_it_fails:
            local_copy = if_it_fails.enter_context(SpooledTemporaryFile(max_size=MEGABYTE))
            with told_in_our_words(key):
                self.client.download_fileobj(self.bucket, key, local_copy, Config=IN_PARTS)
            if_it_fails.pop_all()
        local_copy.seek(0)
        return cast(IO[bytes], local_copy)

    def remove(self, key: str) -> None:
        with suppress(StoredFileMissing), told_in_our_words(key):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def read_url(self, key: str, media_type: str) -> str | None:
        return self.client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self.bucket, "Key": key, "ResponseContentType": media_type},
            ExpiresIn=int(PRESIGNED_READS_LAST.total_seconds()),
        )

    def check(self) -> None:
        with told_in_our_words():
            self.client.head_bucket(Bucket=self.bucket)

    def holds(self, key: str) -> bool:
        try:
            with told_in_our_words(key):
                self.client.head_object(Bucket=self.bucket, Key=key)
        except StoredFileMissing:
            return False
        return True


def connect(settings: S3Settings) -> S3Client:
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
            read_timeout=20,
            retries={"total_max_attempts": 3, "mode": "standard"},
        ),
    )


@contextmanager
def told_in_our_words(key: str = "") -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"} and key:
            raise StoredFileMissing(key) from error
        raise StorageUnavailable(str(error)) from error
    except BotoCoreError as error:
        raise StorageUnavailable(str(error)) from error
