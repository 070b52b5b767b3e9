"""A photo of 20 MB goes through a web worker, there and back, without lying in its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest

from bin import processes
from bin.places import ROOT
from tests.adapters.storage.moto_server import moto_s3
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.live import PROGRAMS, answers, free_port, wait_for
from tests.fixtures.reports import Shot, jpeg, photo_form, report, send_report
from tests.fixtures.services import environment_of_processes

MEGABYTE = 1_000_000
# What is promised is 60. A part on its way to S3 and its copies take some 25.
MOST_MEGABYTES = 50


@dataclass(frozen=True)
class Web:
    """A gunicorn with one worker."""

    url: str
    worker: int

    def peak_of(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> int:
        """By how many bytes the worker grew at most during a request, which goes well."""
        Path(f"/proc/{self.worker}/clear_refs").write_text("5")  # the peak begins anew
        before = self.memory("VmRSS")
        request = Request(self.url + path, body, headers, method=method)
        with urlopen(request, timeout=60) as answer:
            assert answer.status in (200, 201)
            while answer.read(MEGABYTE):
                pass
        return self.memory("VmHWM") - before

    def memory(self, name: str) -> int:
        status = Path(f"/proc/{self.worker}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith(name))
        return int(line.split()[1]) * 1024


@pytest.fixture(params=["local", "s3"])
def web(
    request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path
) -> Iterator[Web]:
    port = free_port()
    own = {"PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}", "WEB_WORKERS": "1"}
    with ExitStack() as until_then:
        if request.param == "s3":
            s3 = until_then.enter_context(moto_s3())
            own |= {
                "STORAGE": "s3",
                **{f"S3_{name.upper()}": value for name, value in vars(s3).items()},
            }
        log = until_then.enter_context((tmp_path / "web.log").open("wb"))
        server = processes.start(
            [sys.executable, "-m", *PROGRAMS["web"]],
            environ=environment_of_processes(**environment, **own),
            directory=ROOT,
            output=log,
        )
        until_then.callback(ended, server)
        wait_for(lambda: answers(f"{own['BASE_URL']}/health/ready"), seconds=60)
        yield Web(own["BASE_URL"], child_of(server.pid))


def ended(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(timeout=20)


def child_of(parent: int) -> int:
    (child,) = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return int(child)


def large_photo() -> Shot:
    """A JPEG with 20 MB of whatever cameras write behind the picture."""
    picture = jpeg(1)
    return Shot(uuid4(), picture + os.urandom(20 * MEGABYTE - len(picture)))


def test_a_large_photo_is_no_load_on_a_worker(web: Web, driver: Caller, cast: Cast) -> None:
    body = report(cast.lorry.id, [], criticality="red", photos_later=True)
    anomaly = send_report(driver, body).body["id"]
    # The first one brings in what every later one finds there.
    for shot in (Shot(uuid4(), jpeg(2)), large_photo()):
        form = photo_form(anomaly, shot)
        headers = driver.headers | {"Content-Type": form["content_type"]}
        sent = web.peak_of("PUT", f"/api/photos/{shot.id}", headers, form["data"])
    assert sent < MOST_MEGABYTES * MEGABYTE
    fetched = web.peak_of("GET", f"/photos/{shot.id}/original", driver.headers, None)
    assert fetched < MOST_MEGABYTES * MEGABYTE
    assert stored(web, driver, shot.id) == shot.sha256


def stored(web: Web, caller: Caller, id: UUID) -> str:
    request = Request(f"{web.url}/photos/{id}/original", headers=caller.headers)
    with urlopen(request, timeout=60) as answer:
        return sha256(answer.read()).hexdigest()
