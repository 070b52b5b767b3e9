"""Equipment as a file to take along: CSV or XLSX, in the reader's language; an import takes it back."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, current_app
from flask_babel import gettext as _

from billun.adapters.spreadsheets import Cell, csv_lines, workbook
from billun.adapters.threads import off_the_loop
from billun.blueprints.access import actor
from billun.blueprints.page_context import locale
from billun.errors import Refused
from billun.extensions import db
from billun.queries.equipment_export import EquipmentExport
from billun.queries.equipment_filter import EquipmentFilter

FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS_OF_XLSX = 20_000


def equipment_table(wanted: EquipmentFilter, kind: str) -> Response:
    """The file. Raises Refused for a workbook that would be too long."""
    export = EquipmentExport(actor(), wanted, locale())
    answer = xlsx(export) if kind == "xlsx" else csv(export)
    name = f"{_('equipment')}-{actor().company.today.isoformat()}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def csv(export: EquipmentExport) -> Response:
    """Sent as it is made. Between two batches it holds no connection, however slowly somebody reads."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    heads = export.heads

    def rows() -> Iterator[list[Cell]]:
        with app.app_context():
            for batch in export.batches():
                db.session.remove()
                yield from batch

    return Response(csv_lines(heads, rows(), export.locale), mimetype="text/csv")


def xlsx(export: EquipmentExport) -> Response:
    if export.count() > MOST_ROWS_OF_XLSX:
        text = _("These are too many for a workbook. Narrow the list, or take CSV.")
        raise Refused("format", text)
    rows = [row for batch in export.batches() for row in batch]
    content = off_the_loop(workbook, str(_("Equipment")), export.heads, rows)
    return Response(content, mimetype=XLSX)
