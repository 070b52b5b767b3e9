from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from urllib3.filepost import encode_multipart_formdata

from billun.models.base import new_id
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.imports import Importing, csv_file

HEADS = ("Fleet number", "Kind", "Make", "Nonsense")
FLEET = csv_file(HEADS, ("N 1", "van", "Renault", "x"), ("N 2", "spaceship", "", "y"))


@pytest.fixture
def worker(app: Flask, cast: Cast) -> Importing:
    return Importing(app, cast.manager)


def send(caller: Caller, content: bytes = FLEET, name: str = "fleet.csv", **form: Any) -> Answer:
    body, content_type = encode_multipart_formdata({"file": (name, content), **form})
    return caller.post("/api/imports", data=body, content_type=content_type)


def test_a_fleet_comes_in_over_the_api(manager: Caller, worker: Importing) -> None:
    sent = send(manager)
    assert (sent.status, sent.body["state"]) == (201, "arrived")
    path = f"/api/imports/{sent.body['id']}"
    worker.work(sent.body["id"])
    read = manager.get(path).body
    assert (read["state"], read["heads"], read["rows"]) == ("read", list(HEADS), 2)
    assert read["sample"][0] == ["N 1", "van", "Renault", "x"]
    assert read["matching"] == {"Fleet number": "internal_id", "Kind": "kind", "Make": "make"}

    matched = manager.put(
        f"{path}/matching", json={"matching": read["matching"] | {"Nonsense": None}}
    )
    assert (matched.status, matched.body["state"]) == (202, "checking")
    worker.work(sent.body["id"])
    tried = manager.get(path).body
    assert (tried["state"], tried["rows_new"], tried["rows_bad"]) == ("checked", 1, 1)
    bad = manager.get(f"{path}/bad-rows").body
    assert (bad["total"], bad["next_cursor"]) == (1, None)
    assert (bad["items"][0]["row"], bad["items"][0]["column"]) == (3, "Kind")

    assert manager.post(f"{path}/writing").status == 202
    worker.work(sent.body["id"])
    assert manager.get(path).body["state"] == "done"
    assert manager.get("/api/equipment?q=N1").body["total"] == 1
    assert manager.post(f"{path}/writing").status == 202


def test_the_list_shows_the_newest_first(manager: Caller) -> None:
    ids = [send(manager, FLEET + b"\n" * number).body["id"] for number in range(3)]
    page = manager.get("/api/imports?limit=2").body
    assert ([one["id"] for one in page["items"]], page["total"]) == (ids[:0:-1], 3)
    last = manager.get(f"/api/imports?limit=2&cursor={page['next_cursor']}").body
    assert [one["id"] for one in last["items"]] == ids[:1]


def test_a_file_sent_again_under_its_id_is_the_same_import(
    manager: Caller, partner: Caller
) -> None:
    id = str(new_id())
    assert send(manager, id=id).status == 201
    assert send(manager, id=id).status == 200
    assert send(manager, b"other;file\n1;2\n", id=id).status == 409
    assert send(partner, id=id).status == 404


def test_what_is_no_file_is_refused_at_once(manager: Caller) -> None:
    assert send(manager, b"").errors.keys() == {"file"}
    assert manager.post("/api/imports", data={"target": "equipment"}).status == 422
    assert send(manager, target="weather").errors.keys() == {"target"}
    assert send(manager, bytes(20_000_001)).status == 413


def test_a_table_that_cannot_be_taken_says_why(manager: Caller, worker: Importing) -> None:
    id = send(manager, b"Plate;Plate\nA;B\n").body["id"]
    worker.work(id)
    refused = manager.get(f"/api/imports/{id}").body
    assert (refused["state"], "“Plate”" in refused["refusal"]) == ("refused", True)


def test_a_matching_is_checked(manager: Caller, worker: Importing) -> None:
    id = send(manager).body["id"]
    path = f"/api/imports/{id}/matching"
    assert manager.put(path, json={"matching": {"Make": "make"}}).status == 409
    worker.work(id)
    assert manager.put(path, json={"matching": {"Make": "make"}}).errors.keys() == {"matching"}
    assert manager.put(path, json={"matching": {"\0": "\ud800"}}).status == 422
    assert manager.put(path, json={"matching": ["Make"]}).status == 422
    assert manager.post(f"/api/imports/{id}/writing").status == 409


def test_the_imports_of_others_are_not_there(
    manager: Caller, partner: Caller, worker: Importing
) -> None:
    path = f"/api/imports/{send(manager).body['id']}"
    assert partner.get("/api/imports").body["total"] == 0
    assert partner.get(path).status == 404
    assert partner.get(f"{path}/bad-rows").status == 404
    assert partner.put(f"{path}/matching", json={"matching": {}}).status == 404
    assert partner.post(f"{path}/writing").status == 404


def test_only_managers_import(driver: Caller, mechanic: Caller) -> None:
    for caller in (driver, mechanic):
        assert send(caller).status == 403
        assert caller.get("/api/imports").status == 403


def test_what_columns_may_mean_is_told_in_the_readers_language(manager: Caller) -> None:
    french = manager.get("/api/imports/columns", headers={"Accept-Language": "fr"}).body["items"]
    labels = {one["key"]: one["label"] for one in french}
    assert labels["specs.gross_mass_kg"] == "PTAC (kg)"
    assert "fitness" not in labels
    english = manager.get("/api/imports/columns").body["items"]
    assert {one["key"]: one["label"] for one in english}["plate"] == "Plate"


def test_equipment_is_exported_as_csv_and_as_a_workbook(manager: Caller) -> None:
    csv = manager.get("/api/equipment/export")
    assert csv.headers["Content-Type"].startswith("text/csv")
    lines = csv.text.splitlines()
    assert lines[0].startswith("\ufeffBillun ID,Fleet number,Plate,")
    assert len(lines) == 3
    french = manager.get("/api/equipment/export", headers={"Accept-Language": "fr"})
    assert ";" in french.text.splitlines()[0]
    xlsx = manager.get("/api/equipment/export?format=xlsx")
    sheet = load_workbook(BytesIO(xlsx.response.get_data())).worksheets[0]
    assert sheet.max_row == 3


def test_an_export_follows_the_filters_of_the_list(manager: Caller, cast: Cast) -> None:
    lines = manager.get("/api/equipment/export?kind=tractor_unit").text.splitlines()
    assert [cast.lorry.billun_id in line for line in lines] == [False, True]
    assert manager.get(f"/api/equipment/export?site_id={cast.partner_site_id}").status == 404
    assert manager.get("/api/equipment/export?format=pdf").status == 422


def test_an_export_of_nothing_has_heads_alone(calling: Callable[..., Caller], cast: Cast) -> None:
    lines = calling(cast.outsider).get("/api/equipment/export").text.splitlines()
    assert len(lines) == 1


def test_texts_that_look_like_formulas_are_exported_inert(manager: Caller, cast: Cast) -> None:
    manager.patch(f"/api/equipment/{cast.lorry.id}", json={"make": "=cmd|' /C calc'!A0"})
    csv = manager.get("/api/equipment/export").text
    assert ",'=cmd|' /C calc'!A0," in csv
    xlsx = manager.get("/api/equipment/export?format=xlsx").response.get_data()
    sheet = load_workbook(BytesIO(xlsx)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


def test_drivers_take_no_fleet_along(driver: Caller) -> None:
    assert driver.get("/api/equipment/export").status == 403
