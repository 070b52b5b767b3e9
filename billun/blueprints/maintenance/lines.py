"""What an intervention costs: parts and labour are added, mended and taken away."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.equipment.filters import word_of
from billun.blueprints.loading import intervention_named
from billun.blueprints.maintenance.forms import id_in
from billun.blueprints.maintenance.job_page import done, refused
from billun.blueprints.maintenance.steps import minutes_said
from billun.catalogue import FieldError
from billun.catalogue.reading import number_in
from billun.errors import Conflict, Missing, Refused
from billun.models import Intervention, InterventionLine, LineKind, Role
from billun.operations.intervention_lines import LineForm, add_line, edit_line, remove_line

job_lines = Blueprint("job_lines", __name__)


@job_lines.post("/maintenance/<reference>/lines")
@only(Role.MANAGER, Role.WORKSHOP)
def create(reference: str) -> ResponseReturnValue:
    """Its `id` comes from the form: the same one sent twice brings one line."""
    job, kind = intervention_named(reference), word_of(LineKind, request.form.get("kind"))
    if kind is None:
        raise Missing
    try:
        add_line(actor(), job, LineForm(kind=kind, **line_said(kind)), id_said())
    except (Refused, Conflict) as error:
        return refused(reference, error, kind)
    return done(reference)


@job_lines.post("/maintenance/<reference>/lines/<uuid:id>")
@only(Role.MANAGER, Role.WORKSHOP)
def edit(reference: str, id: UUID) -> ResponseReturnValue:
    line = line_of(intervention_named(reference), id)
    try:
        edit_line(actor(), line, line_said(line.kind))
    except (Refused, Conflict) as error:
        return refused(reference, error, f"line-{id}")
    return done(reference)


@job_lines.post("/maintenance/<reference>/lines/<uuid:id>/removal")
@only(Role.MANAGER, Role.WORKSHOP)
def remove(reference: str, id: UUID) -> ResponseReturnValue:
    remove_line(actor(), line_of(intervention_named(reference), id))
    return done(reference)


def line_of(job: Intervention, id: UUID) -> InterventionLine:
    """Raises Missing for a line of another intervention."""
    line = next((one for one in job.lines if one.id == id), None)
    if line is None:
        raise Missing
    return line


def line_said(kind: LineKind) -> dict[str, Any]:
    """What the form says of a line. Raises Refused for what is no number."""
    said = {
        "description": request.form.get("description", ""),
        "unit_price": number_said("unit_price"),
    }
    if kind == LineKind.LABOUR:
        worker = request.form.get("worker_id")
        return said | {"minutes": minutes_said(), "worker_id": id_in(worker) if worker else None}
    return said | {
        "reference": request.form.get("reference", ""),
        "quantity": number_said("quantity"),
    }


def number_said(name: str) -> Decimal | None:
    text = request.form.get(name, "").strip()
    try:
        return number_in(text, whole=False) if text else None
    except FieldError as error:
        raise Refused(name, _("Write a number.")) from error


def id_said() -> UUID | None:
    text = request.form.get("id")
    return id_in(text) if text else None
