"""Writing to S3 what nobody may overwrite: whole, or in parts where it is large."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from io import SEEK_END, BytesIO
from typing import IO, TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

# Beyond this a file travels in parts of this size, one at a time, so that no more of it is in memory.
LARGEST_WHOLE = 8 << 20
# Swift takes no more of them: the parts of a very large file are larger.
MOST_PARTS = 1000
# What a service says of a key that is taken, or that another writer is taking just now.
TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412"})
# What one says that does not know the condition.
UNKNOWN_CONDITION = frozenset({"NotImplemented", "InvalidArgument", "InvalidRequest", "501"})
ONLY_IF_FREE: dict[str, Any] = {"IfNoneMatch": "*"}


def write_once(
    client: S3Client, bucket: str, key: str, content: IO[bytes], media_type: str
) -> None:
    """Write under a key that is free; where it was taken meanwhile, the first content stays.

    Raises what botocore raises; of a file that was to come in parts nothing is left then.
    """
    size = content.seek(0, SEEK_END)
    content.seek(0)
    try:
        if size > LARGEST_WHOLE:
            part_size = max(LARGEST_WHOLE, -(-size // MOST_PARTS))
            write_in_parts(client, bucket, key, content, media_type, part_size)
        else:
            write_whole(client, bucket, key, content, media_type)
    except ClientError as error:
        if code_of(error) not in TAKEN:
            raise


def write_whole(
    client: S3Client, bucket: str, key: str, content: IO[bytes], media_type: str
) -> None:
    where: dict[str, Any] = {"Bucket": bucket, "Key": key, "ContentType": media_type}
    try:
        client.put_object(Body=content, **where, **ONLY_IF_FREE)
    except ClientError as error:
        if code_of(error) not in UNKNOWN_CONDITION:
            raise
        content.seek(0)
        client.put_object(Body=content, **where)


def write_in_parts(
    client: S3Client, bucket: str, key: str, content: IO[bytes], media_type: str, part_size: int
) -> None:
    begun = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=media_type)
    where: dict[str, Any] = {"Bucket": bucket, "Key": key, "UploadId": begun["UploadId"]}
    try:
        complete(client, where, list(sent_parts(client, where, content, part_size)))
    except BaseException:
        # Parts that nobody completes would lie there, unseen and paid for.
        with suppress(ClientError, BotoCoreError):
            client.abort_multipart_upload(**where)
        raise


def sent_parts(
    client: S3Client, where: dict[str, Any], content: IO[bytes], part_size: int
) -> Iterator[CompletedPartTypeDef]:
    for number, part in enumerate(iter(lambda: content.read(part_size), b""), 1):
        sent = client.upload_part(PartNumber=number, Body=BytesIO(part), **where)
        yield {"PartNumber": number, "ETag": sent["ETag"]}


def complete(client: S3Client, where: dict[str, Any], parts: list[CompletedPartTypeDef]) -> None:
    try:
        client.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where, **ONLY_IF_FREE)
    except ClientError as error:
        if code_of(error) not in UNKNOWN_CONDITION:
            raise
        client.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where)


def code_of(error: ClientError) -> str:
    """The service's word for what is wrong: `NoSuchBucket`, or the status where it sent no words."""
    return str(error.response.get("Error", {}).get("Code", ""))
