"""Registering, signing in, and the tokens that stand for a sign-in."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_jwt_extended import create_access_token, create_refresh_token, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError
from marshmallow import Schema, fields, validate
from werkzeug.exceptions import Unauthorized

from billun.blueprints.access import anyone
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Secret, Text
from billun.blueprints.api.me import SignedInSchema, signed_in_answer
from billun.blueprints.sign_in_limits import by_address, refuse_after_failures, registrations
from billun.extensions import db
from billun.models import Channel, SignIn
from billun.operations.companies import CompanyForm, register_company
from billun.operations.sign_ins import (
    authenticate,
    issue_refresh_token,
    rotate_refresh_token,
    sign_in,
    sign_out,
)
from billun.operations.users import PersonForm

auth = Resource("auth", "Registering and signing in")


class NewCompanySchema(Schema):
    name = Text(required=True, shortest=1)
    country = fields.String(load_default="FR", validate=validate.Regexp(r"\A[A-Za-z]{2}\Z"))
    siret = Text(longest=30, allow_none=True)
    vat_number = Text(longest=30, allow_none=True)
    time_zone = Text(longest=60, load_default="Europe/Paris")


class NewPersonSchema(Schema):
    first_name = Text(longest=100, required=True, shortest=1)
    last_name = Text(longest=100, required=True, shortest=1)
    email = Text(longest=254, required=True, shortest=3)
    phone = Text(longest=30, allow_none=True)
    password = Secret(required=True)
    locale = fields.String(validate=validate.OneOf(("en", "fr")), allow_none=True)


class RegistrationSchema(Schema):
    company = fields.Nested(NewCompanySchema, required=True)
    user = fields.Nested(NewPersonSchema, required=True)


class LoginSchema(Schema):
    login = Text(longest=254, required=True, shortest=1)
    password = Secret(required=True)
    company_id = fields.UUID()


class TokensSchema(SignedInSchema):
    access_token = fields.String()
    refresh_token = fields.String()


@auth.route("/auth/register", methods=["POST"])
@anyone
@auth.arguments(RegistrationSchema)
@auth.response(201, TokensSchema)
@registrations
def register(form: Json) -> Json:
    """Register a company and its main manager."""
    member = register_company(CompanyForm(**form["company"]), PersonForm(**form["user"]))
    return tokens(sign_in(member.user, Channel.API, device(), member.company_id))


@auth.route("/auth/login", methods=["POST"])
@anyone
@auth.arguments(LoginSchema)
@auth.response(200, TokensSchema)
@by_address
def login(form: Json) -> Json:
    """Sign in by e-mail or phone and password."""
    with refuse_after_failures(form["login"]) as attempt:
        user = authenticate(form["login"], form["password"])
        if user is None:
            attempt.failed()
            raise Unauthorized(_("E-mail, phone or password is wrong."))
    return tokens(sign_in(user, Channel.API, device(), form.get("company_id")))


@auth.route("/auth/refresh", methods=["POST"])
@anyone
@auth.response(200, TokensSchema)
def refresh() -> Json:
    """Change the refresh token in the header for new tokens; it is then dead."""
    signed_in, token_id = of_refresh_token()
    rotated = rotate_refresh_token(signed_in, token_id)
    if rotated is None:
        # The sign-in is over for good, also where the answer is an error.
        db.session.commit()
        raise Unauthorized
    return tokens(signed_in, rotated)


@auth.route("/auth/logout", methods=["POST"])
@anyone
@auth.response(204)
def logout() -> None:
    """End the sign-in whose refresh token (or access token) is in the header."""
    signed_in, _token_id = of_refresh_token(also_access=True)
    sign_out(signed_in)


def tokens(signed_in: SignIn, rotation: str | None = None) -> Json:
    rotation = rotation or issue_refresh_token(signed_in)
    identity = str(signed_in.id)
    return signed_in_answer(signed_in) | {
        "access_token": create_access_token(identity),
        "refresh_token": create_refresh_token(identity, additional_claims={"rotation": rotation}),
    }


def of_refresh_token(also_access: bool = False) -> tuple[SignIn, str]:
    """The living sign-in of the token in the header, and the token's rotation. 401 for anything else."""
    try:
        _header, claims = verify_jwt_in_request(
            refresh=not also_access, verify_type=not also_access
        ) or ({}, {})
        signed_in = db.session.get(SignIn, UUID(claims["sub"]))
    except (JWTExtendedException, PyJWTError, ValueError, KeyError) as error:
        raise Unauthorized from error
    if signed_in is None or not signed_in.is_active:
        raise Unauthorized
    return signed_in, str(claims.get("rotation", ""))


def device() -> str:
    return request.user_agent.string
