"""All interventions as a list by filter, and the same as a table to take along."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, only
from billun.blueprints.fragments import is_fragment
from billun.blueprints.maintenance.filters import (
    filter_arguments,
    wanted_interventions,
    wanted_sort,
)
from billun.blueprints.maintenance.table import intervention_table
from billun.extensions import db
from billun.models import Membership, Role
from billun.models.base import now
from billun.queries.intervention_list import InterventionFilter, list_interventions
from billun.queries.job_choices import people_of_workshops
from billun.queries.place_names import place_names

maintenance_list = Blueprint("maintenance_list", __name__)

ROWS = 50


@maintenance_list.get("/maintenance/list")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    wanted, sort = wanted_interventions(), wanted_sort()
    template = "_list.html" if is_fragment("job-list") else "list.html"
    return render_template(
        f"maintenance/{template}",
        page=list_interventions(actor(), wanted, ROWS, request.args.get("cursor"), sort),
        wanted=wanted,
        arguments=filter_arguments(wanted, sort),
        sort=sort,
        places=place_names(actor()),
        **people_to_choose(wanted),
        moment=now(),
    )


def people_to_choose(wanted: InterventionFilter) -> dict[str, Any]:
    """The workshop's people by their users' ids, and the name of the one who is chosen, also when gone since."""
    chosen = db.session.get(Membership, wanted.assignee_id) if wanted.assignee_id else None
    people = people_of_workshops(actor())
    return {
        "people": [(mate.user_id, mate.user.full_name) for mate in people],
        "person_name": chosen.user.full_name if chosen else "",
    }


@maintenance_list.get("/maintenance/export")
@only(Role.MANAGER, Role.WORKSHOP)
def export() -> ResponseReturnValue:
    """The list with its filters as a file."""
    return intervention_table(wanted_interventions(), wanted_sort())
