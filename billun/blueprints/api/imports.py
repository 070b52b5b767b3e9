"""Imports: a file is sent, its columns are matched, its rows are tried, the good ones are written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from flask_smorest.fields import Upload as UploadField
from marshmallow import Schema, fields, validate

from billun.adapters.spreadsheets import MOST_BYTES, MOST_COLUMNS
from billun.blueprints.access import actor, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import PageQuery, items_of, list_of, page_answer
from billun.blueprints.page_context import locale
from billun.models import ImportRun, ImportTarget, Role
from billun.operations.importing.runs import begin_import, match_columns, write_good_rows
from billun.operations.importing.targets import columns_of
from billun.queries.import_list import bad_rows_of, import_with_id, list_imports

imports = Resource("imports", "Imports of CSV and XLSX files")

# The file, and room for what a form puts around it.
MOST_BYTES_OF_AN_UPLOAD = MOST_BYTES + 100_000


class ImportSchema(Schema):
    """`state`: `arrived`, `checking` and `writing` wait for a worker, `read` and `checked` for a person;
    `done`; `refused` and `failed` say why in `refusal`. `matching` is `{head: column}`."""

    id = fields.UUID()
    target = fields.String()
    state = fields.String()
    file_name = fields.String()
    bytes = fields.Integer(attribute="byte_size")
    sha256 = fields.String()
    heads = fields.List(fields.String())
    sample = fields.List(fields.List(fields.String()))
    matching = fields.Dict(keys=fields.String(), values=fields.String())
    refusal = fields.String()
    rows = fields.Integer()
    rows_done = fields.Integer()
    rows_new = fields.Integer()
    rows_changed = fields.Integer()
    rows_bad = fields.Integer()
    created_at = Moment()
    touched_at = Moment()


class ImportFile(Schema):
    file = UploadField(required=True)


class NewImportForm(Schema):
    id = fields.UUID()
    target = fields.Enum(ImportTarget, by_value=True, load_default=ImportTarget.EQUIPMENT)


class MatchingSchema(Schema):
    """Heads that are left out, or mean null, are not imported."""

    matching = fields.Dict(
        keys=Text(longest=200),
        values=Text(longest=100, allow_none=True),
        required=True,
        validate=validate.Length(max=MOST_COLUMNS),
    )


class BadRowSchema(Schema):
    """`row` as a spreadsheet program counts, the heads being row 1; `column` is the file's own head."""

    row = fields.Integer()
    column = fields.String()
    reason = fields.String()


class BadRowsQuery(Schema):
    limit = fields.Integer(load_default=100, validate=Between(1, 500))
    cursor = fields.Integer(load_default=0, validate=Between(0, 1_000_000))


class ColumnsQuery(Schema):
    target = fields.Enum(ImportTarget, by_value=True, load_default=ImportTarget.EQUIPMENT)


class ColumnSchema(Schema):
    key = fields.String()
    label = fields.String()
    group = fields.String()


@imports.app_url_value_preprocessor
def make_room_for_a_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if request.path == "/api/imports":
        request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@imports.route("/imports", methods=["GET"])
@only(Role.MANAGER)
@imports.arguments(PageQuery, location="query")
@imports.response(200, list_of(ImportSchema))
def index(query: Json) -> Json:
    """The imports of the company, newest first."""
    return page_answer(list_imports(actor(), query["limit"], query.get("cursor")))


@imports.route("/imports", methods=["POST"])
@only(Role.MANAGER)
@imports.arguments(ImportFile, location="files")
@imports.arguments(NewImportForm, location="form")
@imports.response(201, ImportSchema)
def create(files: Json, form: Json) -> Any:
    """Send a file; a worker reads it and proposes what its columns mean."""
    file = files["file"]
    run, begun = begin_import(
        actor(), form["target"], file.stream, file.filename or "", form.get("id")
    )
    return run if begun else (run, 200)


@imports.route("/imports/columns", methods=["GET"])
@only(Role.MANAGER)
@imports.arguments(ColumnsQuery, location="query")
@imports.response(200, items_of(ColumnSchema))
def columns(query: Json) -> Json:
    """What the columns of a file may mean."""
    known = columns_of(query["target"]).values()
    return {
        "items": [
            {"key": one.key, "label": one.label(locale()), "group": one.group[locale()]}
            for one in known
            if one.read
        ]
    }


@imports.route("/imports/<uuid:id>", methods=["GET"])
@only(Role.MANAGER)
@imports.response(200, ImportSchema)
def show(id: UUID) -> ImportRun:
    """One import, and how far it is."""
    return import_with_id(actor(), id)


@imports.route("/imports/<uuid:id>/matching", methods=["PUT"])
@only(Role.MANAGER)
@imports.arguments(MatchingSchema)
@imports.response(202, ImportSchema)
def match(body: Json, id: UUID) -> ImportRun:
    """Say what the columns mean; a worker then tries every row and keeps nothing but what is wrong."""
    run = import_with_id(actor(), id)
    match_columns(actor(), run, {head: key or "" for head, key in body["matching"].items()})
    return run


@imports.route("/imports/<uuid:id>/bad-rows", methods=["GET"])
@only(Role.MANAGER)
@imports.arguments(BadRowsQuery, location="query")
@imports.response(200, list_of(BadRowSchema))
def bad_rows(query: Json, id: UUID) -> Json:
    """The rows that cannot be imported, each with its column and the reason."""
    first, limit = query["cursor"], query["limit"]
    found = bad_rows_of(import_with_id(actor(), id), first, limit)
    end = first + len(found.items)
    following = str(end) if end < found.total else None
    return {"items": found.items, "next_cursor": following, "total": found.total}


@imports.route("/imports/<uuid:id>/writing", methods=["POST"])
@only(Role.MANAGER)
@imports.response(202, ImportSchema)
def write(id: UUID) -> ImportRun:
    """Have all good rows written, in one transaction. Asking again changes nothing."""
    run = import_with_id(actor(), id)
    write_good_rows(actor(), run)
    return run
