"""Who of the workshop is away: said by themselves, by a supervisor or by a manager."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from billun.blueprints.access import actor, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import absence_with_id
from billun.blueprints.maintenance.absence_forms import AbsencePageForm
from billun.models import Absence, Role
from billun.operations.absences import (
    add_absence,
    edit_absence,
    form_of,
    remove_absence,
)
from billun.queries.absences import AbsenceFilter, list_absences, planned_meanwhile

absences = Blueprint("absences", __name__)

ROWS = 100


@absences.route("/maintenance/absences", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    """Those of today and later, or all; and the form that adds one."""
    form = AbsencePageForm()
    form.offer_people(actor())
    if form.validate_on_submit():
        with beside_fields(form):
            absence, _created = add_absence(actor(), form.as_operation_form())
            tell_what_is_planned(absence)
            return redirect(url_for("absences.index"), 303)
    everything = request.args.get("show") == "all"
    wanted = AbsenceFilter(first=None if everything else actor().company.today)
    return render_template(
        "maintenance/absences.html",
        page=list_absences(actor(), wanted, ROWS, request.args.get("cursor")),
        form=form,
        everything=everything,
    ), 422 if form.errors or form.form_errors else 200


@absences.route("/maintenance/absences/<uuid:id>", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def edit(id: UUID) -> ResponseReturnValue:
    absence = absence_with_id(id)
    form = AbsencePageForm(data=vars(form_of(absence)) | {"kind": absence.kind.value})
    form.offer_people(actor(), absence)
    if form.validate_on_submit():
        with beside_fields(form):
            edit_absence(actor(), absence, form.as_operation_form())
            tell_what_is_planned(absence)
            return redirect(url_for("absences.index"), 303)
    return render_template(
        "maintenance/absence.html", form=form, absence=absence_with_id(id)
    ), 422 if form.errors or form.form_errors else 200


@absences.post("/maintenance/absences/<uuid:id>/removal")
@only(Role.MANAGER, Role.WORKSHOP)
def remove(id: UUID) -> ResponseReturnValue:
    absence = absence_with_id(id)
    name = absence.member.user.full_name
    remove_absence(actor(), absence)
    flash(_("%(name)s is planned with again.", name=name))
    return redirect(url_for("absences.index"), 303)


def tell_what_is_planned(absence: Absence) -> None:
    """What counts on the person stays as it is; somebody has to look at it."""
    jobs = planned_meanwhile(absence)
    if not jobs:
        flash(_("The calendar knows."))
        return
    names = ", ".join(f"{job.reference} ({job.equipment.title})" for job in jobs)
    text = ngettext(
        "%(num)s job is planned with %(name)s in these days: %(jobs)s.",
        "%(num)s jobs are planned with %(name)s in these days: %(jobs)s.",
        len(jobs),
        name=absence.member.user.full_name,
        jobs=names,
    )
    flash(text, "warning")
