"""Any filtered list of equipment as a file."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from billun.blueprints.access import only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.equipment import EquipmentQuery
from billun.blueprints.equipment.table import FORMATS, XLSX, equipment_table
from billun.blueprints.loading import refuse_foreign_ids
from billun.models import Role
from billun.queries.equipment_filter import EquipmentFilter

equipment_export = Resource("equipment_export", "Equipment as a file")

BYTES = {"type": "string", "format": "binary"}


class ExportQuery(EquipmentQuery):
    """The filters of the list; a file has no pages."""

    class Meta:
        exclude = ("limit", "cursor")

    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))


@equipment_export.route("/equipment/export", methods=["GET"])
@only(Role.WORKSHOP, Role.MANAGER)
@equipment_export.arguments(ExportQuery, location="query")
@equipment_export.alt_response(
    200, content_type="text/csv", schema=BYTES, success=True, description="CSV in UTF-8"
)
@equipment_export.alt_response(200, content_type=XLSX, schema=BYTES, success=True)
def export(query: Json) -> ResponseReturnValue:
    """The list as CSV or XLSX, with heads in the language of Accept-Language. An import takes it back."""
    refuse_foreign_ids(query)
    kind = query.pop("format")
    query.pop("sort", None)
    return equipment_table(EquipmentFilter(**query), kind)
