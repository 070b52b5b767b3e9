"""The address that the web server will listen on."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping

from bin.console import Refusal
from bin.environment import port_number

# What stands for every address of this machine is none that a browser can open.
FROM_HERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104


def refuse_taken_port(environ: Mapping[str, str]) -> None:
    """Refuse with one line an address that gunicorn would fail on."""
    host, port = environ.get("BIND") or "127.0.0.1", port_number(environ)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        # As gunicorn does, so that connections which are only just closed do not count.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise Refusal(f"cannot listen on {host}, port {port}: {advice(error, port)}") from error


def advice(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"another program does; choose another one: PORT={port + 1} make run"
    if error.errno == errno.EACCES:
        return "ports below 1024 are root's; choose another one: PORT=8000 make run"
    return error.strerror or str(error)


def address(environ: Mapping[str, str]) -> str:
    """The address to open in a browser on this machine."""
    host = environ.get("BIND") or "127.0.0.1"
    shown = FROM_HERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port_number(environ)}"
