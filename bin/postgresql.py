"""The embedded PostgreSQL: a real server under var/ that nobody has to install.

Its programs are called directly. It listens on a private socket only, so it needs no password.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from bin import processes
from bin.console import Refusal, say
from bin.leftovers import end_residents
from bin.logs import open_log
from bin.postgresql_place import Place, place_for

LONGEST_START = 120
NAME = "billun"


class PostgreSQL:
    """One server over one folder. `durable` off is for tests: a power cut may cost the data."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        self.directory = directory.resolve()
        self.place: Place = place_for(self.directory)
        self.log = self.directory / "postgresql.log"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.place.sockets), safe='')}"

    def start(self) -> subprocess.Popen[bytes]:
        """The running server, answering. Whatever an earlier one left behind is cleared away."""
        self.clear_away()
        if not self.place.data.exists():
            self.make_data()
        with open_log(self.log) as output:
            self.process = processes.start(
                [self.program("postgres"), "-D", str(self.place.data), *self.options()],
                directory=self.place.home,
                output=output,
                account=self.place.account,
                when_orphaned=signal.SIGINT if self.durable else signal.SIGQUIT,
            )
        self.wait_until_it_answers(self.process)
        return self.process

    def stop(self) -> None:
        """End the server; it disconnects everybody and writes what is due to disk."""
        if self.process:
            self.process.send_signal(signal.SIGINT if self.durable else signal.SIGQUIT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                processes.end_session(self.process.pid, signal.SIGQUIT, patience=3)
                self.process.wait(timeout=5)
            self.process = None
        if not self.durable and self.place.home != self.directory:
            shutil.rmtree(self.place.home, ignore_errors=True)

    def clear_away(self) -> None:
        """End a server that outlived its supervisor and remove the files a killed one left.

        PostgreSQL itself would take any process with the number in such a file for a live server.
        """
        end_residents(self.place.data, "postgres", signal.SIGINT, patience=10)
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.place.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def make_data(self) -> None:
        """Make the data folder with an empty database in it, complete or not at all."""
        fresh = self.place.home / "data.new"
        end_residents(fresh, "postgres", signal.SIGKILL, patience=5)
        shutil.rmtree(fresh, ignore_errors=True)
        self.place.make_folder(fresh)
        say("Making the database …")
        self.run(
            ["initdb", "-D", str(fresh), "--username", NAME, "--auth", "trust"]
            + ["--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8"]
            + ([] if self.durable else ["--no-sync"])
        )
        self.run(
            ["postgres", "--single", "-D", str(fresh), "postgres"], f"CREATE DATABASE {NAME};\n"
        )
        fresh.rename(self.place.data)

    def run(self, command: list[str], text: str = "") -> None:
        account = self.place.account
        done = subprocess.run(
            [self.program(command[0]), *command[1:]],
            cwd=self.place.home,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=processes.tie_to_parent(os.getpid(), signal.SIGKILL),
            check=False,
        )
        if done.returncode:
            line = (done.stdout.strip().splitlines() or ["no reason given"])[-1]
            raise Refusal(f"the embedded PostgreSQL cannot make its data ({command[0]}): {line}")

    def options(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "300",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def program(self, name: str) -> str:
        return str(self.place.programs / "bin" / name)

    def wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        began = time.monotonic()
        asking = [self.program("pg_isready"), "--quiet", "--host", str(self.place.sockets)]
        while subprocess.run(asking, check=False).returncode:
            if process.poll() is not None:
                raise Refusal(f"the embedded PostgreSQL does not start: see {self.log}")
            if time.monotonic() - began > LONGEST_START:
                self.stop()
                raise Refusal(f"the embedded PostgreSQL does not answer: see {self.log}")
            time.sleep(0.1)
