"""A device becomes a screen with the link that somebody was given. Opening it changes nothing: a preview of it may."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from billun.blueprints.access import anyone, me
from billun.blueprints.screen_here import forget_pairing, pair_here, screen_here
from billun.blueprints.sign_in_limits import by_address
from billun.errors import Conflict
from billun.models import ScreenKind
from billun.operations import sign_ins
from billun.operations.screen_link import screen_of_token
from billun.operations.screens import pair

pairing = Blueprint("pairing", __name__)


@pairing.get("/pair")
@anyone
def unpaired() -> ResponseReturnValue:
    """Where a device lands that was a screen: it forgets that it was one."""
    if screen_here() is None:
        forget_pairing()
    return render_template("screens/unpaired.html")


@pairing.route("/pair/<token>", methods=["GET", "POST"])
@by_address
@anyone
def device(token: str) -> ResponseReturnValue:
    """What the link is for; posting makes this device the screen, and signs out who was here."""
    screen = screen_of_token(token)
    if screen is None or not screen.can_be_paired:
        return render_template("screens/over.html"), 404
    if request.method == "GET":
        return render_template("screens/pair.html", screen=screen)
    try:
        pair(screen, request.user_agent.string)
    except Conflict:
        return render_template("screens/over.html"), 404
    if current_user.is_authenticated:
        sign_ins.sign_out(me())
    pair_here(screen)
    place = "tablet.names" if screen.kind == ScreenKind.TABLET else "wall.show"
    return redirect(url_for(place), 303)
