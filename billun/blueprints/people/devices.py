"""The phones of the people: who has which, how old the app on it is, and what waits there unsent."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request

from billun.blueprints.access import actor, only
from billun.blueprints.app_versions import update_for
from billun.blueprints.fragments import is_fragment
from billun.config import Settings
from billun.models import Device, Role
from billun.queries.devices import DeviceFilter, list_devices, waits_too_long

people_devices = Blueprint("people_devices", __name__)

ROWS = 50
LONGEST_SEARCH = 100


@people_devices.get("/people/devices")
@only(Role.MANAGER)
def index() -> str:
    wanted = wanted_devices()
    page = list_devices(actor(), wanted, ROWS, request.args.get("cursor"))
    template = "people/_devices.html" if is_fragment("devices") else "people/devices.html"
    return render_template(
        template, page=page, wanted=wanted, update_of=update_of, waits_too_long=waits_too_long
    )


def wanted_devices() -> DeviceFilter:
    """What the URL asks for; a word that is none of ours narrows nothing."""
    shown = request.args.get("show")
    return DeviceFilter(
        q=request.args.get("q", "")[:LONGEST_SEARCH],
        unsent=shown == "unsent",
        older_than=settings().app_version if shown == "old" else None,
    )


def update_of(device: Device) -> str:
    return update_for(device.app_version, settings())


def settings() -> Settings:
    found: Settings = current_app.extensions["billun_settings"]
    return found
