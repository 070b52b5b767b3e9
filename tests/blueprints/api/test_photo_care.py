"""Captions, order, withdrawal and erasure of photos, by those who may."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest

from billun.adapters.storage import StoredFileMissing, storage
from billun.extensions import db
from billun.models import Anomaly, Photo
from billun.models.base import now
from billun.operations.photo_care import remove_files_of_erased
from billun.queries.stored_files import files_of_whole_photo
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.photos import PICTURE, make_ready
from tests.fixtures.reports import Complete

Look = Callable[..., Any]
PRIVATE = {"kind": "withdrawn", "reason": "A face is on it"}
FOR_GOOD = {"kind": "erased", "reason": "A private letter"}


@pytest.fixture
def anomaly(complete: Complete) -> Any:
    return complete()


@pytest.fixture
def ids(anomaly: Any, look: Look) -> list[str]:
    """The four photos of the report, developed."""
    return [str(id) for id in look(lambda: make_ready(anomaly["id"]))]


@pytest.fixture
def colleague(calling: Callable[..., Caller], cast: Cast) -> Caller:
    return calling(cast.other_driver)


def gallery(caller: Caller, anomaly: Any) -> list[str]:
    items = caller.get(f"/api/photos/gallery/{anomaly['id']}").body["items"]
    return [photo["id"] for photo in items]


def files_there(look: Look, id: str) -> list[bool]:
    def ask() -> list[bool]:
        return [is_there(key) for key in files_of_whole_photo(db.session.get_one(Photo, UUID(id)))]

    found: list[bool] = look(ask)
    return found


def is_there(key: str) -> bool:
    try:
        storage().open(key).close()
    except StoredFileMissing:
        return False
    return True


def test_a_photo_says_all_that_is_known_of_it(driver: Caller, ids: list[str]) -> None:
    photo = driver.get(f"/api/photos/{ids[0]}").body
    assert photo["sender"]["name"]
    assert photo["colour"] == "#8a8f90"
    assert photo["quality"] == {"luminance": None, "sharpness": None}
    assert photo["enhancement"] == {"state": None, "model": None, "metrics": None}
    assert (photo["caption"], photo["drawings"], photo["removal"]) == ("", [], None)
    assert set(photo["urls"]) == {"original", "large", "medium", "thumb"}


def test_sender_and_workshop_say_what_is_on_it(
    driver: Caller, mechanic: Caller, ids: list[str]
) -> None:
    path = f"/api/photos/{ids[0]}"
    assert driver.patch(path, json={"caption": "  Torn   here "}).body["caption"] == "Torn here"
    said = mechanic.patch(path, json={"guide": "damage"}).body
    assert (said["caption"], said["guide"]) == ("Torn here", "damage")
    assert mechanic.patch(path, json={"guide": None, "caption": ""}).body["guide"] is None


def test_a_colleague_and_another_company_do_not(
    colleague: Caller, partner: Caller, ids: list[str]
) -> None:
    for path, method, body in (
        (f"/api/photos/{ids[0]}", "PATCH", {"caption": "Mine"}),
        (f"/api/photos/{ids[0]}/removal", "PUT", PRIVATE),
    ):
        assert colleague.call(method, path, json=body).status == 403
        assert partner.call(method, path, json=body).status == 404


@pytest.mark.parametrize("body", [{"caption": "x" * 301}, {"guide": "no_such_shot"}, {"x": 1}])
def test_other_words_are_refused(driver: Caller, ids: list[str], body: Any) -> None:
    answer = driver.patch(f"/api/photos/{ids[0]}", json=body)
    assert (answer.status, list(answer.errors)) == (422, list(body))


def test_who_saw_an_older_state_is_told(driver: Caller, mechanic: Caller, ids: list[str]) -> None:
    path = f"/api/photos/{ids[0]}"
    tag = driver.get(path).headers["ETag"]
    mechanic.patch(path, json={"caption": "Left side"})
    answer = driver.patch(path, json={"caption": "Right side"}, headers={"If-Match": tag})
    assert answer.status == 412


def test_the_gallery_takes_the_order_given(driver: Caller, anomaly: Any, ids: list[str]) -> None:
    wanted = [ids[2], ids[0], ids[3], ids[1]]
    answer = driver.put(f"/api/photos/gallery/{anomaly['id']}/order", json={"ids": wanted})
    assert [photo["id"] for photo in answer.body["items"]] == wanted
    assert gallery(driver, anomaly) == wanted


def test_an_order_names_each_photo_once(
    driver: Caller, complete: Complete, anomaly: Any, ids: list[str], look: Look
) -> None:
    path = f"/api/photos/gallery/{anomaly['id']}/order"
    of_another = [str(id) for id in look(lambda: make_ready(complete()["id"]))]
    for wrong in (ids[:3], [*ids, ids[0]], [*ids[:3], of_another[0]], []):
        assert driver.put(path, json={"ids": wrong}).errors.keys() == {"ids"}
    assert driver.put(path, json={"ids": [*ids[:3], str(uuid4())]}).status == 404
    assert gallery(driver, anomaly) == ids


def test_a_colleague_does_not_order_them(
    colleague: Caller, partner: Caller, anomaly: Any, ids: list[str]
) -> None:
    path = f"/api/photos/gallery/{anomaly['id']}/order"
    assert colleague.put(path, json={"ids": ids}).status == 403
    assert partner.put(path, json={"ids": ids}).status == 404


def test_a_withdrawn_photo_is_known_to_supervisors_and_managers_alone(
    driver: Caller, mechanic: Caller, supervisor: Caller, anomaly: Any, ids: list[str]
) -> None:
    removal = driver.put(f"/api/photos/{ids[1]}/removal", json=PRIVATE).body["removal"]
    assert (removal["kind"], removal["reason"]) == ("withdrawn", "A face is on it")
    assert driver.put(f"/api/photos/{ids[1]}/removal", json=PRIVATE).status == 404
    for caller in (driver, mechanic):
        assert caller.get(f"/api/photos/{ids[1]}").status == 404
        assert gallery(caller, anomaly) == [ids[0], ids[2], ids[3]]
    assert gallery(supervisor, anomaly) == ids
    assert "large" in supervisor.get(f"/api/photos/{ids[1]}").body["urls"]


def test_it_still_counts_as_stored(driver: Caller, anomaly: Any, ids: list[str]) -> None:
    driver.put(f"/api/photos/{ids[1]}/removal", json=PRIVATE)
    after = driver.get(f"/api/anomalies/{anomaly['id']}").body
    for name in ("status", "photos_stored", "photos_expected"):
        assert after[name] == anomaly[name]


def test_a_supervisor_puts_it_back(
    driver: Caller, mechanic: Caller, supervisor: Caller, anomaly: Any, ids: list[str]
) -> None:
    path = f"/api/photos/{ids[1]}/removal"
    assert driver.delete(path).status == 403
    mechanic.put(path, json=PRIVATE)
    assert mechanic.delete(path).status == 404
    assert supervisor.delete(path).body["removal"] is None
    assert supervisor.delete(path).status == 200
    assert gallery(driver, anomaly) == ids
    kinds = [entry["kind"] for entry in timeline(driver, anomaly)]
    assert kinds[-2:] == ["photo_removed", "photo_put_back"]


def timeline(caller: Caller, anomaly: Any) -> Any:
    return caller.get(f"/api/anomalies/{anomaly['id']}/timeline").body["items"]


def test_taking_away_needs_a_reason(manager: Caller, ids: list[str]) -> None:
    for body in (PRIVATE | {"reason": " "}, {"kind": "erased"}, FOR_GOOD | {"reason": "x" * 501}):
        assert manager.put(f"/api/photos/{ids[0]}/removal", json=body).errors.keys() == {"reason"}
    assert manager.put(f"/api/photos/{ids[0]}/removal", json={"reason": "x"}).errors.keys() == {
        "kind"
    }


def test_a_manager_erases_it_with_all_that_was_made_of_it(
    manager: Caller, driver: Caller, cast: Cast, anomaly: Any, ids: list[str], look: Look
) -> None:
    sha256 = manager.get(f"/api/photos/{ids[0]}").body["sha256"]
    manager.patch(f"/api/photos/{ids[0]}", json={"caption": "The letter"})
    assert any(files_there(look, ids[0]))
    erased = manager.put(f"/api/photos/{ids[0]}/removal", json=FOR_GOOD).body
    assert (erased["sha256"], erased["caption"], erased["position"]) == (sha256, "", None)
    assert (erased["removal"]["reason"], erased["urls"]) == ("A private letter", {})
    assert erased["removal"]["by"]["name"] == cast.manager.name
    assert not any(files_there(look, ids[0]))
    assert all(files_there(look, ids[1])[:4])
    assert driver.get(f"/api/photos/{ids[0]}").status == 404
    assert timeline(driver, anomaly)[-1]["comment"] == "A private letter"


def test_erased_is_erased(manager: Caller, ids: list[str]) -> None:
    path = f"/api/photos/{ids[0]}/removal"
    manager.put(path, json=FOR_GOOD)
    again = manager.put(path, json=FOR_GOOD | {"reason": "Another"})
    assert (again.status, again.body["removal"]["reason"]) == (200, "A private letter")
    assert manager.delete(path).status == 409
    assert manager.put(path, json=PRIVATE).status == 409
    assert manager.patch(f"/api/photos/{ids[0]}", json={"caption": "x"}).status == 409


def test_only_a_manager_erases(
    driver: Caller, mechanic: Caller, supervisor: Caller, ids: list[str]
) -> None:
    for caller in (driver, mechanic, supervisor):
        assert caller.put(f"/api/photos/{ids[0]}/removal", json=FOR_GOOD).status == 403


def test_nothing_on_legal_hold_is_erased(
    manager: Caller, anomaly: Any, ids: list[str], look: Look
) -> None:
    def hold() -> None:
        db.session.get_one(Anomaly, UUID(anomaly["id"])).held_at = now()

    look(hold)
    answer = manager.put(f"/api/photos/{ids[0]}/removal", json=FOR_GOOD)
    assert answer.status == 409
    assert "legal hold" in answer.body["detail"]
    assert all(files_there(look, ids[0])[:4])
    assert manager.put(f"/api/photos/{ids[0]}/removal", json=PRIVATE).status == 200


def test_what_a_crash_left_of_an_erased_photo_goes_later(
    manager: Caller, ids: list[str], look: Look
) -> None:
    manager.put(f"/api/photos/{ids[0]}/removal", json=FOR_GOOD)

    def leave_files() -> None:
        photo = db.session.get_one(Photo, UUID(ids[0]))
        storage().put(photo.derivative_key("thumb"), BytesIO(PICTURE), "image/webp")

    look(leave_files)
    assert any(files_there(look, ids[0]))
    assert look(remove_files_of_erased) == 1
    assert not any(files_there(look, ids[0]))
