"""A provisional item turns out to be one of the register: the search for it, the question, and the act."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from billun.blueprints.access import actor, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.models import Equipment, Role
from billun.operations.replacing import replace_provisional
from billun.queries.right_equipment import right_equipment, what_moves_along

equipment_replacement = Blueprint("equipment_replacement", __name__)


@equipment_replacement.get("/equipment/<billun_id>/replacement")
@only(Role.MANAGER)
def search(billun_id: str) -> ResponseReturnValue:
    """What the provisional item may be, the same plate first; where one is chosen, whether that is meant."""
    item, chosen = equipment_named(billun_id), request.args.get("equipment")
    return asked(item, equipment_named(chosen)) if chosen else offered(item)


@equipment_replacement.post("/equipment/<billun_id>/replacement")
@only(Role.MANAGER)
def create(billun_id: str) -> ResponseReturnValue:
    item, form = equipment_named(billun_id), FlaskForm()
    other = equipment_named(request.form.get("equipment", ""))
    with beside_fields(form):
        replace_provisional(actor(), item, other)
    if form.form_errors:
        return offered(equipment_named(billun_id), form.form_errors), 409
    flash(_("All that was said of %(name)s is here now.", name=item.title), "success")
    return redirect(url_for("equipment.show", billun_id=other.billun_id), 303)


def asked(item: Equipment, other: Equipment) -> str:
    return render_template(
        "equipment/replacement.html", item=item, other=other, moves=what_moves_along(item)
    )


def offered(item: Equipment, errors: list[str] | None = None) -> str:
    words = request.args.get("q", "")[:100]
    part = is_fragment("candidates")
    return render_template(
        "equipment/_right_ones.html" if part else "equipment/replacement.html",
        item=item,
        found=right_equipment(actor(), item, words),
        q=words,
        moves={} if part else what_moves_along(item),
        errors=errors or [],
    )
