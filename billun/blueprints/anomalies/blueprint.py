"""The pages of anomalies: what all of them share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from billun.blueprints.drive.blueprint import MOST_BYTES_OF_A_FORM

anomalies = Blueprint("anomalies", __name__)


@anomalies.url_value_preprocessor
def make_room_for_photos(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A comment may bring photos; this comes before anything reads the form, the CSRF check included."""
    if request.endpoint == "anomalies.comment":
        request.max_content_length = MOST_BYTES_OF_A_FORM
