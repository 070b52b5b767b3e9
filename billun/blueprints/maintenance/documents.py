"""Papers of a job: an invoice, a work report, the proof of a check."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, only
from billun.blueprints.api.photos import MOST_BYTES_OF_AN_UPLOAD
from billun.blueprints.documents.forms import NewDocumentForm
from billun.blueprints.documents.refusals import beside_file
from billun.blueprints.loading import intervention_named
from billun.models import Intervention, Role
from billun.models.base import new_id
from billun.operations.documents import add_document

work_documents = Blueprint("work_documents", __name__)

# What comes with work, before all that a drawer may hold.
USUAL = ("invoice", "work_report")


@work_documents.url_value_preprocessor
def make_room_for_a_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@work_documents.route("/maintenance/<reference>/documents", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def add(reference: str) -> ResponseReturnValue:
    """The form of a new document; it lies with the job and with its equipment."""
    job = intervention_named(reference)
    form = NewDocumentForm(data={"id": str(new_id()), "kind": USUAL[0]})
    del form.renews
    form.kind.choices = sorted(form.kind.choices, key=lambda choice: choice.value not in USUAL)
    if form.validate_on_submit() and store(form, job):
        return redirect(f"/maintenance/{job.reference}#work-documents", 303)
    status = getattr(form, "refused_as", 422) if form.errors or form.form_errors else 200
    return render_template("maintenance/document_form.html", job=job, form=form), status


def store(form: NewDocumentForm, job: Intervention) -> bool:
    """Whether the document is stored; else the form says why not."""
    with beside_file(form):
        add_document(
            actor(),
            job.equipment,
            form.as_operation_form(),
            form.file.data.stream,
            form.file.data.filename or "",
            id=id_in(form.id.data),
            intervention=job,
        )
    return not (form.errors or form.form_errors)


def id_in(text: str | None) -> UUID:
    """The id that the form came with, so that sending it twice is harmless."""
    try:
        return UUID(text or "")
    except ValueError:
        return new_id()
