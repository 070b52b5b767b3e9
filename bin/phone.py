"""`make phone`: the Billun that runs, over HTTPS on the local network, for anyone with a phone.

    PHONE_PORT=9443 .venv/bin/python -m bin.phone

A browser needs HTTPS for the camera, the position and the service worker. Ctrl-C ends it; the Billun that runs goes on.
Unlike most of its neighbours this runs inside the virtual environment: it makes certificates and draws codes.
"""

from __future__ import annotations

import http.server
import io
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psutil
import segno

from bin import processes
from bin.console import Refusal, run_as_program, say
from bin.environment import port_number, read_environment
from bin.phone_certificates import authority, leaf
from bin.places import PYTHON, ROOT, var_directory
from bin.singleton import published

USUAL_PORT = "8443"
LONGEST_START = 60
EVERY_INTERFACE = "0.0.0.0"  # noqa: S104  (phones are on the network; that is what it is for)


def main() -> None:
    environ = read_environment()
    var = var_directory(environ)
    present = running(var)
    port = port_number(environ, "PHONE_PORT", USUAL_PORT)
    addresses = own_addresses()
    for number in (port, port + 1):
        refuse_taken(number)
    signal.signal(signal.SIGTERM, interrupt)
    folder = var / "phone"
    trusted = authority(folder, addresses)
    with offered(trusted, port + 1), served(environ | present, folder, addresses, port):
        say(words(addresses, port))
        go_on(var)


def running(var: Path) -> dict[str, str]:
    """The services of the Billun that runs. Refuses when none does."""
    if present := published(var):
        return present
    raise Refusal(
        f"no Billun runs over {var}: start one with `make run` in another terminal, then this again"
    )


def own_addresses() -> list[str]:
    """The addresses under which a phone on the same network finds this machine, the likeliest first."""
    found = [
        one.address
        for several in psutil.net_if_addrs().values()
        for one in several
        if one.family == socket.AF_INET and not one.address.startswith("127.")
    ]
    first = likeliest()
    ordered = sorted(found, key=lambda address: address != first)
    if not ordered:
        raise Refusal(
            "this machine has no address on a local network: connect it to the phone's Wi-Fi"
        )
    return ordered


def likeliest() -> str:
    """The address that this machine would speak from to the world; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, suppress(OSError):
        asking.connect(("192.0.2.1", 9))
        return str(asking.getsockname()[0])
    return ""


def refuse_taken(port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((EVERY_INTERFACE, port))
        except (OSError, OverflowError) as error:
            raise Refusal(
                f"port {port} is taken or forbidden; choose another one: PHONE_PORT={port + 10} make phone"
            ) from error


def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


@contextmanager
def served(
    environ: Mapping[str, str], folder: Path, addresses: list[str], port: int
) -> Iterator[None]:
    """A second web server over the same services. Refuses when it does not answer."""
    certificate, key = leaf(folder, addresses)
    own = {"BIND": EVERY_INTERFACE, "PORT": str(port), "BASE_URL": f"https://{addresses[0]}:{port}"}
    command = [
        "gunicorn",
        "--config",
        "gunicorn.conf.py",
        f"--certfile={certificate}",
        f"--keyfile={key}",
    ]
    # A phone that does not trust the certificate yet hangs up, and gevent has much to say about that.
    with (folder / "log").open("wb") as output:
        server = processes.start(
            [str(PYTHON), "-m", *command, "wsgi:app"],
            environ={**environ, **own},
            directory=ROOT,
            output=output,
        )
        try:
            wait_for(server, authority(folder, addresses), port)
            yield
        finally:
            processes.end_session(server.pid, signal.SIGTERM, patience=8)
            server.wait(5)


def wait_for(server: subprocess.Popen[bytes], trusted: Path, port: int) -> None:
    """Until it answers over HTTPS with a certificate that our own authority vouches for."""
    trusting = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(trusted)))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), trusting)
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), opener.open(f"https://127.0.0.1:{port}/health/live", timeout=5):
            return
        time.sleep(0.2)
    raise Refusal(f"the web server for phones does not start: {trusted.with_name('log')} says why")


@contextmanager
def offered(certificate: Path, port: int) -> Iterator[None]:
    """The authority's certificate over plain HTTP: it is no secret, and a phone has to fetch it first."""
    content = certificate.read_bytes()

    class Offer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-x509-ca-cert")
            self.send_header("Content-Disposition", 'attachment; filename="billun.crt"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (as the library calls it)
            pass

    server = http.server.ThreadingHTTPServer((EVERY_INTERFACE, port), Offer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def words(addresses: list[str], port: int) -> str:
    url = f"https://{addresses[0]}:{port}"
    others = "".join(f"\n   or https://{one}:{port}" for one in addresses[1:])
    return f"""
1. Once a phone: let it trust this machine. Scan this code, or open http://{addresses[0]}:{port + 1}

{code(f"http://{addresses[0]}:{port + 1}")}
   Android: the file is downloaded; then Settings, Security, Encryption & credentials, Install a certificate,
   CA certificate, "Install anyway", and choose billun.crt.
   iPhone, iPad: open it in Safari and allow the profile; then Settings, General, VPN & Device Management,
   "Billun on …", Install; then Settings, General, About, Certificate Trust Settings, and switch it on.
   Touching a warning away is not enough: without trust the browser allows no work without network.

2. Open Billun: {url}{others}

{code(url)}
   The phone must be in the same network, and the firewall must let ports {port} and {port + 1} in.
   Afterwards remove the certificate where you installed it. Ctrl-C ends this; Billun itself goes on.
"""


def code(url: str) -> str:
    drawn = io.StringIO()
    segno.make(url, micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue()


def go_on(var: Path) -> NoReturn:
    """Until Ctrl-C, or until the Billun whose services it uses has ended."""
    while published(var):
        time.sleep(2)
    raise Refusal("the Billun that ran has ended, and this with it")


if __name__ == "__main__":
    run_as_program(main)
