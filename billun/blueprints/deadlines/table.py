"""Deadlines as a table to take along: CSV or XLSX, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import Response, make_response
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from billun.adapters.spreadsheets import Cell, csv_lines, workbook
from billun.adapters.threads import off_the_loop
from billun.blueprints.access import actor
from billun.blueprints.deadlines.words import blocks_word, deadline_state_word, result_word
from billun.blueprints.page_context import deadline_label, kind_label, locale
from billun.errors import Refused
from billun.models import Deadline
from billun.queries.deadline_list import DeadlineFilter, deadlines_to_take_along

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = {"csv": 100_000, "xlsx": 20_000}


def deadline_table(wanted: DeadlineFilter, kind: str) -> Response:
    """The file. Raises Refused where it would be too long."""
    if kind not in MOST_ROWS:
        raise BadRequest(_("Ask for csv or xlsx."))
    found = deadlines_to_take_along(actor(), wanted, MOST_ROWS[kind] + 1)
    if len(found) > MOST_ROWS[kind]:
        raise Refused("format", _("These are too many for one file. Narrow the list first."))
    today = actor().company.today
    rows = [list(cells_of(deadline, today)) for deadline in found]
    content = written(rows, kind)
    answer = make_response(content)
    answer.mimetype = XLSX if kind == "xlsx" else "text/csv"
    name = f"{_('deadlines')}-{today.isoformat()}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def written(rows: list[list[Cell]], kind: str) -> str | bytes:
    if kind == "xlsx":
        return off_the_loop(workbook, str(_("Deadlines")), heads(), rows)
    return "".join(csv_lines(heads(), rows, locale()))


def heads() -> list[str]:
    words = (
        _("Billun ID"),
        _("Fleet number"),
        _("Plate"),
        _("Kind"),
        _("Make"),
        _("Model"),
        _("Site"),
        _("Check"),
        _("State"),
        _("Due on"),
        _("Last done on"),
        _("Result"),
        _("What it blocks"),
    )
    return [str(word) for word in words]


def cells_of(deadline: Deadline, today: date) -> Iterator[Cell]:
    item = deadline.equipment
    yield from (item.billun_id, item.internal_id, item.plate, kind_label(item))
    yield from (item.make, item.model, item.site.name if item.site else None)
    yield deadline_label(deadline.code)
    yield deadline_state_word(deadline.state_on(today))
    yield from (deadline.due_on, deadline.done_on)
    yield result_word(deadline.result) if deadline.result else None
    yield blocks_word(deadline)
