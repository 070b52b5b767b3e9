"""Cards by which whoever holds one joins the company: handed out, listed, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import items_of
from billun.blueprints.people.loading import join_card_with_id
from billun.models import Invitation, Role, Trade
from billun.operations.invitation_link import link_of
from billun.operations.invitations import withdraw
from billun.operations.join_cards import CARDS_AT_ONCE, CardsForm, issue_join_cards
from billun.queries.invitations import open_join_cards

join_cards = Resource("join_cards", "Cards for people who come without an e-mail address")


class JoinCardSchema(Schema):
    """Whoever opens `url` may join, once."""

    id = fields.UUID()
    role = fields.String()
    trade = fields.String(allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    url = fields.String()
    expires_at = Moment()


class NewCardsSchema(Schema):
    """`id` is that of the first card."""

    id = fields.UUID()
    count = fields.Integer(load_default=1, validate=Between(1, CARDS_AT_ONCE))
    role = fields.Enum(Role, by_value=True, load_default=Role.DRIVER)
    trade = fields.Enum(Trade, by_value=True, allow_none=True, load_default=None)
    workshop_id = fields.UUID(allow_none=True, load_default=None)


JoinCardItems = items_of(JoinCardSchema)


@join_cards.route("/join-cards", methods=["GET"])
@only(Role.MANAGER)
@join_cards.response(200, JoinCardItems)
def index() -> Json:
    """The cards that nobody has used yet, the newest first."""
    return {"items": [described(card) for card in open_join_cards(actor())]}


@join_cards.route("/join-cards", methods=["POST"])
@only(Role.MANAGER)
@join_cards.arguments(NewCardsSchema)
@join_cards.response(201, JoinCardItems)
def create(body: Json) -> Any:
    """Make cards for drivers or for people of the workshop."""
    id = body.pop("id", None)
    cards, created = issue_join_cards(actor(), CardsForm(**body), id)
    answer = {"items": [described(card) for card in cards]}
    return answer if created else (answer, 200)


@join_cards.route("/join-cards/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER)
@join_cards.response(204)
def end(id: UUID) -> None:
    """Let a card work no more."""
    withdraw(join_card_with_id(id))


def described(card: Invitation) -> Json:
    return {
        "id": card.id,
        "role": card.role,
        "trade": card.trade,
        "workshop_id": card.workshop_id,
        "url": link_of(card),
        "expires_at": card.expires_at,
    }
