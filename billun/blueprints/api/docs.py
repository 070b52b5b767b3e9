"""The API's own description, to read in a browser without a script from anywhere."""

from __future__ import annotations

from flask import Blueprint, render_template

from billun.blueprints.access import anyone
from billun.extensions import api

docs = Blueprint("api_docs", __name__)


@docs.get("/api/docs")
@anyone
def show() -> str:
    """Every call, its parameters and answers, from openapi.json."""
    return render_template("api/docs.html", spec=api.spec.to_dict())
