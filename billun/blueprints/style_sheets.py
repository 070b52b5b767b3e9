"""Style sheets that are always needed together travel as one file; each stays a file of its own to read."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import anyone
from billun.errors import Missing

SHEETS = {
    "every_page": (
        "tokens", "base", "buttons", "forms", "menus", "criticality", "fitness", "deadline", "plate", "anomaly",
        "photos", "timeline", "job", "empty", "toast", "sync-strip", "app",
    ),
    "drive": (
        "drive", "drive-find", "drive-steps", "drive-choices", "drive-spots", "drive-sighting", "drive-stop",
        "drive-photos", "drive-camera", "drive-sending", "drive-sync", "drive-item", "drive-scan",
    ),
    "desk": ("desk", "card-table", "board"),
    "deadlines": ("deadline-list", "deadline-year", "deadline-dates", "deadline-item", "deadline-renewal"),
    "triage": ("filtered-list", "side-panel", "anomaly-steps", "triage", "keys", "corrections"),
    "job_page": ("gallery", "anomaly-steps", "candidates", "maintenance-job", "photo-adding", "work-evidence"),
    "corrections": ("anomaly-steps", "candidates", "corrections"),
    "statistics": ("overview", "statistics"),
    "maintenance_calendar": ("filtered-list", "side-panel", "keys", "maintenance-calendar"),
    "plans": ("maintenance-plans",),
    "maintenance_list": ("filtered-list", "maintenance-list"),
    "wall": ("wall", "board"),
    "wall_screen": ("wall", "wall-screen"),
    "tablet": ("plain", "tablet"),
    "outside": ("gallery", "photo-adding", "outside"),
    "plain": ("plain",),
}  # fmt: skip

ONE_YEAR = 31_536_000

styles = Blueprint("styles", __name__)


@styles.get("/styles/<names>.css")
@anyone
def show(names: str) -> ResponseReturnValue:
    """The sheets named, one after the other, for ever: their address carries the hash of their content."""
    text = joined(tuple(names.split("+")))
    response = Response(text, mimetype="text/css")
    fresh = request.args.get("v") == hash_of(text)
    response.headers["Cache-Control"] = (
        f"private, max-age={ONE_YEAR}, immutable" if fresh else "no-cache"
    )
    return response


def style_sheet(group: str) -> str:
    """The URL of a group of sheets of static/css as one file."""
    names = SHEETS[group]
    return f"/styles/{'+'.join(names)}.css?v={hash_of(joined(names))}"


def joined(names: tuple[str, ...]) -> str:
    """Their text. Raises Missing for a name that is no sheet."""
    folder = Path(current_app.static_folder or "") / "css"
    files = [folder / f"{name}.css" for name in names]
    if any(file.parent != folder or not file.is_file() for file in files):
        raise Missing
    return text_of(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=100)
def text_of(files: tuple[tuple[Path, int], ...]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file, _changed in files)


@lru_cache(maxsize=100)
def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
