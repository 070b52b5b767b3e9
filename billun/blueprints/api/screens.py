"""Screens of workshops: wall screens and shared tablets, paired by a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.schemas import items_of
from billun.models import Role, Screen, ScreenKind
from billun.operations.screen_link import link_of_screen
from billun.operations.screens import (
    LONGEST_NAME,
    ScreenForm,
    add_screen,
    pair_anew,
    revoke_screen,
    screen_with_id,
    screens_in_service,
)

screens = Resource("screens", "Wall screens and shared tablets")


class ScreenSchema(Schema):
    """`url` pairs the first device that opens it and says yes; null once one has, or after a day."""

    id = fields.UUID()
    name = fields.String()
    kind = fields.String()
    workshop_id = fields.UUID(allow_none=True)
    url = fields.String(allow_none=True)
    pairing_ends_at = Moment(allow_none=True)
    paired_at = Moment(allow_none=True)
    device = fields.String()
    last_seen_at = Moment(allow_none=True)
    created_at = Moment()


class NewScreenSchema(Schema):
    id = fields.UUID()
    name = Text(longest=LONGEST_NAME, required=True, shortest=1)
    kind = fields.Enum(ScreenKind, by_value=True, required=True)
    workshop_id = fields.UUID(allow_none=True, load_default=None)


@screens.route("/screens", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@screens.response(200, items_of(ScreenSchema))
def index() -> Json:
    """The screens in service, by name (managers, supervisors)."""
    return {"items": [described(screen) for screen in screens_in_service(actor())]}


@screens.route("/screens", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@screens.arguments(NewScreenSchema)
@screens.response(201, ScreenSchema)
def create(body: Json) -> Any:
    """Add a screen; its link works for a day and once (managers, supervisors)."""
    id = body.pop("id", None)
    screen, created = add_screen(actor(), ScreenForm(**body), id)
    return described(screen) if created else (described(screen), 200)


@screens.route("/screens/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@screens.response(204)
def end(id: UUID) -> None:
    """Put it out of service: its device shows nothing any more (managers, supervisors)."""
    revoke_screen(actor(), screen_with_id(actor(), id))


@screens.route("/screens/<uuid:id>/pairing", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@screens.response(201, ScreenSchema)
def renew(id: UUID) -> Json:
    """A fresh link; the device before is out at once (managers, supervisors)."""
    screen = screen_with_id(actor(), id)
    pair_anew(actor(), screen)
    return described(screen)


def described(screen: Screen) -> Json:
    waits = screen.can_be_paired
    names = ("id", "name", "workshop_id", "paired_at", "device", "last_seen_at", "created_at")
    return {name: getattr(screen, name) for name in names} | {
        "kind": screen.kind.value,
        "url": link_of_screen(screen) if waits else None,
        "pairing_ends_at": screen.pairing_ends_at if waits else None,
    }
