"""The address of the web server."""

from __future__ import annotations

import socket

import pytest

from bin.console import Refusal
from bin.ports import address, refuse_taken_port


def test_a_taken_port_is_refused_with_another_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"port {port}: another program does.*PORT={port + 1}"):
            refuse_taken_port({"PORT": str(port)})
    refuse_taken_port({"PORT": str(port)})


@pytest.mark.parametrize(
    ("bind", "shown"),
    [("", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("192.0.2.7", "192.0.2.7")],
)
def test_the_address_is_one_that_a_browser_can_open(bind: str, shown: str) -> None:
    assert address({"BIND": bind, "PORT": "8001"}) == f"http://{shown}:8001"
