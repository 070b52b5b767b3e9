"""The embedded Redis: a real server under var/ that writes every change to its file."""

from __future__ import annotations

import random
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from bin import processes
from bin.console import Refusal, say
from bin.leftovers import end_residents
from bin.logs import open_log
from bin.redis_program import redis_program

LONGEST_START = 60
# Below the ports that systems hand out to outgoing connections, so that a restart finds it free.
PORTS = range(20000, 30000)


class Redis:
    """One server over one folder, on the loopback address, with a password of its own."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory = directory.resolve()
        self.log = self.directory / "redis.log"
        self.durable = durable
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> subprocess.Popen[bytes]:
        """The running server, answering. A file it cannot read is put aside."""
        end_residents(self.directory, "redis-server", signal.SIGTERM, patience=10)
        self.process = self.spawn()
        if not self.answers():
            self.stop()
            self.put_file_aside()
            self.process = self.spawn()
            if not self.answers():
                self.stop()
                raise Refusal(f"the embedded Redis does not start: see {self.log}")
        return self.process

    def stop(self) -> None:
        if self.process:
            processes.end_session(self.process.pid, signal.SIGTERM, patience=10)
            self.process.wait(timeout=5)
            self.process = None

    def spawn(self) -> subprocess.Popen[bytes]:
        configuration = self.directory / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self.configuration(), encoding="utf-8")
        with open_log(self.log) as output:
            return processes.start(
                [str(redis_program()), str(configuration)], directory=self.directory, output=output
            )

    def configuration(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f"appendonly {'yes' if self.durable else 'no'}",
            'save ""',
            "daemonize no",
        ]
        return "\n".join(lines) + "\n"

    def answers(self) -> bool:
        """Whether it says PONG before it ends or the patience does."""
        deadline = time.monotonic() + LONGEST_START
        while self.process and self.process.poll() is None and time.monotonic() < deadline:
            if self.says_pong():
                return True
            time.sleep(0.05)
        return False

    def says_pong(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while b"PONG" not in answer and (more := connection.recv(256)):
                    answer += more
                    if b"LOADING" in answer:
                        return False
                return b"PONG" in answer
        except OSError:
            return False

    def put_file_aside(self) -> None:
        """Keep a file that is broken, or of a newer Redis, for whoever wants to look at it.

        Nothing is lost: the database is the truth, and the sweeps send again what is due.
        """
        say(f"The embedded Redis cannot read its file: it starts empty, see {self.log}")
        for path in self.directory.glob("appendonly*"):
            path.rename(path.with_name(f"unreadable-{int(time.time())}-{path.name}"))


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    for port in random.sample(PORTS, 200):
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Refusal("no port from 20000 to 29999 is free for the embedded Redis: set REDIS_URL")
