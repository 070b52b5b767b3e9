"""Labels as PDF, for the pages and for the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response

from billun.adapters.label_sheets import Label, LabelFormat, label_sheet
from billun.adapters.threads import off_the_loop
from billun.models import BlankLabel, Equipment, Membership
from billun.operations.letters import base_url


def labels_of(owner: Membership, equipment: Iterable[Equipment]) -> list[Label]:
    return [
        Label(item.billun_id, url_of(item.billun_id), owner.company.name, title_of(item))
        for item in equipment
    ]


def labels_of_nothing(owner: Membership, blank: Iterable[BlankLabel]) -> list[Label]:
    return [Label(label.billun_id, url_of(label.billun_id), owner.company.name) for label in blank]


def title_of(item: Equipment) -> str:
    """Plate and fleet number, as far as it has them."""
    return " · ".join(number for number in (item.plate, item.internal_id) if number)


def url_of(billun_id: str) -> str:
    """The address that a label leads to, for life."""
    return f"{base_url()}/e/{billun_id}"


def as_pdf(labels: Sequence[Label], form: LabelFormat, skip: int) -> Response:
    """The labels as a PDF that the browser shows."""
    document = off_the_loop(label_sheet, labels, form, skip)
    response = Response(document, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="billun-labels.pdf"'
    return response
