"""Documents of equipment: sent with their data, read, changed, removed."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_smorest.fields import Upload as UploadField
from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Moment, Text, hash_field
from billun.blueprints.api.photos import MOST_BYTES_OF_AN_UPLOAD
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import PageQuery, list_of, page_answer
from billun.blueprints.documents.serving import serve_file, serve_preview
from billun.blueprints.loading import equipment_named
from billun.catalogue import catalogue
from billun.models import Document, Role
from billun.models.deadline import state_of
from billun.operations.documents import (
    DocumentForm,
    add_document,
    edit_document,
    form_of,
    hold,
    remove_document,
)
from billun.queries.equipment_documents import (
    NEWEST_FIRST,
    document_with_id,
    listed,
    readable_document,
)
from billun.queries.pagination import paginate

documents = Resource("documents", "Documents of equipment, with their expiry")

KINDS = tuple(catalogue.document_types)
WHERE_FILES_COME = re.compile(r"/api/equipment/[^/]+/documents")
BYTES = {"type": "string", "format": "binary"}


def expiry_of(document: Document) -> str | None:
    if document.expires_on is None:
        return None
    return state_of(document.expires_on, document.equipment.company.today)


def urls_of(document: Document) -> dict[str, str]:
    """Where to read the file, and the picture of its first page once it is made."""
    urls = {"file": url_for("api_documents.file", id=document.id)}
    if document.is_ready:
        urls["preview"] = url_for("api_documents.preview", id=document.id)
    return urls


class DocumentSchema(Schema):
    """`state` is that of the preview: stored, ready, failed; `expiry` that of a deadline, or null."""

    id = fields.UUID()
    equipment_id = fields.UUID()
    intervention_id = fields.UUID(allow_none=True)
    kind = fields.String()
    title = fields.String()
    number = fields.String()
    issued_on = fields.Date(allow_none=True)
    expires_on = fields.Date(allow_none=True)
    expiry = fields.Function(expiry_of)
    file_name = fields.String()
    media_type = fields.String()
    bytes = fields.Integer(attribute="byte_size")
    sha256 = fields.String()
    page_count = fields.Integer(allow_none=True)
    state = fields.String()
    created_at = Moment()
    urls = fields.Function(urls_of)


class DocumentQuery(PageQuery):
    kind = fields.String(validate=validate.OneOf(KINDS))


class DocumentFile(Schema):
    file = UploadField(required=True)


class DocumentWriteSchema(Schema):
    kind = fields.String(validate=validate.OneOf(KINDS))
    title = Text(longest=200)
    number = Text(longest=80)
    issued_on = Day(allow_none=True)
    expires_on = Day(allow_none=True)


class SentDocumentForm(DocumentWriteSchema):
    """What comes with a file."""

    id = fields.UUID()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    sha256 = hash_field()


class NewDocumentForm(SentDocumentForm):
    """`renews` names the checks that it proves; `replaces` is the document that it follows."""

    renews = fields.List(fields.String(), validate=validate.Length(max=20))
    replaces = fields.UUID()


@documents.app_url_value_preprocessor
def make_room_for_a_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if WHERE_FILES_COME.fullmatch(request.path):
        request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@documents.route("/equipment/<name>/documents", methods=["GET"])
@members
@documents.arguments(DocumentQuery, location="query")
@documents.response(200, list_of(DocumentSchema))
def index(query: Json, name: str) -> Json:
    """The documents of an item, the newest first."""
    wanted = listed(actor(), equipment_named(name), query.get("kind"))
    return page_answer(paginate(wanted, NEWEST_FIRST, query["limit"], query.get("cursor")))


@documents.route("/equipment/<name>/documents", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@documents.arguments(DocumentFile, location="files")
@documents.arguments(NewDocumentForm, location="form")
@documents.response(201, DocumentSchema)
def create(files: Json, form: Json, name: str) -> Any:
    """Add a document: PDF, JPEG, PNG, WebP or HEIC, at most 20 MB."""
    item, file = equipment_named(name), files["file"]
    given: Json = {key: form.pop(key) for key in ("id", "sha256", "renews") if key in form}
    if "replaces" in form:
        given["replaces"] = document_with_id(actor(), form.pop("replaces"))
    document, created = add_document(
        actor(), item, DocumentForm(**form), file.stream, file.filename or "", **given
    )
    return document if created else (document, 200)


@documents.route("/documents/<uuid:id>", methods=["GET"])
@members
@documents.response(200, DocumentSchema)
def show(id: UUID) -> Document:
    """One document; also a removed one, as long as it proves a renewal."""
    return readable_document(actor(), id)


@documents.route("/documents/<uuid:id>", methods=["PATCH"])
@only(Role.WORKSHOP, Role.MANAGER)
@documents.arguments(DocumentWriteSchema)
@documents.response(200, DocumentSchema)
def edit(body: Json, id: UUID) -> Document:
    """Change what is given; the rest and the file stay."""
    document = document_with_id(actor(), id)
    hold(document)
    refuse_if_changed(DocumentSchema, document)
    edit_document(actor(), document, DocumentForm(**(vars(form_of(document)) | body)))
    return document


@documents.route("/documents/<uuid:id>", methods=["DELETE"])
@only(Role.WORKSHOP, Role.MANAGER)
@documents.response(204)
def remove(id: UUID) -> None:
    """Take it out of the lists; what it proves still names it."""
    remove_document(actor(), document_with_id(actor(), id))


@documents.route("/documents/<uuid:id>/file", methods=["GET"])
@members
@documents.response(200, BYTES, content_type="application/octet-stream")
def file(id: UUID) -> ResponseReturnValue:
    """The file as it came."""
    return serve_file(readable_document(actor(), id))


@documents.route("/documents/<uuid:id>/preview", methods=["GET"])
@members
@documents.response(200, BYTES, content_type="image/webp")
def preview(id: UUID) -> ResponseReturnValue:
    """The first page as a picture; 404 until it is made."""
    return serve_preview(readable_document(actor(), id))
