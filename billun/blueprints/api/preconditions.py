"""Writes of things that people edit: who says what they saw is told when it has changed since."""

from __future__ import annotations

from flask import jsonify, request
from flask_babel import gettext as _
from marshmallow import Schema
from werkzeug.exceptions import PreconditionFailed

from billun.blueprints.responses import tag_of


def refuse_if_changed(schema: type[Schema], present: object) -> None:
    """Raise 412 where the request's If-Match is not the ETag under which `present` is read now."""
    if not request.if_match:
        return
    body = jsonify(schema().dump(present)).get_data()
    if not request.if_match.contains_weak(tag_of(body)):
        raise PreconditionFailed(
            _("Somebody changed it meanwhile. Read it again, then repeat your change.")
        )
