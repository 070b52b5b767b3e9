"""The files that the driver's pages need without network, under the addresses by which pages ask for them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from flask import Flask, current_app

from billun.blueprints.import_map import asset
from billun.blueprints.module_graph import brought_along
from billun.blueprints.style_sheets import style_sheet

ON_EVERY_PAGE = (
    "js/theme.js",
    "js/relative-time.js",
    "js/disclosure.js",
    "js/flash.js",
    "js/hotkeys.js",
)
ON_PAGES_OF_MEMBERS = ("js/live.js", "js/app.js")
PICTURES = ("icons/favicon.svg", "icons/logo.svg", "vendor/icons.svg")
SCANNING = ("vendor/barcode-detector/ponyfill.js", "vendor/barcode-detector/zxing_reader.wasm")


GROUPS = ("every_page", "drive", "plain")


def init_app(app: Flask) -> None:
    """Look once, as the import map does: pages and the worker must speak of the same files."""
    with app.app_context():
        app.extensions["billun_kept_files"] = kept_files()
        app.extensions["billun_build"] = build()


def kept_files() -> dict[str, list[str]]:
    """By how much they are needed; see templates/pwa/service-worker.js."""
    return {
        "needed": [*map(style_sheet, GROUPS), *map(asset, needed())],
        "wished": [asset(path) for path in drawings()],
        "scanning": [asset(path) for path in SCANNING],
    }


def needed() -> list[str]:
    folder = static_folder()
    own = [
        file.relative_to(folder).as_posix()
        for place in ("drive", "offline")
        for file in sorted((folder / "js" / place).glob("*.js"))
    ]
    modules = brought_along(folder, [*ON_EVERY_PAGE, *ON_PAGES_OF_MEMBERS, *own], later=True)
    return ["vendor/tabler.css", "vendor/htmx.min.js", *PICTURES, *modules]


def drawings() -> list[str]:
    """Outlines of vehicles, guides of shots, shapes of criticality."""
    folder = static_folder()
    return [
        file.relative_to(folder).as_posix()
        for file in sorted((folder / "icons").rglob("*.svg"))
        if file.relative_to(folder).as_posix() not in PICTURES
    ]


def build() -> str:
    """Differs whenever a phone has to fetch anything anew: another file, or another release."""
    release = current_app.extensions["billun_settings"].app_version
    told = json.dumps([release, current_app.extensions["billun_kept_files"]], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def static_folder() -> Path:
    return Path(current_app.static_folder or "")
