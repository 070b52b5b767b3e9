"""Labels as PDF, and the codes that lead to an item beside its own numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate

from billun.adapters.label_sheets import LAYOUTS, LabelFormat
from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import items_of
from billun.blueprints.labels.loading import code_on
from billun.blueprints.labels.printing import as_pdf, labels_of, labels_of_nothing
from billun.blueprints.loading import equipment_named
from billun.models import EquipmentCode, Role
from billun.operations.labels import (
    MOST_LABELS_AT_ONCE,
    add_code,
    remove_code,
    stock_labels,
)
from billun.queries.labels import codes_of, equipment_with_ids

labels = Resource("labels", "Printed labels, and codes that lead to equipment")

PLACES = LAYOUTS[LabelFormat.A4].places
PDF = {"type": "string", "format": "binary"}


class PrintSchema(Schema):
    format = fields.Enum(
        LabelFormat,
        by_value=True,
        load_default=LabelFormat.A4,
        metadata={"description": "`a4`: sheets of 3 × 8; `62mm`: one after the other, 62 × 29 mm"},
    )
    skip = fields.Integer(
        load_default=0,
        strict=True,
        validate=Between(0, PLACES - 1),
        metadata={"description": "Labels of the first A4 sheet that are gone already"},
    )


class LabelsSchema(PrintSchema):
    equipment_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(1, MOST_LABELS_AT_ONCE)
    )


class BlankLabelsSchema(PrintSchema):
    id = fields.UUID(metadata={"description": "Sent again, it prints the same labels"})
    count = fields.Integer(required=True, strict=True, validate=Between(1, MOST_LABELS_AT_ONCE))


class NewCodeSchema(Schema):
    id = fields.UUID()
    code = Text(longest=300, shortest=1, required=True)


class CodeSchema(Schema):
    id = fields.UUID()
    code = fields.String()
    is_label = fields.Boolean(metadata={"description": "A Billun label that was claimed"})
    created_at = Moment()


@labels.route("/labels", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@labels.arguments(LabelsSchema)
@labels.response(200, PDF, content_type="application/pdf")
def print_labels(body: Json) -> Response:
    """The labels of these items, by name."""
    found = equipment_with_ids(actor(), body["equipment_ids"])
    return as_pdf(labels_of(actor(), found), body["format"], body["skip"])


@labels.route("/labels/blank", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@labels.arguments(BlankLabelsSchema)
@labels.response(201, PDF, content_type="application/pdf")
def print_blank_labels(body: Json) -> Response:
    """Labels that belong to nothing until somebody claims them by a scan."""
    blank, created = stock_labels(actor(), body["count"], body.get("id"))
    document = as_pdf(labels_of_nothing(actor(), blank), body["format"], body["skip"])
    document.status_code = 201 if created else 200
    return document


@labels.route("/equipment/<name>/codes", methods=["GET"])
@members
@labels.response(200, items_of(CodeSchema))
def codes(name: str) -> Json:
    """The codes that lead to this item beside its own numbers, the oldest first."""
    carried = codes_of(equipment_named(name))
    return {"items": [described(one.row, one.is_label) for one in carried]}


@labels.route("/equipment/<name>/codes", methods=["POST"])
@only(Role.MANAGER, Role.WORKSHOP)
@labels.arguments(NewCodeSchema)
@labels.response(201, CodeSchema)
def attach(body: Json, name: str) -> Any:
    """Let one more code lead to this item; a blank label of the company is claimed by it."""
    item = equipment_named(name)
    carried, created = add_code(actor(), item, body["code"], body.get("id"))
    answer = next(
        described(one.row, one.is_label) for one in codes_of(item) if one.row.id == carried.id
    )
    return answer if created else (answer, 200)


@labels.route("/equipment/<name>/codes/<uuid:code_id>", methods=["DELETE"])
@only(Role.MANAGER, Role.WORKSHOP)
@labels.response(204)
def detach(name: str, code_id: UUID) -> None:
    """Let the code lead nowhere; a Billun label may then be claimed again."""
    remove_code(actor(), code_on(equipment_named(name), code_id))


def described(row: EquipmentCode, is_label: bool) -> Json:
    return {
        "id": row.id,
        "code": row.code,
        "is_label": is_label,
        "created_at": row.created_at,
    }
