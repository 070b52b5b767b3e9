"""The pages of sites: the list with its map, one site, its form, giving it up."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from billun.blueprints.access import actor, members, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.loading import site_with_id
from billun.blueprints.places.forms import SitePageForm
from billun.blueprints.places.moving import move_to_in
from billun.errors import Conflict
from billun.extensions import db
from billun.models import Role, Site
from billun.operations.moving_equipment import count_at
from billun.operations.sites import (
    add_site,
    edit_site,
    form_of,
    remove_site,
    what_stands_there,
    workshops_at,
)
from billun.queries.places import (
    equipment_counts,
    fitness_counts,
    list_sites,
    sites_of,
)
from billun.queries.places import workshops_at as list_workshops_at

sites = Blueprint("sites", __name__)

ROWS = 100


@sites.get("/sites")
@members
def index() -> ResponseReturnValue:
    page = list_sites(actor(), ROWS, request.args.get("cursor"))
    counts = equipment_counts(Site, [site.id for site in page.items])
    return render_template("places/sites.html", page=page, counts=counts)


@sites.route("/sites/new", methods=["GET", "POST"])
@only(Role.MANAGER)
def new() -> ResponseReturnValue:
    form = SitePageForm(country=actor().company.country)
    form.offer_choices(actor())
    if form.validate_on_submit():
        with beside_fields(form):
            site, _created = add_site(actor(), form.as_operation_form())
            flash(_("%(name)s is added.", name=site.name))
            return redirect(url_for("sites.show", id=site.id), 303)
    return render_template("places/site_form.html", form=form, site=None), status_of(form)


@sites.get("/sites/<uuid:id>")
@members
def show(id: UUID) -> ResponseReturnValue:
    site = site_with_id(id, joinedload(Site.manager))
    return render_template(
        "places/site.html",
        site=site,
        counts=fitness_counts(Site, site.id),
        workshops=list_workshops_at(site),
    )


@sites.route("/sites/<uuid:id>/edit", methods=["GET", "POST"])
@only(Role.MANAGER)
def edit(id: UUID) -> ResponseReturnValue:
    site = site_with_id(id, joinedload(Site.manager))
    form = SitePageForm(data=vars(form_of(site)))
    form.offer_choices(actor(), site.manager)
    if form.validate_on_submit():
        with beside_fields(form):
            db.session.refresh(site, with_for_update={"of": Site})
            edit_site(actor(), site, form.as_operation_form())
            return redirect(url_for("sites.show", id=site.id), 303)
    return render_template("places/site_form.html", form=form, site=site), status_of(form)


@sites.route("/sites/<uuid:id>/removal", methods=["GET", "POST"])
@only(Role.MANAGER)
def removal(id: UUID) -> ResponseReturnValue:
    """Give it up, saying first what stands there and where it could go."""
    site, trouble = site_with_id(id), ""
    if request.method == "POST":
        try:
            move_to = move_to_in(request.form, site_with_id)
            remove_site(actor(), site, move_to)
        except Conflict as conflict:
            db.session.rollback()
            trouble = str(conflict)
        else:
            flash(_("The site is gone."))
            return redirect(url_for("sites.index"), 303)
    return render_template(
        "places/site_removal.html",
        site=site_with_id(id),
        others=[other for other in sites_of(actor()) if other.id != id],
        stands_there=what_stands_there(count_at(Site, id), workshops_at(site_with_id(id))),
        trouble=trouble,
    ), 409 if trouble else 200


def status_of(form: SitePageForm) -> int:
    return 422 if form.errors or form.form_errors else 200
