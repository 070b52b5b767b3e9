"""The JSON API: one file a resource. Names and codes are fixed by what outside clients rely on."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from billun.blueprints.api.anomalies import anomalies
from billun.blueprints.api.auth import auth
from billun.blueprints.api.catalogue import catalogue_api
from billun.blueprints.api.docs import docs
from billun.blueprints.api.equipment import equipment
from billun.blueprints.api.events import events
from billun.blueprints.api.me import me_api
from billun.blueprints.api.photos import photos
from billun.blueprints.api.schemas import ProblemSchema
from billun.extensions import api

RESOURCES = (auth, me_api, catalogue_api, equipment, anomalies, photos, events)


def register_api(app: Flask) -> None:
    api.ERROR_SCHEMA = ProblemSchema
    api.init_app(app)
    describe_security(api)
    for resource in RESOURCES:
        api.register_blueprint(resource, url_prefix="/api")
    app.register_blueprint(docs)


def describe_security(bound: Api) -> None:
    bound.spec.components.security_scheme(
        "bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    )
    bound.spec.options["security"] = [{"bearer": []}]


__all__ = ["RESOURCES", "ProblemSchema", "register_api"]
