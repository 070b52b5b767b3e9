"""Imports: a file is brought, its columns are matched, its rows are tried, the good ones are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.spreadsheets import MOST_BYTES, csv_lines
from billun.blueprints.access import actor, only
from billun.blueprints.documents.refusals import beside_file
from billun.blueprints.fragments import is_fragment
from billun.blueprints.imports.forms import FileForm, choices_for, matched_heads, matching_in
from billun.blueprints.page_context import locale
from billun.errors import Refused
from billun.extensions import db
from billun.models import ImportRun, ImportTarget, Role
from billun.operations.importing.progress import was_interrupted
from billun.operations.importing.runs import begin_import, match_columns, write_good_rows
from billun.queries.import_list import bad_rows_of, import_with_id, list_imports

imports = Blueprint("imports", __name__)

# The file, and room for what a form puts around it.
MOST_BYTES_OF_A_FORM = MOST_BYTES + 100_000


@imports.url_value_preprocessor
def make_room_for_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if endpoint == "imports.new":
        request.max_content_length = MOST_BYTES_OF_A_FORM


@imports.get("/imports")
@only(Role.MANAGER)
def index() -> ResponseReturnValue:
    page = list_imports(actor(), cursor=request.args.get("cursor"))
    return render_template("imports/list.html", page=page)


@imports.route("/imports/new", methods=["GET", "POST"])
@only(Role.MANAGER)
def new() -> ResponseReturnValue:
    about_people = request.args.get("target") == ImportTarget.PEOPLE
    form = FileForm(target=ImportTarget.PEOPLE if about_people else ImportTarget.EQUIPMENT)
    if form.validate_on_submit():
        with beside_file(form):
            file = form.file.data
            run, _begun = begin_import(
                actor(),
                ImportTarget(form.target.data),
                file.stream,
                file.filename or "",
                UUID(form.id.data),
            )
            return redirect(url_for("imports.show", id=run.id), 303)
    failed = bool(form.errors or form.form_errors)
    return render_template("imports/new.html", form=form), 422 if failed else 200


@imports.get("/imports/<uuid:id>")
@only(Role.MANAGER)
def show(id: UUID) -> ResponseReturnValue:
    return page_of(import_with_id(actor(), id))


@imports.get("/imports/<uuid:id>/matching")
@only(Role.MANAGER)
def matching(id: UUID) -> ResponseReturnValue:
    """The columns once more, after the rows were tried."""
    run = import_with_id(actor(), id)
    return matching_page(run, run.matching)


@imports.post("/imports/<uuid:id>/matching")
@only(Role.MANAGER)
def match(id: UUID) -> ResponseReturnValue:
    run = import_with_id(actor(), id)
    chosen = matching_in(run, request.form)
    try:
        match_columns(actor(), run, chosen)
    except Refused as refused:
        db.session.rollback()
        return matching_page(import_with_id(actor(), id), chosen, refused.message), 422
    return redirect(url_for("imports.show", id=id), 303)


@imports.post("/imports/<uuid:id>/writing")
@only(Role.MANAGER)
def write(id: UUID) -> ResponseReturnValue:
    write_good_rows(actor(), import_with_id(actor(), id))
    return redirect(url_for("imports.show", id=id), 303)


@imports.get("/imports/<uuid:id>/bad-rows")
@only(Role.MANAGER)
def bad_rows(id: UUID) -> ResponseReturnValue:
    """Every refused row as CSV, to mend the file by."""
    rows = bad_rows_of(import_with_id(actor(), id), limit=None).items
    lines = csv_lines(
        [_("Row"), _("Column"), _("What is wrong")],
        [[row["row"], row["column"], row["reason"]] for row in rows],
        locale(),
    )
    answer = Response("".join(lines), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{_('bad-rows')}.csv")
    return answer


def page_of(run: ImportRun) -> ResponseReturnValue:
    template = "imports/_run.html" if is_fragment("import-run") else "imports/run.html"
    return render_template(
        template,
        run=run,
        heads=matched_heads(run, run.matching),
        groups=choices_for(run),
        bad_rows=bad_rows_of(run),
        interrupted=was_interrupted(run),
        error="",
    )


def matching_page(run: ImportRun, chosen: Mapping[str, str], error: str = "") -> str:
    return render_template(
        "imports/matching.html",
        run=run,
        heads=matched_heads(run, chosen),
        groups=choices_for(run),
        error=error,
    )
