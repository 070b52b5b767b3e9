"""What the app on a phone asks beside its reports: its copy of the fleet, its version, and who it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app

from billun.blueprints.access import actor, anyone, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.mobile_schemas import (
    DeviceBody,
    DeviceQuery,
    InstallationSchema,
    PhoneCopySchema,
    SyncQuery,
    VersionQuery,
    VersionSchema,
    as_json,
)
from billun.blueprints.api.schemas import list_of, page_answer
from billun.blueprints.app_versions import update_for
from billun.blueprints.loading import person_with_id
from billun.catalogue import catalogue
from billun.config import Settings
from billun.models import Device, Role
from billun.models.anomaly import PHOTOS_AT_MOST, PHOTOS_REQUIRED
from billun.operations.devices import DeviceForm, register_device
from billun.queries.devices import DeviceFilter, list_devices
from billun.queries.phone_copy import PhoneCopy, phone_copy

mobile = Resource(
    "mobile", "What a phone keeps for where there is no network, and phones themselves"
)


@mobile.route("/mobile/bootstrap", methods=["GET"])
@members
@mobile.response(200, PhoneCopySchema)
def bootstrap() -> Response:
    """The first page of all that a phone needs without a network; go on with `sync` and its cursor.

    Equipment with what is open on it, one's own reports of the last 180 days, the catalogue. What
    is null or empty is left out of items and reports.
    """
    return copy_answer(phone_copy(actor()))


@mobile.route("/mobile/sync", methods=["GET"])
@members
@mobile.arguments(SyncQuery, location="query")
@mobile.response(200, PhoneCopySchema)
def sync(query: Json) -> Response:
    """What was changed or went since the cursor; ask again at once while there is `more`.

    An item may come twice, and none is left out. The catalogue comes where it is another one than
    before. With `reset` the cursor leads nowhere any more (somebody else's, or the database was
    restored): the phone forgets its copy and begins with this page.
    """
    return copy_answer(phone_copy(actor(), query["since"]))


@mobile.route("/mobile/version", methods=["GET"])
@anyone
@mobile.arguments(VersionQuery, location="query")
@mobile.response(200, VersionSchema)
def version(query: Json) -> Json:
    """Whether this release of the app may go on: its update is `none`, `offered` or `required`."""
    return versions() | {"update": update_for(query["app"], settings())}


@mobile.route("/mobile/devices/<uuid:id>", methods=["PUT"])
@members
@mobile.arguments(DeviceBody)
@mobile.response(201, InstallationSchema)
def register(body: Json, id: UUID) -> Any:
    """What the app says of itself, under an id that it made once for the caller."""
    device, created = register_device(actor(), id, DeviceForm(**body))
    return described(device) if created else (described(device), 200)


@mobile.route("/mobile/devices", methods=["GET"])
@only(Role.MANAGER)
@mobile.arguments(DeviceQuery, location="query")
@mobile.response(200, list_of(InstallationSchema))
def devices(query: Json) -> Json:
    """On which phones the people of the company have the app: something unsent first, then the last seen."""
    person = person_with_id(query["user_id"]) if "user_id" in query else None
    wanted = DeviceFilter(membership_id=person.id if person else None)
    page = list_devices(actor(), wanted, query["limit"], query.get("cursor"))
    return page_answer(page) | {"items": [described(device) for device in page.items]}


def copy_answer(copy: PhoneCopy) -> Response:
    """The page as it goes to the phone: plain JSON, since schemas take a second for a thousand items."""
    answer = {
        "cursor": copy.cursor,
        "more": copy.more,
        **({"reset": True} if copy.reset else {}),
        "company": company(),
        "me": oneself(),
        "settings": settings_of_phones(),
        "version": versions(),
        **({"catalogue": catalogue.as_json()} if copy.has_new_catalogue else {}),
        "equipment": copy.equipment,
        "reports": copy.reports,
        "deleted": {"equipment": copy.equipment_gone, "reports": copy.reports_gone},
    }
    return Response(as_json(answer), mimetype="application/json")


def company() -> Json:
    own = actor().company
    return {
        "id": own.id,
        "name": own.name,
        "emergency_phone": own.emergency_phone,
        "time_zone": own.time_zone,
    }


def oneself() -> Json:
    member = actor()
    return {
        "membership_id": member.id,
        "first_name": member.user.first_name,
        "last_name": member.user.last_name,
        "role": member.role,
        "locale": member.user.locale,
    }


def settings_of_phones() -> Json:
    return {
        "photo_longest_side": settings().photo_longest_side,
        "photos_required": PHOTOS_REQUIRED,
        "photos_at_most": PHOTOS_AT_MOST,
    }


def versions() -> Json:
    return {"minimum": settings().app_minimum_version, "latest": settings().app_version}


def settings() -> Settings:
    found: Settings = current_app.extensions["billun_settings"]
    return found


def described(device: Device) -> Json:
    names = InstallationSchema().fields.keys() & Device.__table__.columns.keys()
    person = device.membership
    return {
        **{name: getattr(device, name) for name in names},
        "user_id": person.user_id,
        "name": person.user.full_name,
        "update": update_for(device.app_version, settings()),
    }
