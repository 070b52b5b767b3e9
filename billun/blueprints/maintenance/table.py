"""Interventions as a table to take along: CSV in the reader's language, times by the company's wall clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import Response, make_response
from flask_babel import gettext as _

from billun.adapters.spreadsheets import Cell, csv_lines
from billun.blueprints.access import actor
from billun.blueprints.maintenance.forms import KINDS, PRIORITIES
from billun.blueprints.maintenance.status_words import job_status_word
from billun.blueprints.page_context import kind_label, locale
from billun.errors import Refused
from billun.models import Intervention
from billun.operations.local_times import wall_at
from billun.queries.intervention_list import InterventionFilter
from billun.queries.interventions_to_take_along import interventions_to_take_along

MOST_ROWS = 50_000


def intervention_table(wanted: InterventionFilter, sort: str) -> Response:
    """The file. Raises Refused where it would be too long."""
    found = interventions_to_take_along(actor(), wanted, MOST_ROWS + 1, sort)
    if len(found) > MOST_ROWS:
        raise Refused("format", _("These are too many for one file. Narrow the list first."))
    rows = [list(cells_of(job)) for job in found]
    answer = make_response("".join(csv_lines(heads(), rows, locale())))
    answer.mimetype = "text/csv"
    name = f"{_('workshop')}-{actor().company.today.isoformat()}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def heads() -> list[str]:
    zone = actor().company.time_zone
    words = (
        _("Reference"),
        _("Status"),
        _("Kind of work"),
        _("Priority"),
        _("What is to be done"),
        _("Billun ID"),
        _("Fleet number"),
        _("Plate"),
        _("Kind"),
        _("Site"),
        _("Workshop"),
        _("Bay"),
        _("Start (%(zone)s)", zone=zone),
        _("End (%(zone)s)", zone=zone),
        _("Who"),
        _("Estimated (min)"),
        _("Worked (min)"),
        _("Started (%(zone)s)", zone=zone),
        _("Done (%(zone)s)", zone=zone),
        _("Cost without tax (EUR)"),
    )
    return [str(word) for word in words]


def cells_of(job: Intervention) -> Iterator[Cell]:
    item = job.equipment
    yield from (job.reference, job_status_word(job.status), str(KINDS[job.kind]))
    yield from (str(PRIORITIES[job.priority]), job.title)
    yield from (item.billun_id, item.internal_id, item.plate, kind_label(item))
    yield from (item.site.name if item.site else None, job.place_name, job.bay)
    yield from (wall(job.starts_at), wall(job.ends_at))
    yield ", ".join(mate.user.full_name for mate in job.assignees)
    yield from (job.estimated_minutes, job.worked_minutes)
    yield from (wall(job.started_at), wall(job.completed_at))
    yield float(job.cost)


def wall(moment: datetime | None) -> datetime | None:
    return (
        wall_at(moment, actor().company.zone).replace(second=0, microsecond=0) if moment else None
    )
