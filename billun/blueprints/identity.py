"""Who sends a request: a page's session cookie or an API's access token, both standing for a SignIn."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Flask, Request, has_request_context, request, session
from flask_jwt_extended import verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from flask_login import current_user, login_user
from jwt.exceptions import PyJWTError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import Unauthorized

from billun.blueprints.screen_here import forget_person, screen_here
from billun.extensions import babel, csrf, db, login
from billun.models import Channel, SignIn
from billun.operations.screens import note_screen_use
from billun.operations.sign_ins import note_use

LANGUAGES = ("en", "fr")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Files that pages bring along, and addresses that are not there, say nothing of who is here.
NO_VISIT = {None, "static", "styles.show", "pwa.web_manifest", "pwa.service_worker"}


def init_app(app: Flask) -> None:
    login.init_app(app)
    login.session_protection = None
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_locale, timezone_selector=choose_time_zone)
    app.before_request(refuse_bad_token)
    app.before_request(protect_from_forgery)
    app.before_request(note_visit)


@login.user_loader
def sign_in_of_cookie(sign_in_id: str) -> SignIn | None:
    if "Authorization" in request.headers:
        return None
    found = living(sign_in_id, Channel.PAGES)
    return found if found and is_where_it_was_made(found) else None


def is_where_it_was_made(signed_in: SignIn) -> bool:
    """Whether one that was made on a tablet comes from that tablet, still paired as it was."""
    if signed_in.screen_id is None:
        return True
    screen = screen_here()
    return screen is not None and screen.id == signed_in.screen_id


@login.request_loader
def sign_in_of_token(incoming: Request) -> SignIn | None:
    if "Authorization" not in incoming.headers:
        return None
    try:
        _header, claims = verify_jwt_in_request() or ({}, {})
    except (JWTExtendedException, PyJWTError):
        return None
    return living(claims.get("sub", ""), Channel.API)


def living(sign_in_id: str, channel: Channel) -> SignIn | None:
    try:
        found = db.session.get(SignIn, UUID(sign_in_id))
    except ValueError:
        return None
    return found if found and found.is_active and found.channel == channel else None


def refuse_bad_token() -> None:
    """A token that is no good is an error, also where nobody need be signed in.

    The calls under /api/auth read their refresh token themselves.
    """
    if "Authorization" not in request.headers or request.path.startswith("/api/auth/"):
        return
    if not current_user.is_authenticated:
        raise Unauthorized


def protect_from_forgery() -> None:
    """A write that leans on the session cookie must show the session's CSRF token; a bearer token is its own proof."""
    if request.method in SAFE_METHODS or "Authorization" in request.headers:
        return
    if request.path.startswith("/api/") and "_user_id" not in session:
        return
    if request.path.startswith("/api/auth/"):
        return
    csrf.protect()


def note_visit() -> None:
    if request.endpoint in NO_VISIT:
        return
    screen = screen_here()
    if screen and note_screen_use(screen):
        # The cookie lasts as long as the pairing, or the sign-in, so it is given anew.
        session.modified = True
    if current_user.is_authenticated and is_by_hand() and note_use(current_user):
        session.modified = True


def is_by_hand() -> bool:
    """Whether somebody must be there: a page that refreshes itself keeps nobody signed in to a tablet."""
    if current_user.screen_id is None or request.method not in SAFE_METHODS:
        return True
    return "HX-Request" not in request.headers and not request.path.startswith("/api/")


def remember_in_session(signed_in: SignIn) -> None:
    """Start the page session of this sign-in, with nothing left of whoever was here before."""
    forget_person()
    session.permanent = True
    login_user(signed_in)


def choose_locale() -> str:
    """The API's caller says it in Accept-Language; on pages the person's choice goes first."""
    if not has_request_context():
        return "en"
    asked = request.accept_languages.best_match(LANGUAGES)
    if request.path.startswith("/api/") and asked:
        return asked
    try:
        chosen = locale_of_reader()
    except SQLAlchemyError:  # the error page must find its words while the database is away
        chosen = session.get("locale")
    return chosen if chosen in LANGUAGES else asked or "en"


def locale_of_reader() -> str | None:
    if current_user.is_authenticated:
        return cast("str | None", current_user.user.locale)
    screen = None if "locale" in session else screen_here()
    return screen.company.locale if screen else session.get("locale")


def choose_time_zone() -> str:
    if not has_request_context():
        return "Europe/Paris"
    here = current_user.membership if current_user.is_authenticated else screen_here()
    return here.company.time_zone if here else "Europe/Paris"
