"""A closed company shows one page, to its main manager: its data to take along, and the way back."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden

# What still answers: oneself, the way out, the installation, and closing itself.
STILL_OPEN = {
    "account",
    "admin",
    "admin_companies",
    "api_auth",
    "api_me",
    "company_closing",
    "development",
    "health",
    "joining",
    "own_address",
    "pwa",
    "styles",
    "waiting",
}
ENDPOINTS_STILL_OPEN = {
    "static",
    "company.logo",
    "api_events.stream",
    "api_companies.show",
    "api_companies.close",
    "api_companies.reopen",
}


def init_app(app: Flask) -> None:
    app.before_request(lead_to_closing)


def lead_to_closing() -> ResponseReturnValue | None:
    """Send whoever works for a closed company to its page; the API says why it refuses."""
    if request.blueprint in STILL_OPEN or request.endpoint in (None, *ENDPOINTS_STILL_OPEN):
        return None
    member = current_user.membership if current_user.is_authenticated else None
    if member is None or member.company.is_open:
        return None
    if request.method == "GET" and not request.path.startswith("/api/"):
        return redirect(url_for("company_closing.show"))
    raise Forbidden(_("This company is closed. Its main manager can open it again."))
