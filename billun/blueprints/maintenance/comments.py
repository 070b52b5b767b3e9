"""What people say of an intervention."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, only
from billun.blueprints.loading import intervention_named
from billun.blueprints.maintenance.job_page import done, refused
from billun.blueprints.maintenance.lines import id_said
from billun.errors import Conflict, Refused
from billun.models import Role
from billun.operations.intervention_timeline import comment_on_intervention

job_comments = Blueprint("job_comments", __name__)


@job_comments.post("/maintenance/<reference>/comments")
@only(Role.MANAGER, Role.WORKSHOP)
def create(reference: str) -> ResponseReturnValue:
    words = request.form.get("comment", "")[:4000]
    try:
        comment_on_intervention(actor(), intervention_named(reference), words, id_said())
    except (Refused, Conflict) as error:
        return refused(reference, error, "comment")
    return done(reference)
