"""The documents of an item: looked at, added, changed, removed; and their bytes, for every page that names one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.photos import MOST_BYTES_OF_AN_UPLOAD
from billun.blueprints.documents.forms import DocumentDataForm, NewDocumentForm
from billun.blueprints.documents.refusals import beside_file
from billun.blueprints.documents.serving import serve_file, serve_preview
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import equipment_named
from billun.blueprints.page_context import locale
from billun.catalogue import catalogue
from billun.models import Document, Equipment, Role
from billun.models.base import new_id
from billun.operations.documents import (
    add_document,
    edit_document,
    remove_document,
    renewable_checks,
    restore_document,
)
from billun.queries.equipment_documents import (
    document_with_id,
    documents_of,
    readable_document,
    removed_document,
)

documents = Blueprint("documents", __name__)


@documents.app_template_filter("document_label")
def document_label(kind: str) -> str:
    """What this kind of document is called in the reader's language."""
    type = catalogue.document_types.get(kind)
    return type.label(locale()) if type else kind


@documents.url_value_preprocessor
def make_room_for_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if endpoint == "documents.new":
        request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@documents.get("/equipment/<billun_id>/documents")
@members
def index(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    return render_template(
        "equipment/documents.html",
        item=item,
        documents=documents_of(actor(), item),
        removed=just_removed(item),
    )


@documents.get("/drive/equipment/<billun_id>/documents")
@members
def papers(billun_id: str) -> ResponseReturnValue:
    """The same for who stands at the roadside and is asked for the papers."""
    item = equipment_named(billun_id)
    found = documents_of(actor(), item)
    return render_template("drive/documents.html", equipment=item, documents=found)


@documents.route("/equipment/<billun_id>/documents/new", methods=["GET", "POST"])
@only(Role.WORKSHOP, Role.MANAGER)
def new(billun_id: str) -> ResponseReturnValue:
    """First the kind is chosen, then the form asks what that kind has."""
    item, former = equipment_named(billun_id), document_to_replace()
    kind = request.values.get("kind") or (former.kind if former else "")
    if kind not in catalogue.document_types:
        return render_template("equipment/document_kinds.html", item=item)
    form = NewDocumentForm(data=first_data(kind, former))
    form.offer_checks(renewable_checks(item, kind))
    if form.validate_on_submit() and store(form, item, former):
        return redirect(url_for(".index", billun_id=item.billun_id), 303)
    return render_template(
        "equipment/document_form.html", item=item, form=form, kind=kind, former=former
    ), status_of(form)


@documents.route("/documents/<uuid:id>/edit", methods=["GET", "POST"])
@only(Role.WORKSHOP, Role.MANAGER)
def edit(id: UUID) -> ResponseReturnValue:
    document = document_with_id(actor(), id)
    item, form = document.equipment, DocumentDataForm(obj=document)
    if form.validate_on_submit():
        with beside_fields(form):
            edit_document(actor(), document, form.as_operation_form())
            return redirect(url_for(".index", billun_id=item.billun_id), 303)
    return render_template(
        "equipment/document_form.html", item=item, form=form, kind=document.kind, document=document
    ), status_of(form)


@documents.post("/documents/<uuid:id>/removal")
@only(Role.WORKSHOP, Role.MANAGER)
def remove(id: UUID) -> ResponseReturnValue:
    document = document_with_id(actor(), id)
    remove_document(actor(), document)
    place = url_for(".index", billun_id=document.equipment.billun_id, removed=document.id)
    return redirect(place, 303)


@documents.post("/documents/<uuid:id>/restoration")
@only(Role.WORKSHOP, Role.MANAGER)
def restore(id: UUID) -> ResponseReturnValue:
    document = removed_document(actor(), id)
    restore_document(actor(), document)
    return redirect(url_for(".index", billun_id=document.equipment.billun_id), 303)


@documents.get("/documents/<uuid:id>")
@members
def show(id: UUID) -> ResponseReturnValue:
    """The file in the browser; `?download=1` to keep it."""
    return serve_file(readable_document(actor(), id), download="download" in request.args)


@documents.get("/documents/<uuid:id>/preview")
@members
def preview(id: UUID) -> ResponseReturnValue:
    return serve_preview(readable_document(actor(), id))


def just_removed(item: Equipment) -> Document | None:
    """The document whose removal led here, as long as it is removed."""
    id = id_in(request.args.get("removed"))
    document = removed_document(actor(), id) if id else None
    gone = document and document.removed_at and document.equipment_id == item.id
    return document if gone else None


def document_to_replace() -> Document | None:
    id = id_in(request.values.get("replaces"))
    return document_with_id(actor(), id) if id else None


def first_data(kind: str, former: Document | None) -> dict[str, str]:
    """What an empty form holds: a document that follows another one has its title and number."""
    kept = {"title": former.title, "number": former.number} if former else {}
    return {"id": str(new_id()), "kind": kind, **kept}


def id_in(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        abort(404)


def store(form: NewDocumentForm, item: Equipment, former: Document | None) -> bool:
    """Whether the document is stored; else the form says why not."""
    with beside_file(form):
        add_document(
            actor(),
            item,
            form.as_operation_form(),
            form.file.data.stream,
            form.file.data.filename or "",
            id=id_in(form.id.data),
            renews=form.renews.data or (),
            replaces=former,
        )
    return not is_refused(form)


def status_of(form: DocumentDataForm) -> int:
    return getattr(form, "refused_as", 422) if is_refused(form) else 200


def is_refused(form: DocumentDataForm) -> bool:
    return bool(form.errors or form.form_errors)
