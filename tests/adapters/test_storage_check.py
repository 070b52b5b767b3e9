"""The storage's check tells what is wrong in words that name the setting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from billun.adapters.storage.local import LocalStorage
from billun.adapters.storage.s3 import S3Storage
from billun.adapters.storage_check import Step, check_storage
from billun.config import S3Settings
from tests.adapters.storage.choosy_service import in_front_of
from tests.adapters.storage.moto_server import BUCKET, moto_s3
from tests.adapters.storage.swift_refusals import (
    FOREIGN_BUCKET,
    NO_BUCKET,
    OVERLOADED,
    SLOW_CLOCK,
    UNKNOWN_KEY,
    WRONG_REGION,
    WRONG_SECRET,
    Refusal,
    refusing,
)

ALL_OF_S3 = [
    "reach",
    "write",
    "read back",
    "read a range",
    "presigned read",
    "no overwriting",
    "delete",
]


@pytest.fixture(scope="module")
def s3_settings() -> Iterator[S3Settings]:
    with moto_s3() as settings:
        yield settings


@pytest.fixture
def on(s3_settings: S3Settings) -> Iterator[Callable[..., S3Storage]]:
    """A storage with the settings changed."""
    opened: list[S3Storage] = []

    def with_settings(**changes: str) -> S3Storage:
        opened.append(S3Storage(replace(s3_settings, **changes)))
        return opened[-1]

    yield with_settings
    for storage in opened:
        storage.close()


def failure(storage: S3Storage | LocalStorage) -> Step:
    steps = list(check_storage(storage))
    assert [step.ok for step in steps] == [True] * (len(steps) - 1) + [False]
    return steps[-1]


def test_a_folder_that_is_well_goes_through_all_steps_and_stays_empty(tmp_path: Path) -> None:
    steps = list(check_storage(LocalStorage(tmp_path)))
    assert [step.name for step in steps if step.ok] == [
        name for name in ALL_OF_S3 if name != "presigned read"
    ]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_s3_that_is_well_goes_through_all_steps_and_stays_empty(
    on: Callable[..., S3Storage],
) -> None:
    storage = on()
    steps = list(check_storage(storage))
    assert [step.name for step in steps if step.ok] == ALL_OF_S3
    assert list(storage.files("checks")) == []


def test_a_service_that_lets_a_second_write_win_is_told_apart(
    on: Callable[..., S3Storage], s3_settings: S3Settings
) -> None:
    """OpenStack Swift did so for long: Billun's own question is then what keeps the first content."""
    with in_front_of(s3_settings.endpoint_url, forgets="If-None-Match") as url:
        steps = {step.name: step for step in check_storage(on(endpoint_url=url))}
    assert steps["no overwriting"].ok
    assert "would not refuse it" in steps["no overwriting"].sentence


def test_a_region_that_only_our_own_library_puts_right_is_told(
    on: Callable[..., S3Storage], s3_settings: S3Settings
) -> None:
    """Browsers get addresses that are signed for the region of the settings."""
    with in_front_of(s3_settings.endpoint_url, region="dc3-a") as url:
        assert "should be 'dc3-a'" in failure(on(endpoint_url=url)).sentence
        assert all(step.ok for step in check_storage(on(endpoint_url=url, region="dc3-a")))


def test_a_bucket_that_everybody_can_read_is_told(on: Callable[..., S3Storage]) -> None:
    storage = on(bucket="a-shop-window")
    storage.client.create_bucket(Bucket=storage.bucket)
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    policy = {
        "Version": "2012-10-17",
        "Statement": [anybody | {"Resource": f"arn:aws:s3:::{storage.bucket}/*"}],
    }
    storage.client.put_bucket_policy(Bucket=storage.bucket, Policy=json.dumps(policy))
    assert "The bucket is public" in failure(storage).sentence


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (UNKNOWN_KEY, "does not know S3_ACCESS_KEY_ID"),
        (WRONG_SECRET, "S3_SECRET_ACCESS_KEY does not belong"),
        (WRONG_REGION, "S3_REGION should be 'dc3-a', not 'us-east-1'"),
        (NO_BUCKET, "no bucket of the name in S3_BUCKET"),
        (FOREIGN_BUCKET, "S3_BUCKET is somebody else's"),
        (SLOW_CLOCK, "42 minutes slow"),
        (OVERLOADED, "Try again later"),
    ],
    ids=lambda value: value.code if isinstance(value, Refusal) else None,
)
def test_a_refusal_is_told_in_words_that_name_the_setting(
    on: Callable[..., S3Storage], refusal: Refusal, words: str
) -> None:
    with refusing(refusal) as url:
        step = failure(on(endpoint_url=url))
    assert step.name == "reach"
    assert words in step.sentence


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9", "Nobody is at S3_ENDPOINT_URL"),
        ("https://127.0.0.1:{port}", "no certificate that is valid"),
    ],
    ids=["nobody there", "no TLS there"],
)
def test_a_wrong_address_is_told(
    on: Callable[..., S3Storage], s3_settings: S3Settings, url: str, words: str
) -> None:
    port = s3_settings.endpoint_url.rpartition(":")[2]
    assert words in failure(on(endpoint_url=url.format(port=port))).sentence


def test_a_bucket_that_is_not_there_is_told(on: Callable[..., S3Storage]) -> None:
    assert "no bucket of the name" in failure(on(bucket=f"{BUCKET}-none")).sentence


class Forgetful(LocalStorage):
    """A folder where the last to come wins."""

    def put(self, key: str, content: IO[bytes], media_type: str) -> None:
        self.remove(key)
        super().put(key, content, media_type)


class Torn(LocalStorage):
    """A folder that gives back less than it was given."""

    def open(self, key: str) -> IO[bytes]:
        with super().open(key) as file:
            return BytesIO(file.read()[:-1])


@pytest.mark.parametrize(("kind", "step"), [(Forgetful, "no overwriting"), (Torn, "read back")])
def test_a_storage_that_breaks_its_word_is_found_out(
    tmp_path: Path, kind: type[LocalStorage], step: str
) -> None:
    assert failure(kind(tmp_path)).name == step


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "storage").write_text("a file where the folder should be")
    assert "cannot be written" in failure(LocalStorage(tmp_path / "storage")).sentence
