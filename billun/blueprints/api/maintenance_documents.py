"""Papers of a job; they lie with its equipment, too."""

from __future__ import annotations

from typing import Any

from flask import request

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.documents import DocumentFile, DocumentSchema, SentDocumentForm
from billun.blueprints.api.photos import MOST_BYTES_OF_AN_UPLOAD
from billun.blueprints.api.schemas import items_of
from billun.blueprints.loading import intervention_named
from billun.models import Role
from billun.models.document import kinds_hidden_from
from billun.operations.documents import DocumentForm, add_document

maintenance_documents = Resource("maintenance_documents", "Papers of a job: invoices, work reports")


@maintenance_documents.url_value_preprocessor
def make_room_for_a_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@maintenance_documents.route("/maintenance/<name>/documents", methods=["GET"])
@members
@maintenance_documents.response(200, items_of(DocumentSchema))
def index(name: str) -> Json:
    """The papers of a job, the oldest first."""
    hidden = kinds_hidden_from(actor())
    papers = intervention_named(name).shown_documents
    return {"items": [paper for paper in papers if paper.kind not in hidden]}


@maintenance_documents.route("/maintenance/<name>/documents", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@maintenance_documents.arguments(DocumentFile, location="files")
@maintenance_documents.arguments(SentDocumentForm, location="form")
@maintenance_documents.response(201, DocumentSchema)
def create(files: Json, form: Json, name: str) -> Any:
    """Add a paper: PDF, JPEG, PNG, WebP or HEIC, at most 20 MB. Completing the job finds the proofs among them."""
    job, file = intervention_named(name), files["file"]
    given: Json = {key: form.pop(key) for key in ("id", "sha256") if key in form}
    document, created = add_document(
        actor(),
        job.equipment,
        DocumentForm(**form),
        file.stream,
        file.filename or "",
        intervention=job,
        **given,
    )
    return document if created else (document, 200)
