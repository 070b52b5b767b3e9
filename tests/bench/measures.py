"""What is measured: the calls that people wait for."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import requests
from PIL import Image

from tests.bench.large_company import LOGIN, PASSWORD

TIMES = 60


class Caller:
    """A signed-in client of the API and the pages."""

    def __init__(self, base_url: str, login: str = LOGIN) -> None:
        self.base_url = base_url
        self.http = requests.Session()
        signed_in = self.call(
            "post", "/api/auth/login", json={"login": login, "password": PASSWORD}
        )
        self.http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"

    def call(self, method: str, path: str, **request: Any) -> requests.Response:
        response = self.http.request(method, self.base_url + path, timeout=60, **request)
        response.raise_for_status()
        return response


def measures(caller: Caller) -> dict[str, list[float]]:
    """The times of each kind of call, in seconds."""
    item = caller.call("get", "/api/equipment?limit=1").json()["items"][0]
    report = caller.call("put", f"/api/anomalies/{uuid4()}", json=red_report(item["id"])).json()
    photos = iter([photo(number) for number in range(12)])
    return {
        "health": timed(lambda: caller.call("get", "/health/live")),
        "board": timed(lambda: caller.call("get", "/board")),
        "equipment list": timed(lambda: caller.call("get", "/equipment")),
        "equipment search": timed(lambda: caller.call("get", "/equipment?q=aa-1234")),
        "equipment by due day": timed(
            lambda: caller.call("get", "/equipment?sort=due&deadline=30&fitness=restricted")
        ),
        "equipment page": timed(lambda: caller.call("get", f"/equipment/{item['billun_id']}")),
        "lookup": timed(lambda: caller.call("get", f"/api/equipment/lookup?code={item['plate']}")),
        "driver's page": timed(lambda: caller.call("get", f"/drive/equipment/{item['billun_id']}")),
        "anomalies list": timed(lambda: caller.call("get", "/api/anomalies?limit=50")),
        "report": timed(
            lambda: caller.call("put", f"/api/anomalies/{uuid4()}", json=red_report(item["id"]))
        ),
        "photo of 3 MB": timed(lambda: send(caller, report["id"], next(photos)), 12),
    }


def timed(call: Callable[[], object], times: int = TIMES) -> list[float]:
    taken = []
    for _time in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return taken


def red_report(equipment_id: str) -> dict[str, Any]:
    return {
        "equipment_id": equipment_id,
        "category": "brakes",
        "sub_category": "air_leak",
        "criticality": "red",
        "photos_later": True,
        "occurred_at": datetime.now(UTC).isoformat(),
    }


def photo(number: int) -> bytes:
    """A JPEG of about three megabytes: noise, which does not compress."""
    written = BytesIO()
    Image.effect_noise((2600, 2000), 60 + number).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def send(caller: Caller, anomaly_id: str, content: bytes) -> None:
    caller.call(
        "put",
        f"/api/photos/{uuid4()}",
        data={"anomaly_id": anomaly_id, "sha256": hashlib.sha256(content).hexdigest()},
        files={"file": ("photo.jpg", content)},
    )
