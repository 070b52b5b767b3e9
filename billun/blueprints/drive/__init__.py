"""The driver's pages. Importing this package gives the blueprint with all its routes."""

from billun.blueprints.drive import (
    offline_pages,
    reporting,
    routes,
    scan,
    sent_reports,
    sightings,
    unsent,
    walk_arounds,
    wrong_equipment,
)
from billun.blueprints.drive.blueprint import drive

__all__ = [
    "drive",
    "offline_pages",
    "reporting",
    "routes",
    "scan",
    "sent_reports",
    "sightings",
    "unsent",
    "walk_arounds",
    "wrong_equipment",
]
