"""The environment of a program, completed by the file `.env` when there is one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from bin.console import Refusal
from bin.places import ROOT

LINE = re.compile(r"^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$")


def read_environment(path: Path = ROOT / ".env") -> dict[str, str]:
    """The variables of this process over those of the file; an absent file adds nothing."""
    return {**read_dotenv(path), **os.environ}


def read_dotenv(path: Path) -> dict[str, str]:
    """The variables that the file sets. Refuses a line that is no `NAME=value`."""
    if not path.is_file():
        return {}
    variables = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = LINE.match(text)
        if match is None:
            raise Refusal(f"{path.name}, line {number}: expected NAME=value")
        variables[match[1]] = unquote(match[2])
    return variables


def unquote(value: str) -> str:
    """The value without its quotes, or without the comment that follows an unquoted one."""
    quoted = re.match(r"""^(["'])(.*?)\1\s*(?:#.*)?$""", value)
    return quoted[2] if quoted else re.sub(r"\s+#.*$", "", value).strip()


def port_number(environ: Mapping[str, str], name: str = "PORT", usual: str = "8000") -> int:
    """The port to serve on, as the variable says. Refuses what is no port."""
    text = environ.get(name) or usual
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise Refusal(f"{name}: must be a number from 1 to 65535, not {text!r}")
    return int(text)


def worker_number(environ: Mapping[str, str], name: str) -> int:
    """How many processes the variable asks for, two when it is absent. Refuses less than one."""
    text = environ.get(name, "").strip() or "2"
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise Refusal(f"{name}: must be a whole number of at least 1, not {text!r}")
    return int(text)


def flag(environ: Mapping[str, str], name: str, default: bool) -> bool:
    """Whether a variable is switched on."""
    text = environ.get(name, "").strip().lower()
    return text in {"1", "true", "yes", "on"} if text else default
