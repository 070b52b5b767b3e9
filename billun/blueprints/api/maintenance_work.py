"""The own clock on an intervention: work begins, work stops."""

from __future__ import annotations

from typing import Any

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.maintenance_step_schemas import WorkBody, WorkSchema
from billun.blueprints.loading import intervention_named
from billun.models import Role
from billun.operations.work_sessions import start_work, stop_work

maintenance_work = Resource("maintenance_work", "The time that people work on an intervention")


@maintenance_work.route("/maintenance/<name>/work", methods=["PUT"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_work.response(201, WorkSchema)
def start(name: str) -> Any:
    """Start the own clock, which stops where it runs elsewhere; starting it again is harmless."""
    clock, started = start_work(actor(), intervention_named(name))
    return clock if started else (clock, 200)


@maintenance_work.route("/maintenance/<name>/work", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_work.arguments(WorkBody)
@maintenance_work.response(200, WorkSchema)
def stop(body: Json, name: str) -> Any:
    """Stop it, which adds a line of labour; 204 where it does not run."""
    clock = stop_work(actor(), intervention_named(name), body.get("minutes"))
    return clock or ("", 204)
