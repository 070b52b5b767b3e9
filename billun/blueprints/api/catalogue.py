"""The catalogue, as a phone needs it offline."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from billun.blueprints.access import signed_in
from billun.blueprints.api.blueprint import Resource
from billun.catalogue import catalogue

catalogue_api = Resource("catalogue", "Kinds of equipment, anomaly categories, photo guides")


@catalogue_api.route("/catalogue", methods=["GET"])
@signed_in
@catalogue_api.response(200)
def show() -> ResponseReturnValue:
    """The whole catalogue, labels in both languages."""
    return jsonify(catalogue.as_json())
