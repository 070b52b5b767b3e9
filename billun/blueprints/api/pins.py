"""The PINs by which people of the workshop sign in to a shared tablet. Nobody can read one."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Secret
from billun.blueprints.loading import person_with_id
from billun.models import Role
from billun.operations.pins import remove_pin, set_pin

pins = Resource("pins", "PINs for shared tablets")


class PinSchema(Schema):
    """4 to 8 digits that follow no pattern."""

    pin = Secret(required=True)


@pins.route("/users/<uuid:id>/pin", methods=["PUT"])
@only(Role.MANAGER, Role.WORKSHOP)
@pins.arguments(PinSchema)
@pins.response(204)
def put(body: Json, id: UUID) -> None:
    """Give somebody of the workshop a PIN, to be handed over (managers, supervisors)."""
    set_pin(actor(), person_with_id(id), body["pin"])


@pins.route("/users/<uuid:id>/pin", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@pins.response(204)
def remove(id: UUID) -> None:
    """Take it away; who is on a tablet with it is out."""
    remove_pin(actor(), person_with_id(id))


@pins.route("/me/pin", methods=["PUT"])
@only(Role.WORKSHOP)
@pins.arguments(PinSchema)
@pins.response(204)
def put_own(body: Json) -> None:
    """Choose one's own PIN."""
    set_pin(actor(), actor(), body["pin"])


@pins.route("/me/pin", methods=["DELETE"])
@only(Role.WORKSHOP)
@pins.response(204)
def remove_own() -> None:
    """Have no PIN any more."""
    remove_pin(actor(), actor())
