"""Static files by content hash, and the import map that gives JavaScript modules their names."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app
from markupsafe import Markup

VENDORED = {
    "chart.js": "vendor/chart.js",
    "idb": "vendor/idb.js",
    "uuidv7": "vendor/uuidv7.js",
    "leaflet": "vendor/leaflet/leaflet-src.esm.js",
    "photoswipe": "vendor/photoswipe/photoswipe.esm.js",
    "photoswipe-lightbox": "vendor/photoswipe/photoswipe-lightbox.esm.js",
}


def asset(path: str) -> str:
    """The URL of a static file, with its content's hash: it may be cached for ever."""
    return asset_url(Path(current_app.static_folder or ""), path)


def init_app(app: Flask) -> None:
    """Make the map once: pages and the content security policy must speak of the same one."""
    app.extensions["billun_import_map"] = import_map_text(app)


def import_map() -> Markup:
    """The one inline script: bare module names to hashed URLs."""
    return Markup(  # noqa: S704  (only our own URLs are in it)
        f'<script type="importmap">{current_app.extensions["billun_import_map"]}</script>'
    )


def import_map_hash(app: Flask) -> str:
    """The hash by which the content security policy knows the import map."""
    digest = hashlib.sha256(app.extensions["billun_import_map"].encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def import_map_text(app: Flask) -> str:
    folder = Path(app.static_folder or "")
    ours = {
        "billun/" + file.relative_to(folder / "js").with_suffix("").as_posix(): asset_url(
            folder, file.relative_to(folder).as_posix()
        )
        for file in sorted((folder / "js").rglob("*.js"))
    }
    vendored = {name: asset_url(folder, path) for name, path in VENDORED.items()}
    return json.dumps({"imports": vendored | ours}, separators=(",", ":"), sort_keys=True)


def asset_url(folder: Path, path: str) -> str:
    file = folder / path
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return f"/static/{path}?v={content_hash(file, changed)}"


@lru_cache(maxsize=2000)
def content_hash(file: Path, changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if changed else "missing"
