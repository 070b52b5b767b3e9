"""Whether this process lives, and whether all that it needs answers."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from billun.blueprints.access import anyone
from billun.queries.readiness import parts

health = Blueprint("health", __name__)


@health.get("/health/live")
@anyone
def live() -> ResponseReturnValue:
    return jsonify(status="ok")


@health.get("/health/ready")
@anyone
def ready() -> ResponseReturnValue:
    """Database, Redis, storage, and for how long the oldest job waits; 503 where a part is down."""
    found = parts()
    fine = all(part.fine for part in found.values())
    body = {
        name: {"status": "ok" if part.fine else "down"} | part.facts for name, part in found.items()
    }
    return jsonify(status="ok" if fine else "down", parts=body), 200 if fine else 503
