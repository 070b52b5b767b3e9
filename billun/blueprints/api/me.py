"""Who I am, and what I may change about myself."""

from __future__ import annotations

from typing import Any

from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields, validate

from billun.blueprints.access import me, signed_in
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Secret, Text
from billun.blueprints.sign_in_limits import count_phone_change
from billun.models import SignIn
from billun.operations.own_address import ask_email_change, change_phone
from billun.operations.users import change_password, change_profile

me_api = Resource("me", "Oneself")


class UserSchema(Schema):
    id = fields.UUID()
    first_name = fields.String()
    last_name = fields.String()
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    locale = fields.String(allow_none=True)
    is_admin = fields.Boolean()


class CompanySchema(Schema):
    id = fields.UUID()
    name = fields.String()
    country = fields.String()
    siret = fields.String(allow_none=True)
    vat_number = fields.String(allow_none=True)
    locale = fields.String()
    time_zone = fields.String()
    emergency_phone = fields.String(allow_none=True)


class MembershipSchema(Schema):
    id = fields.UUID()
    role = fields.String()
    trade = fields.String(allow_none=True)
    is_main_manager = fields.Boolean()
    company_id = fields.UUID()
    company_name = fields.String(attribute="company.name")


class SignedInSchema(Schema):
    user = fields.Nested(UserSchema)
    membership = fields.Nested(MembershipSchema, allow_none=True)
    company = fields.Nested(CompanySchema, allow_none=True)
    memberships = fields.List(fields.Nested(MembershipSchema))


class MeSchema(SignedInSchema):
    csrf_token = fields.String()


class ProfileSchema(Schema):
    first_name = Text(longest=100, shortest=1)
    last_name = Text(longest=100, shortest=1)
    locale = fields.String(validate=validate.OneOf(("en", "fr")), allow_none=True)
    email = Text(longest=254, shortest=1)
    phone = Text(longest=30, allow_none=True)
    present_password = Secret()


class PasswordSchema(Schema):
    present_password = Secret(required=True)
    new_password = Secret(required=True)


@me_api.route("/me", methods=["GET"])
@signed_in
@me_api.response(200, MeSchema)
def show() -> Json:
    """Who is signed in; with a fresh CSRF token for the session cookie."""
    return my_answer()


@me_api.route("/me", methods=["PATCH"])
@signed_in
@me_api.arguments(ProfileSchema)
@me_api.response(200, MeSchema)
def edit(changes: Json) -> Json:
    """Change one's own name, language or address.

    A new e-mail address counts once the link in the mail that it gets was followed. A phone number
    is changed at once, with `present_password`.
    """
    if "phone" in changes:
        count_phone_change(me().user_id)
        change_phone(me().user, changes["phone"] or "", changes.get("present_password", ""))
    if "email" in changes:
        ask_email_change(me().user, changes["email"])
    change_profile(me().user, changes)
    return my_answer()


@me_api.route("/me/password", methods=["PUT"])
@signed_in
@me_api.arguments(PasswordSchema)
@me_api.response(204)
def new_password(form: Json) -> None:
    """Change one's password; every other device is signed out."""
    change_password(me().user, form["present_password"], form["new_password"], kept=me())


def my_answer() -> Json:
    return signed_in_answer(me()) | {"csrf_token": generate_csrf()}


def signed_in_answer(signed_in: SignIn) -> dict[str, Any]:
    member = signed_in.membership
    return {
        "user": signed_in.user,
        "membership": member,
        "company": member.company if member else None,
        "memberships": [one for one in signed_in.user.memberships if one.may_enter],
    }
