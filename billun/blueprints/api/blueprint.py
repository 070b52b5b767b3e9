"""The blueprint that every resource of the API is, and how it reads what a client sends."""

from __future__ import annotations

from typing import Any

from flask import Request
from flask_babel import gettext as _
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

Json = dict[str, Any]


class Parser(FlaskParser):
    """Refuses what is no JSON, also where Python's own parser breaks in an unusual way."""

    def _raw_load_json(self, req: Request) -> Any:
        if req.content_length and not is_json_request(req):
            raise UnsupportedMediaType(_("Send JSON, with Content-Type: application/json."))
        try:
            return super()._raw_load_json(req)
        except (ValueError, RecursionError) as error:  # among them numbers of thousands of digits
            raise BadRequest(_("The body is not the JSON that it claims to be.")) from error


class Resource(Blueprint):
    """A flask-smorest blueprint whose answers carry no pagination header of its own."""

    PAGINATION_HEADER_NAME = None
    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"api_{name}", __name__, description=description)
