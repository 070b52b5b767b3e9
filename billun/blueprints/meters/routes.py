"""The meters of an item: what they showed, and a new reading."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, members
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import equipment_named
from billun.blueprints.meters.forms import WORDS, ReadingForm
from billun.catalogue import catalogue
from billun.errors import Missing
from billun.models import Equipment, Meter, MeterReading
from billun.models.base import new_id
from billun.operations.meters import amount, record_reading
from billun.queries.meter_history import (
    NEWEST_FIRST,
    latest_of,
    readings_of,
    usual_of,
)
from billun.queries.pagination import Page, paginate

meters = Blueprint("meters", __name__)

ROWS = 100


meters.add_app_template_filter(amount, "meter_amount")


@meters.app_template_filter("meter_word")
def meter_word(meter: Meter) -> str:
    return str(WORDS[meter])


@meters.route("/equipment/<billun_id>/meters", methods=["GET", "POST"])
@members
def show(billun_id: str) -> ResponseReturnValue:
    item = equipment_named(billun_id)
    form = ReadingForm(id=str(new_id()))
    form.offer(meters_of(item))
    if form.validate_on_submit():
        with beside_fields(form):
            record_reading(actor(), item, id=id_of(form), **form.as_reading(item.company.zone))
            flash(_("The reading is kept."), "success")
            return redirect(url_for(".show", billun_id=item.billun_id), 303)
    failed = bool(form.errors or form.form_errors)
    return page(item, form), 422 if failed else 200


def meters_of(item: Equipment) -> Sequence[Meter]:
    """The meters that a kind usually has come first; every item may have both."""
    kind = catalogue.kinds.get(item.kind)
    usual = [Meter(name) for name in kind.meters] if kind else []
    return [*usual, *(meter for meter in Meter if meter not in usual)]


def id_of(form: ReadingForm) -> UUID:
    try:
        return UUID(form.id.data)
    except (ValueError, TypeError) as error:
        raise Missing from error


def page(item: Equipment, form: ReadingForm) -> str:
    readings = last_readings(item)
    form.reason.flags.hide_optional = bool(form.reason.errors)
    return render_template(
        "equipment/meters.html",
        item=item,
        form=form,
        readings=readings,
        latest=latest_of(readings.items),
        usual=usual_of(readings.items),
    )


def last_readings(item: Equipment) -> Page[MeterReading]:
    """One page of them; how many there are in all, nobody asks."""
    return paginate(readings_of(item), NEWEST_FIRST, ROWS, request.args.get("cursor"), total=0)
