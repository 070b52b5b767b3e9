"""How long things are kept: what went, what goes next, and what is held."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.models import Role
from billun.queries.retention_due import due_of
from billun.queries.retention_log import held_anomalies, list_runs

company_retention = Blueprint("company_retention", __name__)

ROWS = 50


@company_retention.get("/company/retention")
@only(Role.MANAGER)
def index() -> str:
    return render_template(
        "company/retention.html",
        company=actor().company,
        due=due_of(actor().company),
        held=held_anomalies(actor()),
        page=list_runs(actor(), ROWS, request.args.get("cursor")),
    )


@company_retention.app_template_filter()
def retention_word(kind: str) -> str:
    """What became of one sort of thing, as it stands before its number."""
    words = {
        "positions": _("Places made coarse"),
        "photos": _("Photos erased"),
        "anomalies": _("Reports deleted"),
        "access_records": _("Lines of the access log deleted"),
    }
    return str(words[kind])


@company_retention.app_template_filter()
def retention_plan(kind: str) -> str:
    """What will become of one sort of thing, as it stands before its number."""
    words = {
        "positions": _("Places to make coarse"),
        "photos": _("Photos to erase"),
        "anomalies": _("Reports to delete"),
        "access_records": _("Lines of the access log to delete"),
    }
    return str(words[kind])
