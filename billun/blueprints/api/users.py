"""The people of a company: listed, invited, given their work, sent off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Secret, Text
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, items_of, list_of, page_answer
from billun.blueprints.loading import person_with_id, refuse_foreign_ids
from billun.errors import Missing
from billun.models import Invitation, Membership, MemberState, Role, Trade
from billun.operations.invitation_link import link_of
from billun.operations.invitations import invite_again
from billun.operations.people import (
    MemberForm,
    add_member,
    edit_member,
    end_membership,
    hand_over,
    hold,
)
from billun.operations.sign_in_cards import issue_sign_in_card
from billun.operations.sign_ins import devices_of, sign_out
from billun.queries.people import PeopleFilter, Person, list_people, person_of

users = Resource("users", "The people of the company")


class InvitationSchema(Schema):
    """`url` is for managers, of a card alone: a link that goes by mail is for its mailbox."""

    kind = fields.String()
    expires_at = Moment()
    url = fields.String()


class PersonSchema(Schema):
    """`id` is the user's. Until a person has joined, it is the invitation's, which finds them later, too.

    Name and addresses are as the inviter wrote them until then.
    """

    id = fields.UUID()
    first_name = fields.String()
    last_name = fields.String()
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    role = fields.String()
    trade = fields.String(allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    is_main_manager = fields.Boolean()
    state = fields.String()
    active = fields.Boolean()
    joined_at = Moment(allow_none=True)
    ended_at = Moment(allow_none=True)
    invitation = fields.Nested(InvitationSchema, allow_none=True)


class NewMemberSchema(Schema):
    id = fields.UUID()
    first_name = Text(longest=100, required=True, shortest=1)
    last_name = Text(longest=100, required=True, shortest=1)
    email = Text(longest=254, allow_none=True)
    phone = Text(longest=30, allow_none=True)
    role = fields.Enum(Role, by_value=True, required=True)
    trade = fields.Enum(Trade, by_value=True, allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    password = Secret(allow_none=True)
    locale = fields.String(validate=validate.OneOf(("en", "fr")), allow_none=True)


class PersonChangesSchema(Schema):
    role = fields.Enum(Role, by_value=True)
    trade = fields.Enum(Trade, by_value=True, allow_none=True)
    workshop_id = fields.UUID(allow_none=True)
    active = fields.Boolean()


class PeopleQuery(PageQuery):
    q = Text(longest=100, load_default="")
    role = fields.Enum(Role, by_value=True)
    trade = fields.Enum(Trade, by_value=True)
    workshop_id = fields.UUID()
    state = fields.Enum(MemberState, by_value=True)


class DeviceSchema(Schema):
    id = fields.UUID()
    channel = fields.String()
    device = fields.String()
    last_seen_at = Moment()


class CardSchema(Schema):
    """Whoever opens `url` may use it, once."""

    id = fields.UUID()
    url = fields.String()
    expires_at = Moment()


@users.route("/users", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@users.arguments(PeopleQuery, location="query")
@users.response(200, list_of(PersonSchema))
def index(query: Json) -> Json:
    """The people who are there or invited, by name; who has left with `state=ended`."""
    refuse_foreign_ids(query)
    limit, cursor = query.pop("limit"), query.pop("cursor", None)
    page, _counts = list_people(actor(), PeopleFilter(**query), limit, cursor)
    return page_answer(page) | {"items": [described(person) for person in page.items]}


@users.route("/users", methods=["POST"])
@only(Role.MANAGER)
@users.arguments(NewMemberSchema)
@users.response(201, PersonSchema)
def create(body: Json) -> Any:
    """Add a person: with a password at once if new to Billun, else by an invitation."""
    id = body.pop("id", None)
    member, created = add_member(actor(), MemberForm(**body), id)
    return answer_of(member) if created else (answer_of(member), 200)


@users.route("/users/<uuid:id>", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@users.response(200, PersonSchema)
def show(id: UUID) -> Json:
    """One person of the company."""
    return answer_of(person_with_id(id))


@users.route("/users/<uuid:id>", methods=["PATCH"])
@only(Role.MANAGER)
@users.arguments(PersonChangesSchema)
@users.response(200, PersonSchema)
def edit(changes: Json, id: UUID) -> Json:
    """Change role, trade, workshop or activity; the rest belongs to the person."""
    member = person_with_id(id)
    hold(member)
    refuse_if_changed(PersonSchema, answer_of(member))
    edit_member(actor(), member, changes)
    return answer_of(member)


@users.route("/users/<uuid:id>", methods=["DELETE"])
@only(Role.MANAGER)
@users.response(204)
def end(id: UUID) -> None:
    """End the membership, or withdraw the invitation; what the person did stays."""
    end_membership(person_with_id(id))


@users.route("/users/<uuid:id>/invitation", methods=["POST"])
@only(Role.MANAGER)
@users.response(201, PersonSchema)
def send_again(id: UUID) -> Json:
    """Invite somebody again who has not joined; the invitation before is over then."""
    member = person_with_id(id)
    invite_again(actor(), member)
    return answer_of(member)


@users.route("/users/<uuid:id>/main-manager", methods=["PUT"])
@only(Role.MANAGER)
@users.response(200, PersonSchema)
def make_main_manager(id: UUID) -> Json:
    """Hand the company over to another manager; only the main manager can."""
    member = person_with_id(id)
    hand_over(actor(), member)
    return answer_of(member)


@users.route("/users/<uuid:id>/sign-in-card", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@users.response(201, CardSchema)
def card(id: UUID) -> Json:
    """A card that signs in somebody without an e-mail address who forgot the password (managers, supervisors)."""
    issued = issue_sign_in_card(actor(), person_with_id(id))
    return {"id": issued.id, "url": link_of(issued), "expires_at": issued.expires_at}


@users.route("/users/<uuid:id>/devices", methods=["GET"])
@only(Role.MANAGER)
@users.response(200, items_of(DeviceSchema))
def devices(id: UUID) -> Json:
    """Where the person is signed in for this company."""
    return {"items": devices_of(person_with_id(id))}


@users.route("/users/<uuid:id>/devices/<uuid:device_id>", methods=["DELETE"])
@only(Role.MANAGER)
@users.response(204)
def sign_out_device(id: UUID, device_id: UUID) -> None:
    """Sign the person out there."""
    for device in devices_of(person_with_id(id)):
        if device.id == device_id:
            return sign_out(device)
    raise Missing


def answer_of(member: Membership) -> Json:
    return described(person_of(member))


def described(person: Person) -> Json:
    member = person.member
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "phone": person.phone,
        "role": member.role,
        "trade": member.trade,
        "workshop_id": person.workshop.id if person.workshop else None,
        "is_main_manager": member.is_main_manager,
        "state": member.state,
        "active": member.is_active,
        "joined_at": member.joined_at,
        "ended_at": member.ended_at,
        "invitation": way_in(person.invitation) if member.is_invited else None,
    }


def way_in(invitation: Invitation | None) -> Json | None:
    """The invitation that waits, if it still works."""
    if invitation is None or not invitation.is_open:
        return None
    answer = {"kind": invitation.kind, "expires_at": invitation.expires_at}
    is_card = invitation.kind == "join_card"
    return answer | ({"url": link_of(invitation)} if is_card and actor().is_manager else {})
