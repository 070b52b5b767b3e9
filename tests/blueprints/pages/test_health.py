"""/health: whether the process lives, and whether all that it needs answers."""

from __future__ import annotations

from tests.fixtures.callers import Caller


def test_it_lives(anonymous: Caller) -> None:
    assert anonymous.get("/health/live").body == {"status": "ok"}


def test_it_is_ready_with_all_its_parts(anonymous: Caller) -> None:
    answer = anonymous.get("/health/ready")
    assert (answer.status, answer.body["status"]) == (200, "ok")
    assert set(answer.body["parts"]) == {"database", "redis", "storage"}
    assert answer.body["parts"]["redis"]["oldest_job_seconds"] >= 0


def test_the_api_describes_itself(anonymous: Caller) -> None:
    spec = anonymous.get("/api/openapi.json").body
    assert spec["openapi"].startswith("3.1")
    assert {"/api/anomalies/{id}", "/api/photos/upload", "/api/auth/login"} <= set(spec["paths"])
    assert anonymous.get("/api/docs").status == 200
