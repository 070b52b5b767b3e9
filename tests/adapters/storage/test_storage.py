"""What every storage keeps of its word: the local folder and S3 pass the same tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests

from billun.adapters.storage import (
    Storage,
    StorageUnavailable,
    StoredFileMissing,
)
from billun.adapters.storage.local import LocalStorage
from billun.adapters.storage.s3 import BELIEVED_AWAY, S3Storage
from billun.adapters.storage.s3_writing import write_once
from billun.config import S3Settings
from tests.adapters.storage.choosy_service import in_front_of
from tests.adapters.storage.moto_server import BUCKET, moto_s3
from tests.adapters.storage.swift_refusals import OVERLOADED, UNKNOWN_KEY, Refusal, refusing


@pytest.fixture(scope="module")
def s3_settings() -> Iterator[S3Settings]:
    with moto_s3() as settings:
        yield settings


@pytest.fixture
def s3(s3_settings: S3Settings) -> Iterator[S3Storage]:
    storage = S3Storage(s3_settings)
    yield storage
    storage.close()


@pytest.fixture
def local(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "storage")


@pytest.fixture(params=["local", "s3"])
def storage(request: pytest.FixtureRequest) -> Storage:
    found: Storage = request.getfixturevalue(request.param)
    return found


def put(storage: Storage, content: bytes, key: str | None = None) -> str:
    key = key or f"photos/{uuid4()}/original"
    storage.put(key, BytesIO(content), "image/jpeg")
    return key


def read(storage: Storage, key: str) -> bytes:
    with storage.open(key) as file:
        return file.read()


@pytest.mark.parametrize("size", [0, 1, 100_000, 9_000_000])
def test_what_was_put_comes_back_byte_for_byte(storage: Storage, size: int) -> None:
    content = bytes(range(250)) * (size // 250) + b"x" * (size % 250)
    assert read(storage, put(storage, content)) == content


@pytest.mark.parametrize("size", [6, 9_000_000], ids=["small", "in parts"])
def test_nothing_stored_is_ever_overwritten(storage: Storage, size: int) -> None:
    key = put(storage, b"1" * size)
    put(storage, b"2" * size, key)
    assert read(storage, key) == b"1" * size


@pytest.mark.parametrize("size", [6, 9_000_000], ids=["small", "in parts"])
def test_of_several_at_once_the_first_to_be_done_stays(local: LocalStorage, size: int) -> None:
    key = f"photos/{uuid4()}/original"
    contents = [bytes([number]) * size for number in range(4)]
    start = Barrier(len(contents))

    def put_with_the_others(content: bytes) -> bytes:
        start.wait()
        put(local, content, key)
        return read(local, key)

    with ThreadPoolExecutor(len(contents)) as threads:
        seen = set(threads.map(put_with_the_others, contents))
    # Whoever was told that it is stored has read the one content that is there for good.
    assert seen == {read(local, key)}
    assert seen <= set(contents)


@pytest.mark.parametrize("size", [6, 9_000_000], ids=["small", "in parts"])
def test_s3_refuses_a_second_writer_who_found_the_key_free(s3: S3Storage, size: int) -> None:
    key = f"photos/{uuid4()}/original"
    # Both have asked, and were told that nothing lies there.
    for content in (b"1", b"2"):
        write_once(s3.client, BUCKET, key, BytesIO(content * size), "image/jpeg")
    assert read(s3, key) == b"1" * size
    assert "Uploads" not in s3.client.list_multipart_uploads(Bucket=BUCKET)


def test_what_lies_under_a_folder_is_told_with_its_age(storage: Storage) -> None:
    folder = f"photos/{uuid4()}"
    for name in ("large", "original"):
        put(storage, b"x", f"{folder}/{name}")
    put(storage, b"x", f"{folder}-beside/large")
    found = list(storage.files(folder))
    assert sorted(file.key for file in found) == [f"{folder}/large", f"{folder}/original"]
    assert {abs(datetime.now(UTC) - file.stored_at) < timedelta(minutes=5) for file in found} == {
        True
    }


def test_what_is_not_there_is_missing(storage: Storage) -> None:
    with pytest.raises(StoredFileMissing):
        storage.open("photos/none")


def test_what_was_removed_is_gone_and_removing_it_again_changes_nothing(storage: Storage) -> None:
    kept, removed = put(storage, b"kept"), put(storage, b"removed")
    assert storage.holds(removed)
    for _ in range(2):
        storage.remove(removed)
    with pytest.raises(StoredFileMissing):
        storage.open(removed)
    assert not storage.holds(removed)
    assert read(storage, kept) == b"kept"


def test_a_key_whose_file_was_removed_can_be_put_again(storage: Storage) -> None:
    key = put(storage, b"first")
    storage.remove(key)
    assert read(storage, put(storage, b"second", key)) == b"second"


def test_a_local_folder_goes_with_its_last_file(local: LocalStorage) -> None:
    one, other = put(local, b"x", "photos/1/large"), put(local, b"x", "photos/1/thumb")
    local.remove(one)
    assert [path.name for path in (local.folder / "photos" / "1").iterdir()] == ["thumb"]
    local.remove(other)
    assert list(local.folder.iterdir()) == []


def test_a_local_folder_is_made_by_the_first_check(local: LocalStorage) -> None:
    local.check()
    assert list(local.folder.iterdir()) == []


def test_a_check_of_s3_is_one_question_that_writes_nothing(s3: S3Storage) -> None:
    asked: list[str] = []

    def note(request: Any, **_more: Any) -> None:
        asked.append(f"{request.method} {urlsplit(request.url).path}")

    s3.quick.meta.events.register("before-send.s3.*", note)
    s3.check()
    assert asked == [f"HEAD /{BUCKET}"]


def test_a_browser_reads_from_s3_by_a_short_lived_address(s3: S3Storage) -> None:
    url = s3.read_url(put(s3, b"a photo"), "image/webp")
    answer = requests.get(url or "", timeout=5)
    assert (answer.content, answer.headers["Content-Type"]) == (b"a photo", "image/webp")
    assert "X-Amz-Expires=600" in urlsplit(url or "").query


def test_a_local_file_is_served_by_billun(local: LocalStorage) -> None:
    assert local.read_url(put(local, b"a photo"), "image/webp") is None


@pytest.mark.parametrize("key", ["../outside", "/etc/passwd", "photos/../../outside"])
def test_a_local_key_never_leaves_the_folder(local: LocalStorage, key: str) -> None:
    for use in (lambda: put(local, b"x", key), lambda: local.open(key), lambda: local.remove(key)):
        with pytest.raises(ValueError, match="leaves the storage"):
            use()


def test_an_aborted_write_leaves_no_half_file(local: LocalStorage) -> None:
    class Torn(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the cable was pulled")

    with pytest.raises(StorageUnavailable, match="cable"):
        local.put("photos/1/original", Torn(b"abc"), "image/jpeg")
    assert [path for path in local.folder.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "storage").write_text("a file where the folder should be")
    broken = LocalStorage(tmp_path / "storage")
    for use in (lambda: put(broken, b"x"), broken.check):
        with pytest.raises(StorageUnavailable):
            use()


@pytest.fixture
def gone(s3_settings: S3Settings) -> Iterator[S3Storage]:
    """An S3 service that does not answer."""
    storage = S3Storage(replace(s3_settings, endpoint_url="http://127.0.0.1:9"))
    yield storage
    storage.close()


def all_uses(storage: S3Storage) -> tuple[Callable[[], object], ...]:
    return (
        lambda: put(storage, b"x"),
        lambda: storage.open("x"),
        lambda: storage.remove("x"),
        lambda: storage.read_url("x", "image/webp"),
        lambda: list(storage.files("photos")),
        storage.check,
    )


def test_an_s3_that_does_not_answer_is_unavailable(gone: S3Storage) -> None:
    for use in all_uses(gone):
        with pytest.raises(StorageUnavailable):
            use()


@pytest.mark.parametrize("refusal", [OVERLOADED, UNKNOWN_KEY], ids=lambda refusal: refusal.code)
def test_an_s3_that_refuses_is_unavailable(s3_settings: S3Settings, refusal: Refusal) -> None:
    with refusing(refusal) as url:
        storage = S3Storage(replace(s3_settings, endpoint_url=url))
        for use in all_uses(storage):
            with pytest.raises(StorageUnavailable):
                use()
        storage.close()


def test_an_s3_that_was_away_is_asked_again_after_a_while(s3: S3Storage) -> None:
    s3.bucket, right_one = "none-of-ours", s3.bucket
    with pytest.raises(StorageUnavailable):
        s3.read_url("x", "image/webp")
    s3.bucket = right_one
    with pytest.raises(StorageUnavailable):
        s3.read_url("x", "image/webp")
    s3.asked_at -= BELIEVED_AWAY
    assert s3.read_url("x", "image/webp")


def test_a_bucket_that_is_not_there_is_unavailable(s3_settings: S3Settings) -> None:
    nowhere = S3Storage(replace(s3_settings, bucket="none-of-ours"))
    with pytest.raises(StorageUnavailable):
        put(nowhere, b"x")
    with pytest.raises(StorageUnavailable):
        nowhere.check()
    nowhere.close()


def test_swift_gets_no_checksums_that_it_does_not_know(s3: S3Storage) -> None:
    seen: set[str] = set()

    def note(request: Any, **_more: Any) -> None:
        seen.update(name.lower() for name in request.headers)

    s3.client.meta.events.register("before-send.s3.*", note)
    for size in (100, 9_000_000):
        put(s3, b"x" * size)
    assert seen
    assert not {name for name in seen if "checksum" in name or name == "x-amz-trailer"}


def test_a_browser_gets_the_range_that_it_asks_for(s3: S3Storage) -> None:
    url = s3.read_url(put(s3, b"0123456789"), "image/webp") or ""
    answer = requests.get(url, headers={"Range": "bytes=2-4"}, timeout=5)
    assert (answer.status_code, answer.content) == (206, b"234")


def test_of_a_large_file_that_breaks_off_no_part_is_left(s3: S3Storage) -> None:
    class Torn(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError("the cable was pulled")
            return super().read(size)

    key = f"photos/{uuid4()}/original"
    with pytest.raises(StorageUnavailable, match="cable"):
        s3.put(key, Torn(bytes(20_000_000)), "image/jpeg")
    assert "Uploads" not in s3.client.list_multipart_uploads(Bucket=BUCKET)
    assert not s3.holds(key)


def test_a_service_that_does_not_know_the_condition_stores_all_the_same(
    s3_settings: S3Settings,
) -> None:
    with in_front_of(s3_settings.endpoint_url, refusing="If-None-Match") as url:
        storage = S3Storage(replace(s3_settings, endpoint_url=url))
        for size in (10, 9_000_000):
            key = put(storage, b"x" * size)
            assert read(storage, key) == b"x" * size
        storage.close()
