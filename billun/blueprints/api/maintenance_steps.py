"""The steps of an intervention's life."""

from __future__ import annotations

from typing import Any

from flask import request

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.maintenance_schemas import InterventionSchema
from billun.blueprints.api.maintenance_step_schemas import InterventionTransitionBody
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.loading import intervention_named
from billun.models import Intervention, Meter, Role
from billun.operations.intervention_steps import Step, move_intervention
from billun.operations.interventions import lock_intervention
from billun.operations.renewals import RenewalForm

maintenance_steps = Resource("maintenance_steps", "The steps of an intervention's life")


@maintenance_steps.route("/maintenance/<name>/transitions", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_steps.arguments(InterventionTransitionBody)
@maintenance_steps.response(200, InterventionSchema)
def move(body: Json, name: str) -> Any:
    """Start it, let it wait for parts, resume, complete or cancel it; its anomalies move along."""
    intervention = intervention_named(name)
    refuse_if_read_before(intervention)
    move_intervention(actor(), intervention, body.pop("to"), step_of(body), body.get("seen"))
    return intervention


def refuse_if_read_before(intervention: Intervention) -> None:
    """Raise 412 where the request's If-Match is of an older state; where not, it is held as it is."""
    if request.if_match:
        lock_intervention(intervention)
        refuse_if_changed(InterventionSchema, intervention)


def step_of(body: Json) -> Step:
    """What a checked body says along with the step. To leave something out and to send null say the same."""
    said = {name: value for name, value in body.items() if value is not None and name != "seen"}
    renewals = {
        code: None if renewal is None else RenewalForm(**renewal)
        for code, renewal in said.pop("renewals", {}).items()
    }
    readings = {
        Meter(meter): value
        for meter, value in said.pop("readings", {}).items()
        if value is not None
    }
    return Step(**said, renewals=renewals, readings=readings)
