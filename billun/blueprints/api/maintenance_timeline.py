"""What happened to an intervention, and what people say of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import selectinload

from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.maintenance_step_schemas import (
    InterventionCommentBody,
    InterventionEntrySchema,
)
from billun.blueprints.api.schemas import items_of
from billun.blueprints.loading import intervention_named
from billun.models import Intervention, InterventionEntry, Role
from billun.operations.intervention_timeline import comment_on_intervention

maintenance_timeline = Resource("maintenance_timeline", "What happened to an intervention")


@maintenance_timeline.route("/maintenance/<name>/timeline", methods=["GET"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_timeline.response(200, items_of(InterventionEntrySchema))
def index(name: str) -> Json:
    """What happened to it, from the beginning."""
    entries = selectinload(Intervention.timeline)
    who = (entries.joinedload(InterventionEntry.actor), entries.joinedload(InterventionEntry.link))
    return {"items": intervention_named(name, *who).timeline}


@maintenance_timeline.route("/maintenance/<name>/timeline", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_timeline.arguments(InterventionCommentBody)
@maintenance_timeline.response(201, InterventionEntrySchema)
def comment(body: Json, name: str) -> Any:
    """Say something about it; sending it again under its id is harmless."""
    words, id = body["comment"], body.get("id")
    entry, created = comment_on_intervention(actor(), intervention_named(name), words, id)
    return entry if created else (entry, 200)
