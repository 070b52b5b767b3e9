"""Which JavaScript modules a module brings along: what a page fetches at once, and what a phone keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from flask import current_app
from markupsafe import Markup

from billun.blueprints.import_map import VENDORED, asset

AT_ONCE = re.compile(r"""^\s*(?:import|export)\b[^"';]*["']([^"']+)["']""", re.MULTILINE)
SCRIPT = re.compile(r"""<script type="module"\s+src="/static/([^"?]+)""")
LATER = re.compile(r"""\bimport\(\s*["']([^"']+)["']""")


def preloads(html: str) -> Markup:
    """Links that make a browser fetch at once what the modules in this HTML import, instead of one after the other."""
    named = SCRIPT.findall(html)
    needed = brought_along(Path(current_app.static_folder or ""), named, later=False)
    links = [
        f'<link rel="modulepreload" href="{asset(path)}" fetchpriority="low">'
        for path in needed
        if path not in named
    ]
    return Markup("\n    ".join(links))  # noqa: S704  (only our own URLs are in it)


def brought_along(folder: Path, paths: Iterable[str], *, later: bool) -> list[str]:
    """The modules of the static folder that these need, themselves included, in the order in which they are met.

    With `later` also those that are only imported when something happens.
    """
    found: dict[str, None] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop(0)
        if path not in found and (folder / path).is_file():
            found[path] = None
            waiting += needed_by(folder, path, later)
    return list(found)


def needed_by(folder: Path, path: str, later: bool) -> list[str]:
    if path.startswith("vendor/"):
        return []
    file = folder / path
    return list(imports_of(file, file.stat().st_mtime_ns, later))


@lru_cache(maxsize=2000)
def imports_of(file: Path, _changed: int, later: bool) -> tuple[str, ...]:
    text = file.read_text(encoding="utf-8")
    return tuple(filter(None, map(path_of, names_in(text, later))))


def names_in(text: str, later: bool) -> Iterator[str]:
    yield from AT_ONCE.findall(text)
    if later:
        yield from LATER.findall(text)


def path_of(name: str) -> str | None:
    """Where the import map finds a module, None for a name that is not in it."""
    return (
        f"js/{name.removeprefix('billun/')}.js"
        if name.startswith("billun/")
        else VENDORED.get(name)
    )
