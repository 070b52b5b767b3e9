"""Any filtered list of equipment as a file."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from billun.blueprints.access import only
from billun.blueprints.equipment.filters import wanted_equipment
from billun.blueprints.equipment.table import FORMATS, equipment_table
from billun.models import Role

equipment_export = Blueprint("equipment_export", __name__)


@equipment_export.get("/equipment/export")
@only(Role.WORKSHOP, Role.MANAGER)
def export() -> ResponseReturnValue:
    """The list with its filters, as CSV or XLSX."""
    kind = request.args.get("format", "csv")
    if kind not in FORMATS:
        raise BadRequest(_("Ask for csv or xlsx."))
    return equipment_table(wanted_equipment(), kind)
