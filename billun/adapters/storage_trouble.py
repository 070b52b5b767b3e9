"""What an S3 service says is wrong, in words that tell which setting to look at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004  (botocore's, of which time-outs and TLS are kinds)
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
    SSLError,
)

from billun.adapters.storage import StorageUnavailable

WRONG_REGION = re.compile(r"region '(?P<said>[^']*)' is wrong; expecting '(?P<right>[^']*)'")
SENTENCES = {
    "InvalidAccessKeyId": "The service does not know S3_ACCESS_KEY_ID.",
    "SignatureDoesNotMatch": "S3_SECRET_ACCESS_KEY does not belong to S3_ACCESS_KEY_ID. Copy both again.",
    "NoSuchBucket": "There is no bucket of the name in S3_BUCKET. Create it, private, or correct the name.",
    "InvalidBucketName": "S3_BUCKET is no name for a bucket.",
    # Swift says this of a key that it does not know, too.
    "AccessDenied": "This key may not use the bucket: it is unknown or may only read, or S3_BUCKET is somebody else's.",
    "SlowDown": "The service is too busy. Try again later.",
    "ServiceUnavailable": "The service is there and cannot answer. Try again later.",
    "InternalError": "The service is there and failed. Try again later.",
}
OF_STATUS = {"403": "AccessDenied", "404": "NoSuchBucket", "503": "ServiceUnavailable"}


def in_words(error: StorageUnavailable) -> str:
    """One or two sentences on what is wrong and which setting to look at."""
    cause = error.__cause__
    if isinstance(cause, ClientError):
        return refused(cause)
    if isinstance(cause, BotoCoreError):
        return unreachable(cause)
    return f"It cannot be written or read: {error}."


def refused(error: ClientError) -> str:
    said: dict[str, Any] = dict(error.response.get("Error", {}))
    code, message = str(said.get("Code", "")), str(said.get("Message", ""))
    if sentence := region_told(error.response):
        return sentence
    if code == "RequestTimeTooSkewed":
        return skewed(error)
    if sentence := SENTENCES.get(OF_STATUS.get(code, code)):
        return sentence
    return f"The service refuses: {message or code} ({code})."


def region_told(answer: Mapping[str, Any]) -> str | None:
    """What to write as S3_REGION, where an answer of the service says that the present one is wrong."""
    found = WRONG_REGION.search(str(answer.get("Error", {}).get("Message", "")))
    return f"S3_REGION should be '{found['right']}', not '{found['said']}'." if found else None


def skewed(error: ClientError) -> str:
    """By how much the clock of this machine is off, as far as the service tells what time it is."""
    headers = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        there = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return "The clock of this machine is wrong. Let it follow a time server."
    minutes = round((datetime.now(UTC) - there).total_seconds() / 60)
    direction = "fast" if minutes > 0 else "slow"
    return f"The clock of this machine is {abs(minutes)} minutes {direction}. Let it follow a time server."


def unreachable(error: BotoCoreError) -> str:
    if isinstance(error, SSLError):
        return "S3_ENDPOINT_URL has no certificate that is valid for its name, or speaks http only."
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
        return "S3_ENDPOINT_URL does not answer in time: a firewall may be in between."
    if isinstance(error, EndpointConnectionError):
        return (
            "Nobody is at S3_ENDPOINT_URL: the name or the port is wrong, or the network is away."
        )
    if isinstance(error, ConnectionError | HTTPClientError):
        return f"The connection to S3_ENDPOINT_URL breaks: {error}."
    return f"S3_ENDPOINT_URL or another of the S3 settings cannot work: {error}."
