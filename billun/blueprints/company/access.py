"""The access log: who looked at, or took away, what belongs to the company."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from billun.adapters.spreadsheets import Cell, csv_lines
from billun.blueprints.access import actor, only
from billun.blueprints.fragments import is_fragment
from billun.blueprints.page_context import locale
from billun.errors import Refused
from billun.models import AccessKind, AccessRecord, AccessSubject, Role
from billun.queries.access_log import AccessFilter, access_to_take_along, list_access

company_access = Blueprint("company_access", __name__)

ROWS = 50
MOST_ROWS = 100_000
LONGEST_SEARCH = 100


@company_access.get("/company/access")
@only(Role.MANAGER)
def index() -> str:
    wanted = wanted_access()
    page = list_access(actor(), wanted, ROWS, request.args.get("cursor"))
    template = "company/_access.html" if is_fragment("access-log") else "company/access.html"
    return render_template(template, page=page, wanted=wanted, subjects=tuple(AccessSubject))


@company_access.get("/company/access/export")
@only(Role.MANAGER)
def export() -> Response:
    """What the filters leave, as CSV. Raises Refused where it would be too long."""
    found = access_to_take_along(actor(), wanted_access(), MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        raise Refused("q", _("These are too many for one file. Narrow the list first."))
    lines = csv_lines(heads(), (list(cells_of(record)) for record in found), locale())
    answer = make_response("".join(lines))
    answer.mimetype = "text/csv"
    name = f"{_('access-log')}-{actor().company.today.isoformat()}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@company_access.app_template_filter()
def access_kind_word(kind: AccessKind) -> str:
    words = {AccessKind.VIEWED: _("Looked at"), AccessKind.DOWNLOADED: _("Downloaded")}
    return str(words[kind])


@company_access.app_template_filter()
def access_subject_word(subject: AccessSubject) -> str:
    words = {
        AccessSubject.ANOMALY: _("Report of damage"),
        AccessSubject.PHOTO: _("Photo"),
        AccessSubject.ANOMALY_REPORT: _("PDF report"),
        AccessSubject.COMPANY_EXPORT: _("All data of the company"),
    }
    return str(words[subject])


def wanted_access() -> AccessFilter:
    """What the URL asks for; a word that is none of ours narrows nothing."""
    kind, subject = request.args.get("kind", ""), request.args.get("subject", "")
    return AccessFilter(
        q=request.args.get("q", "")[:LONGEST_SEARCH],
        kind=AccessKind(kind) if kind in set(AccessKind) else None,
        subject=AccessSubject(subject) if subject in set(AccessSubject) else None,
    )


def heads() -> list[str]:
    return [_("When"), _("Who"), _("Company"), _("What was done"), _("With what"), _("Name")]


def cells_of(record: AccessRecord) -> Iterator[Cell]:
    zone = actor().company.zone
    yield record.at.astimezone(zone).replace(tzinfo=None).isoformat(" ", "seconds")
    yield record.actor.user.full_name if record.actor else None
    yield record.actor_company.name if record.actor_company else None
    yield access_kind_word(record.kind)
    yield access_subject_word(record.subject)
    yield record.name
