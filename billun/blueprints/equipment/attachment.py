"""Equipment is coupled and mounted: the search for the other one, and the act."""

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
from billun.operations.attaching import attach, detach
from billun.queries.attachable import may_carry, may_hang_on, possible_children, possible_parents

equipment_attachment = Blueprint("equipment_attachment", __name__)
equipment_attachment.add_app_template_test(may_hang_on)
equipment_attachment.add_app_template_test(may_carry)


@equipment_attachment.get("/equipment/<billun_id>/attachment")
@only(Role.MANAGER)
def search(billun_id: str) -> ResponseReturnValue:
    """What it can be attached to, or with `as=child` what can be attached to it."""
    return offered(equipment_named(billun_id))


@equipment_attachment.post("/equipment/<billun_id>/attachment")
@only(Role.MANAGER)
def create(billun_id: str) -> ResponseReturnValue:
    item, other, form = equipment_named(billun_id), request.form.get("other", ""), FlaskForm()
    with beside_fields(form):
        attach(actor(), *in_order(item, equipment_named(other)))
    if form.form_errors:
        return offered(item, form.form_errors), 422
    return redirect(url_for("equipment.show", billun_id=billun_id), 303)


@equipment_attachment.post("/equipment/<billun_id>/attachment/removal")
@only(Role.MANAGER)
def remove(billun_id: str) -> ResponseReturnValue:
    """Take it off; `back` names the item from whose page somebody asked for it."""
    item = equipment_named(billun_id)
    detach(actor(), item)
    flash(_("%(title)s hangs on nothing now.", title=item.title), "success")
    back = equipment_named(request.form.get("back") or billun_id)
    return redirect(url_for("equipment.show", billun_id=back.billun_id), 303)


def offered(item: Equipment, errors: list[str] | None = None) -> str:
    words = request.args.get("q", "")[:100]
    search_in = possible_children if looks_for_child() else possible_parents
    return render_template(
        "equipment/_candidates.html" if is_fragment("candidates") else "equipment/attachment.html",
        item=item,
        found=search_in(actor(), item, words),
        q=words,
        child=looks_for_child(),
        errors=errors or [],
    )


def in_order(item: Equipment, other: Equipment) -> tuple[Equipment, Equipment]:
    """The one that hangs on the other comes first."""
    return (other, item) if looks_for_child() else (item, other)


def looks_for_child() -> bool:
    return request.values.get("as") == "child"
