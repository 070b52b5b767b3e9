"""The catalogue, as a phone needs it offline."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from billun.blueprints.access import signed_in
from billun.blueprints.api.blueprint import Resource
from billun.catalogue import catalogue

catalogue_api = Resource(
    "catalogue", "Kinds, fields, checks, safety kit, documents, anomalies, outlines"
)


@catalogue_api.route("/catalogue", methods=["GET"])
@signed_in
@catalogue_api.response(200)
def show() -> ResponseReturnValue:
    """The whole catalogue, labels in both languages: kinds, fields, checks, kit, documents, anomalies, outlines.

    `version` changes with any word of it. Fields say how `specs` of equipment are written; a derived one
    (product, difference) is reckoned and never sent.
    """
    return jsonify(catalogue.as_json())
