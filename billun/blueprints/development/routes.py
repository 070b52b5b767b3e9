"""Development only: the mails that would have gone out."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from billun.adapters.postbox import kept_messages
from billun.blueprints.access import anyone

development = Blueprint("development", __name__)


@development.get("/development/mail")
@anyone
def mail() -> ResponseReturnValue:
    messages = kept_messages(current_app.extensions["billun_settings"])
    return render_template("development/mail.html", messages=messages)
