"""What is due in the whole company: a list, the year as a calendar, the dates to complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from billun.blueprints.access import actor, members, only
from billun.blueprints.deadlines.dates import DatesRow, ids_typed, rows_of, write_rows
from billun.blueprints.deadlines.filters import address_of, refuse_strangers, wanted_deadlines
from billun.blueprints.deadlines.table import deadline_table
from billun.blueprints.deadlines.words import (
    blocks_word,
    deadline_state_word,
    due_words,
    result_word,
)
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import refuse_foreign_ids
from billun.errors import Missing
from billun.models import Deadline, DeadlineState, Role
from billun.queries.deadline_list import (
    DeadlineFilter,
    count_deadlines,
    deadlines_with_ids,
    list_deadlines,
)
from billun.queries.deadline_year import FIRST_YEAR, LAST_YEAR, year_of
from billun.queries.job_choices import jobs_of
from billun.queries.places import sites_of, workshops_of

deadlines = Blueprint("deadlines", __name__)
for words in (blocks_word, deadline_state_word, due_words, result_word):
    deadlines.add_app_template_filter(words)

ROWS = 50


@deadlines.get("/deadlines")
@members
def index() -> ResponseReturnValue:
    view, wanted = request.args.get("view"), wanted_deadlines(request.args)
    if view == "dates" or wanted.state == DeadlineState.UNKNOWN:
        return dates_page(wanted)
    if view == "year":
        year = wanted_year()
        months = year_of(actor(), replace(wanted, state=None), year)
        return whole_page("year", wanted, months=months, year=year)
    return list_page("list", wanted)


@deadlines.get("/deadlines/export")
@members
def export() -> ResponseReturnValue:
    """The list with its filters as a file."""
    wanted = wanted_deadlines(request.args)
    refuse_foreign_ids({name: value for name, value in vars(wanted).items() if value})
    return deadline_table(wanted, request.args.get("format", "csv"))


@deadlines.post("/deadlines/dates")
@only(Role.WORKSHOP, Role.MANAGER)
def dates() -> ResponseReturnValue:
    """Complete the dates of the rows that hold one: of all of them, or of none."""
    wanted, rows = wanted_deadlines(request.args), rows_of(typed_deadlines(), request.form)
    if not write_rows(actor(), rows):
        return dates_page(wanted, rows), 422
    if rows:
        flash(ngettext("%(num)s date completed", "%(num)s dates completed", len(rows)), "success")
    address = {"view": "dates"} | address_of(wanted)
    return redirect(f"/deadlines?{urlencode(address)}", 303)


def typed_deadlines() -> Sequence[Deadline]:
    ids = ids_typed(request.form)
    found = deadlines_with_ids(actor(), ids)
    if len(found) < len(ids):
        raise Missing
    return found


def dates_page(wanted: DeadlineFilter, typed: Sequence[DatesRow] = ()) -> str:
    """The deadlines without a day, by check, with what somebody has just typed for them."""
    return list_page(
        "dates",
        replace(wanted, state=DeadlineState.UNKNOWN, since=None, until=None),
        typed={row.deadline.id: row for row in typed},
    )


def list_page(view: str, wanted: DeadlineFilter, **context: Any) -> str:
    counts = count_deadlines(actor(), wanted)
    cursor = request.args.get("cursor")
    page = list_deadlines(actor(), wanted, ROWS, cursor, counts.total)
    return whole_page(view, wanted, page=page, counts=counts, jobs=jobs_of(page.items), **context)


def whole_page(view: str, wanted: DeadlineFilter, **context: Any) -> str:
    """The page of a view, or the view alone where htmx asks for it."""
    sites, workshops = sites_of(actor()), workshops_of(actor())
    refuse_strangers(wanted, [site.id for site in sites], [shop.id for shop in workshops])
    template = f"_{view}" if is_fragment("deadline-view") else "deadlines"
    return render_template(
        f"deadlines/{template}.html",
        view=view,
        wanted=wanted,
        address=address_of(wanted),
        sites=sites,
        workshops=workshops,
        **context,
    )


def wanted_year() -> int:
    """The year in the address, else the present one; the calendar has an end on both sides."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else actor().company.today.year
