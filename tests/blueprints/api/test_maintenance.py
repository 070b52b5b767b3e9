"""Jobs over the API: planned, listed, opened, changed; what is bad is refused by its name."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, monday, plan_job, utc


def test_a_job_is_planned_and_read_again(
    manager: Caller, mechanic: Caller, cast: Cast, bays: list[str]
) -> None:
    body = job_body(
        cast,
        bay="1",
        priority="high",
        description="Left front",
        estimated_minutes=90,
        assignee_ids=[str(cast.mechanic.user_id)],
    )
    made = plan_job(manager, **body)
    assert made.status == 201, made.body
    assert made.body["reference"].startswith("INT-")
    assert (
        made.body
        | {
            "status": "planned",
            "kind": "corrective",
            "priority": "high",
            "title": "Brakes",
            "bay": "1",
            "starts_at": body["starts_at"],
            "ends_at": body["ends_at"],
            "cost": "0.00",
            "criticality": None,
            "is_late": False,
            "plan_id": None,
            "outside": None,
            "version": 1,
        }
        == made.body
    )
    assert made.body["equipment"]["plate"] == "AB-123-CD"
    assert made.body["assignees"] == [
        {"user_id": str(cast.mechanic.user_id), "name": cast.mechanic.name, "trade": "mechanic"}
    ]
    assert mechanic.get(f"/api/maintenance/{made.body['reference']}").body == made.body


def test_the_same_job_sent_twice_is_one(manager: Caller, cast: Cast, bays: list[str]) -> None:
    body = job_body(cast, id=str(uuid4()), bay="1", assignee_ids=[str(cast.mechanic.user_id)])
    first, again = plan_job(manager, **body), plan_job(manager, **body)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    # Whether something was confirmed is no part of what is planned; anything else is another job.
    assert plan_job(manager, **body | {"confirmed": []}).status == 200
    assert plan_job(manager, **body | {"title": "Clutch"}).status == 409
    assert manager.get("/api/maintenance").body["total"] == 1


def test_it_is_found_again_under_its_id_when_it_was_moved_since(
    manager: Caller, cast: Cast, bays: list[str]
) -> None:
    body = job_body(cast, id=str(uuid4()), bay="1")
    plan_job(manager, **body)
    manager.patch(f"/api/maintenance/{body['id']}", json={"bay": "2"})
    again = plan_job(manager, **body)
    assert (again.status, again.body["bay"]) == (200, "2")


def test_an_id_of_another_company_is_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    id = str(uuid4())
    assert plan_job(manager, **job_body(cast, id=id)).status == 201
    there = partner.post("/api/workshops", json={"name": "Nantes"}).body["id"]
    body = job_body(cast, id=id, equipment_id=str(cast.partner_trailer.id), workshop_id=there)
    assert plan_job(partner, **body).status == 404
    for path in (f"/api/maintenance/{id}", "/api/maintenance/INT-2026-000000"):
        assert partner.get(path).status == 404
        assert partner.patch(path, json={"title": "Mine"}).status == 404


START = utc(monday("09:00"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": utc(monday("08:00"))}, "ends_at"),
        ({"ends_at": START}, "ends_at"),
        ({"ends_at": utc(monday("09:00", weeks=11))}, "ends_at"),
        ({"starts_at": "1999-12-31T09:00:00Z"}, "starts_at"),
        ({"starts_at": "2190-01-01T09:00:00Z", "ends_at": "2190-01-01T10:00:00Z"}, "starts_at"),
        ({"starts_at": "2026-11-23T09:00:00"}, "starts_at"),
        ({"starts_at": "2026-11-23"}, "starts_at"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": 7}, "ends_at"),
        ({"bay": "9"}, "bay"),
        ({"bay": "A"}, "bay"),
        ({"bay": "x" * 41}, "bay"),
        ({"kind": "cosmetic"}, "kind"),
        ({"priority": "whenever"}, "priority"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"description": "x" * 4001}, "description"),
        ({"estimated_minutes": 0}, "estimated_minutes"),
        ({"estimated_minutes": 10**30}, "estimated_minutes"),
        ({"estimated_minutes": "long"}, "estimated_minutes"),
        ({"assignee_ids": ["nobody"]}, "assignee_ids.0"),
        ({"assignee_ids": "nobody"}, "assignee_ids"),
        ({"assignee_ids": [str(uuid4())] * 51}, "assignee_ids"),
        ({"anomaly_ids": [str(uuid4())] * 101}, "anomaly_ids"),
        ({"deadline_codes": [7]}, "deadline_codes.0"),
        ({"deadline_codes": ["\0"]}, "deadline_codes.0"),
        ({"workshop_id": None}, "workshop_id"),
        ({"equipment_id": "BLN-2026-XXXXXX"}, "equipment_id"),
        ({"id": "mine"}, "id"),
        ({"status": "completed"}, "status"),
    ],
)
def test_bad_input_is_refused_by_its_name(
    manager: Caller,
    cast: Cast,
    bays: list[str],
    second_workshop: UUID,
    changes: dict[str, Any],
    field: str,
) -> None:
    refused = plan_job(manager, **job_body(cast, **changes))
    assert (refused.status, list(refused.errors)) == (422, [field])


@pytest.mark.parametrize(
    "name", ["equipment_id", "workshop_id", "kind", "title", "starts_at", "ends_at"]
)
def test_what_every_job_needs(manager: Caller, cast: Cast, name: str) -> None:
    body = job_body(cast)
    del body[name]
    refused = plan_job(manager, **body)
    assert (refused.status, list(refused.errors)) == (422, [name])


def test_only_people_of_the_workshop_are_put_on_a_job(manager: Caller, cast: Cast) -> None:
    for person in (cast.driver, cast.manager):
        refused = plan_job(manager, **job_body(cast, assignee_ids=[str(person.user_id)]))
        assert (refused.status, list(refused.errors)) == (422, ["assignee_ids"])


def test_what_belongs_to_another_company_is_not_there(
    manager: Caller, partner: Caller, cast: Cast
) -> None:
    there = partner.post("/api/workshops", json={"name": "Nantes", "bays": ["1"]}).body["id"]
    job = plan_job(manager, **job_body(cast)).body["id"]
    foreign = {
        "equipment_id": str(cast.partner_trailer.id),
        "workshop_id": there,
        "assignee_ids": [str(cast.partner.user_id)],
    }
    for name, value in foreign.items():
        assert plan_job(manager, **job_body(cast, **{name: value})).status == 404
        if name != "equipment_id":
            assert manager.patch(f"/api/maintenance/{job}", json={name: value}).status == 404
    person = {"assignee_id": str(cast.partner.user_id)}
    for query in (*({name: foreign[name]} for name in ("equipment_id", "workshop_id")), person):
        assert manager.get("/api/maintenance", query_string=query).status == 404
    for path in ("calendar?from=2026-11-23&to=2026-11-30&", "to-plan?"):
        assert manager.get(f"/api/maintenance/{path}workshop_id={there}").status == 404
    elsewhere = {"site_id": str(cast.partner_site_id), "plan_id": str(uuid4())}
    for name, value in elsewhere.items():
        assert manager.get(f"/api/maintenance?{name}={value}").status == 404


def test_retired_equipment_is_not_planned(manager: Caller, cast: Cast) -> None:
    manager.delete(f"/api/equipment/{cast.lorry.id}")
    refused = plan_job(manager, **job_body(cast))
    assert (refused.status, list(refused.errors)) == (409, ["equipment_id"])


def test_equipment_of_a_job_is_not_exchanged(manager: Caller, cast: Cast) -> None:
    job = plan_job(manager, **job_body(cast)).body["id"]
    body = {"equipment_id": str(cast.loner.id)}
    refused = manager.patch(f"/api/maintenance/{job}", json=body)
    assert (refused.status, list(refused.errors)) == (422, ["equipment_id"])


def test_a_driver_reads_and_is_not_told_what_it_costs(
    manager: Caller, driver: Caller, cast: Cast
) -> None:
    job = plan_job(manager, **job_body(cast)).body["id"]
    assert driver.get(f"/api/maintenance/{job}").body["cost"] is None
    assert driver.get("/api/maintenance").body["items"][0]["cost"] is None
    assert plan_job(driver, **job_body(cast)).status == 403
    assert driver.patch(f"/api/maintenance/{job}", json={"title": "Mine"}).status == 403


def test_an_unchanged_job_is_not_sent_again(manager: Caller, cast: Cast) -> None:
    path = f"/api/maintenance/{plan_job(manager, **job_body(cast)).body['id']}"
    tag = {"If-None-Match": manager.get(path).headers["ETag"]}
    assert manager.get(path, headers=tag).status == 304
    manager.patch(path, json={"title": "Clutch"})
    assert manager.get(path, headers=tag).status == 200


def at_nine(cast: Cast, days: int, **changes: Any) -> dict[str, Any]:
    """A job of one hour, so many days after Monday."""
    times = {"starts_at": utc(monday(days=days)), "ends_at": utc(monday("10:00", days=days))}
    return job_body(cast, **times, **changes)


def test_jobs_are_filtered(
    manager: Caller, cast: Cast, bays: list[str], second_workshop: UUID
) -> None:
    loner, mechanic = str(cast.loner.id), str(cast.mechanic.user_id)
    plan_job(manager, **at_nine(cast, 0, title="A", assignee_ids=[mechanic]))
    plan_job(manager, **at_nine(cast, 2, title="B", kind="statutory", equipment_id=loner))
    third = at_nine(cast, 4, title="C", workshop_id=str(second_workshop), priority="urgent")
    over = plan_job(manager, **third).body["id"]
    manager.post(f"/api/maintenance/{over}/transitions", json={"to": "cancelled"})
    tuesday, friday = monday(days=1).date(), monday(days=4).date()
    wanted = {
        "": "CBA",
        "sort=soonest": "ABC",
        "status=cancelled": "C",
        "open=true": "BA",
        "kind=statutory": "B",
        "priority=urgent": "C",
        f"equipment_id={loner}": "B",
        f"workshop_id={second_workshop}": "C",
        f"site_id={cast.site_id}": "CA",
        f"assignee_id={mechanic}": "A",
        f"from={tuesday}": "CB",
        f"from={tuesday}&to={friday}": "B",
        f"to={utc(monday('09:30'))}": "A",
        "unplaced=true": "",
        "q=krone": "B",
    }
    found = {
        query: "".join(
            job["title"] for job in manager.get(f"/api/maintenance?{query}").body["items"]
        )
        for query in wanted
    }
    assert found == wanted


def test_the_list_is_paged_without_a_gap(manager: Caller, cast: Cast) -> None:
    for days in range(5):
        plan_job(manager, **at_nine(cast, days))
    for sort in ("newest", "soonest"):
        seen: list[str] = []
        more = True
        cursor = ""
        while more:
            page = manager.get(f"/api/maintenance?limit=2&sort={sort}{cursor}").body
            assert page["total"] == 5
            seen += [job["starts_at"] for job in page["items"]]
            more, cursor = page["next_cursor"] is not None, f"&cursor={page['next_cursor']}"
        assert seen == sorted(seen, reverse=sort == "newest")
        assert len(seen) == 5


@pytest.mark.parametrize(
    "query", ["status=sleeping", "from=yesterday", "from=2026-13-01", "sort=best", "cursor=x"]
)
def test_a_bad_filter_is_refused(manager: Caller, query: str) -> None:
    assert manager.get(f"/api/maintenance?{query}").status == 422
