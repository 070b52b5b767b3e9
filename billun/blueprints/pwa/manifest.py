"""The web app manifest: how a phone installs Billun."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from billun.blueprints.import_map import asset
from billun.blueprints.page_context import locale

# "ground" of the look, by day; the manifest knows no second one for the night.
GROUND = "#f6f8fa"


def manifest() -> dict[str, Any]:
    """The manifest in the reader's language."""
    return {
        "id": "/",
        "start_url": "/?source=installed",
        "scope": "/",
        "name": "Billun",
        "short_name": "Billun",
        "description": _(
            "Report damage with photos, see what is due, keep the fleet fit to drive."
        ),
        "lang": locale(),
        "dir": "ltr",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["business", "productivity", "utilities"],
        "icons": [
            icon("app-192", 192, "any"),
            icon("app-512", 512, "any"),
            icon("app-maskable-192", 192, "maskable"),
            icon("app-maskable-512", 512, "maskable"),
            icon("app-monochrome-512", 512, "monochrome"),
        ],
        "shortcuts": [
            shortcut(_("Scan"), "/drive/scan", "shortcut-scan"),
            shortcut(_("Report"), "/drive", "shortcut-report"),
        ],
        "screenshots": [
            picture("drive-find", 390, 844, "narrow", _("Find the equipment")),
            picture("drive-known", 390, 844, "narrow", _("What is already open on it")),
            picture("board", 1440, 900, "wide", _("Board")),
        ],
    }


def icon(name: str, pixels: int, purpose: str) -> dict[str, str]:
    return {
        "src": asset(f"icons/{name}.png"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }


def shortcut(name: str, url: str, icon_name: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [icon(icon_name, 96, "any")]}


def picture(name: str, width: int, height: int, form: str, label: str) -> dict[str, str]:
    return {
        "src": asset(f"screenshots/{name}.webp"),
        "sizes": f"{width}x{height}",
        "type": "image/webp",
        "form_factor": form,
        "label": label,
    }
