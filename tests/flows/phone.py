"""A phone or a script far away: it speaks HTTP with the running house."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests

from tests.fixtures.cast import Person
from tests.fixtures.live import House
from tests.fixtures.reports import Shot, photo_form


@dataclass
class Phone:
    house: House
    person: Person

    def __post_init__(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.house.token(self.person)}"}

    def call(self, method: str, path: str, **what: Any) -> requests.Response:
        headers = self.headers | what.pop("headers", {})
        return requests.request(method, self.house.url + path, headers=headers, timeout=20, **what)

    def get(self, path: str) -> Any:
        return self.call("GET", path).json()

    def send_report(self, id: str, body: Any) -> requests.Response:
        return self.call("PUT", f"/api/anomalies/{id}", json=body)

    def send_photo(self, to: str, shot: Shot) -> requests.Response:
        form = photo_form(to, shot)
        typed = {"Content-Type": form["content_type"]}
        return self.call("PUT", f"/api/photos/{shot.id}", data=form["data"], headers=typed)

    def stream(self) -> Stream:
        return Stream(self)


class Stream:
    """An open event stream, to be used in a `with`."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def __enter__(self) -> Iterator[tuple[str, Any]]:
        self.response = requests.get(
            f"{self.phone.house.url}/api/events",
            headers=self.phone.headers,
            stream=True,
            timeout=20,
        )
        return events(self.response)

    def __exit__(self, *_error: object) -> None:
        self.response.close()


def events(response: requests.Response) -> Iterator[tuple[str, Any]]:
    """Each event's name and data, as it arrives."""
    name = ""
    for raw in response.iter_lines(chunk_size=1):
        line = raw.decode()
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
