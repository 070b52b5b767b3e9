"""Where the address on a label leads, and what happens to a label that nothing carries yet."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, members
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.models import BlankLabel, Equipment, Role
from billun.operations.labels import claim
from billun.queries.equipment_lookup import carriers, label_in_stock, look_up
from billun.queries.equipment_search import EquipmentFilter, search_equipment

scanning = Blueprint("scanning", __name__)

FOUND_AT_MOST = 12


@scanning.get("/e/<code>")
@members
def follow(code: str) -> ResponseReturnValue:
    """The driver's page of the item, or the desk's; a blank label leads to where it is claimed."""
    found = carriers(actor(), code)
    if found:
        page = "drive.equipment" if is_driver() else "equipment.show"
        return redirect(url_for(page, billun_id=found[0].billun_id))
    label = label_in_stock(actor(), code)
    if label is None:
        return render_template("labels/unknown.html", code=code, is_driver=is_driver()), 404
    return redirect(url_for("scanning.claim_label", code=label.billun_id))


@scanning.get("/e/<code>/claim")
@members
def claim_label(code: str) -> ResponseReturnValue:
    """Say what a blank label now sticks on. Drivers may: they hold it, and the item's history names them."""
    label = label_in_stock(actor(), code)
    return claim_page(label) if label else follow(code)


@scanning.post("/e/<code>/claim")
@members
def belongs(code: str) -> ResponseReturnValue:
    """The label sticks on this item."""
    label = label_in_stock(actor(), code)
    if label is None:
        return follow(code)
    item = equipment_named(request.form.get("equipment", ""))
    claim(actor(), label, item)
    flash(
        _("%(label)s leads to %(title)s now.", label=label.billun_id, title=item.title), "success"
    )
    page = "drive.equipment" if is_driver() else "labels.codes"
    return redirect(url_for(page, billun_id=item.billun_id), 303)


def claim_page(label: BlankLabel) -> str:
    query = request.args.get("find", "")[:80].strip()
    page = "labels/_candidates.html" if is_fragment("candidates") else "labels/claim.html"
    found = candidates(query)
    return render_template(page, label=label, query=query, found=found, is_driver=is_driver())


def candidates(query: str) -> list[Equipment]:
    """What carries exactly this, else whatever the words fit."""
    if not query:
        return []
    exact = look_up(actor(), query)
    return exact or list(search_equipment(actor(), EquipmentFilter(q=query), FOUND_AT_MOST).items)


def is_driver() -> bool:
    return actor().role == Role.DRIVER
