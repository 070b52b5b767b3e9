"""Whom PostgreSQL runs as: it refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bin.console import Refusal


@dataclass(frozen=True)
class Account:
    """A user of the machine."""

    name: str
    uid: int
    gid: int


def account_for(directory: Path) -> Account | None:
    """The user to run as instead of root, None when this process is not root.

    A folder that has data keeps its owner; otherwise Debian's `postgres`, else `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if directory.exists() and directory.stat().st_uid != 0:
        return named(pwd.getpwuid(directory.stat().st_uid).pw_name)
    for name in ("postgres", "nobody"):
        if account := named(name):
            return account
    raise Refusal(
        "PostgreSQL does not run as root and there is no user `nobody`: make one, or set DATABASE_URL"
    )


def named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid)


def may_enter(account: Account, path: Path) -> bool:
    """Whether that user can reach the path: every folder above it counts."""
    done = subprocess.run(
        ["test", "-x", str(path)],
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        check=False,
    )
    return done.returncode == 0
