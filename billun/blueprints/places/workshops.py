"""The pages of workshops: the list, one workshop with its team, its form, giving it up."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import workshop_with_id
from billun.blueprints.places.forms import WorkshopPageForm, team_in
from billun.blueprints.places.moving import move_to_in
from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import Role, Workshop
from billun.operations.moving_equipment import count_at
from billun.operations.workshops import (
    add_workshop,
    edit_workshop,
    form_of,
    hold_workshop,
    remove_workshop,
    set_team,
    what_belongs_to_it,
)
from billun.queries.people import PeopleFilter, list_people
from billun.queries.places import (
    equipment_counts,
    fitness_counts,
    list_workshops,
    workshops_of,
)

workshops = Blueprint("workshops", __name__)

ROWS = 100
MOST_PEOPLE = 500


@workshops.get("/workshops")
@members
def index() -> ResponseReturnValue:
    page = list_workshops(actor(), ROWS, request.args.get("cursor"))
    counts = equipment_counts(Workshop, [workshop.id for workshop in page.items])
    return render_template("places/workshops.html", page=page, counts=counts)


@workshops.route("/workshops/new", methods=["GET", "POST"])
@only(Role.MANAGER)
def new() -> ResponseReturnValue:
    form = WorkshopPageForm()
    form.offer_choices(actor())
    if row_step(form):
        return render_template("places/workshop_form.html", form=form, workshop=None)
    if form.validate_on_submit():
        with beside_fields(form):
            workshop, _created = add_workshop(actor(), form.as_operation_form())
            flash(_("%(name)s is added.", name=workshop.name))
            return redirect(url_for("workshops.show", id=workshop.id), 303)
    return render_template("places/workshop_form.html", form=form, workshop=None), status_of(form)


@workshops.get("/workshops/<uuid:id>")
@members
def show(id: UUID) -> ResponseReturnValue:
    workshop = workshop_with_id(id, joinedload(Workshop.site))
    people, _counts = list_people(actor(), PeopleFilter(workshop_id=id), MOST_PEOPLE)
    return render_template(
        "places/workshop.html",
        workshop=workshop,
        team=people.items,
        counts=fitness_counts(Workshop, id),
    )


@workshops.route("/workshops/<uuid:id>/edit", methods=["GET", "POST"])
@only(Role.MANAGER)
def edit(id: UUID) -> ResponseReturnValue:
    workshop = workshop_with_id(id)
    shown = vars(form_of(workshop)) | {"external": "yes" if workshop.external else ""}
    form = WorkshopPageForm(data=shown)
    form.offer_choices(actor())
    if row_step(form):
        return render_template("places/workshop_form.html", form=form, workshop=workshop)
    if form.validate_on_submit():
        with beside_fields(form):
            hold_workshop(workshop)
            edit_workshop(actor(), workshop, form.as_operation_form(form_of(workshop)))
            return redirect(url_for("workshops.show", id=id), 303)
    return render_template("places/workshop_form.html", form=form, workshop=workshop), status_of(
        form
    )


@workshops.route("/workshops/<uuid:id>/team", methods=["GET", "POST"])
@only(Role.MANAGER)
def team(id: UUID) -> ResponseReturnValue:
    """Choose who works there, and as what."""
    workshop, trouble = workshop_with_id(id), ""
    if request.method == "POST":
        try:
            set_team(actor(), workshop, team_in(request.form, request.form.getlist("member")))
        except Refused as refused:
            db.session.rollback()
            trouble = refused.message
        else:
            return redirect(url_for("workshops.show", id=id), 303)
    people, _counts = list_people(actor(), PeopleFilter(role=Role.WORKSHOP), MOST_PEOPLE)
    chosen = {member.id for member in workshop_with_id(id).team}
    return render_template(
        "places/workshop_team.html",
        workshop=workshop_with_id(id),
        people=people.items,
        chosen=chosen,
        trouble=trouble,
    ), 422 if trouble else 200


@workshops.route("/workshops/<uuid:id>/removal", methods=["GET", "POST"])
@only(Role.MANAGER)
def removal(id: UUID) -> ResponseReturnValue:
    """Give it up, saying first what belongs to it and where that could go."""
    workshop, trouble = workshop_with_id(id), ""
    if request.method == "POST":
        try:
            remove_workshop(actor(), workshop, move_to_in(request.form, workshop_with_id))
        except Conflict as conflict:
            db.session.rollback()
            trouble = str(conflict)
        else:
            flash(_("The workshop is gone."))
            return redirect(url_for("workshops.index"), 303)
    return render_template(
        "places/workshop_removal.html",
        workshop=workshop_with_id(id),
        others=[other for other in workshops_of(actor()) if other.id != id],
        stands_there=what_belongs_to_it(count_at(Workshop, id)),
        trouble=trouble,
    ), 409 if trouble else 200


def row_step(form: WorkshopPageForm) -> bool:
    """Whether one of the buttons beside the bays was pressed; the form then shows the rows as they are now."""
    step = request.form.get("row", "")
    if step:
        form.change_rows(step)
    elif request.method == "GET" and not form.bays.entries:
        form.show_rows([""])
    return bool(step)


def status_of(form: WorkshopPageForm) -> int:
    return 422 if form.errors or form.form_errors else 200
