"""The pages of recurring work: the plans, one plan with its equipment, its form."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.blueprints.maintenance.plan_forms import (
    LastDoneForm,
    PlanPageForm,
    filled_in,
    last_done_of,
)
from billun.blueprints.maintenance.plan_words import rhythm_words, run_of, use_words, why_due
from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import MaintenancePlan, Role
from billun.operations.maintenance_plans import (
    add_plan,
    edit_plan,
    remove_plan,
    resume_plan,
    set_last_done,
)
from billun.operations.plan_outlook import Outlook, outlook
from billun.queries.plan_list import (
    counts_of,
    item_of,
    list_items,
    list_plans,
    plan_with_id,
    standings_of,
)

maintenance_plans = Blueprint("maintenance_plans", __name__)
for words in (rhythm_words, run_of, use_words, why_due):
    maintenance_plans.add_app_template_filter(words)

ROWS = 50


@maintenance_plans.get("/maintenance/plans")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    page = list_plans(actor(), ROWS, request.args.get("cursor"))
    counts = counts_of(page.items, actor().company.today)
    template = "maintenance/_plans.html" if is_fragment("plans") else "maintenance/plans.html"
    return render_template(template, page=page, counts=counts)


@maintenance_plans.route("/maintenance/plans/new", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def new() -> ResponseReturnValue:
    """The form, for one item where `equipment` names it; before it is kept it says what it would mean."""
    form = PlanPageForm(data=proposed())
    form.offer(actor())
    if wants_outlook():
        return outlook_page(form)
    if form.validate_on_submit():
        with beside_fields(form, equipment_id="equipment"):
            plan, _made = add_plan(actor(), form.as_operation_form(actor()))
            flash(_("%(title)s comes again from now on.", title=plan.title), "success")
            return redirect(url_for("maintenance_plans.show", id=plan.id), 303)
    return form_page(form)


@maintenance_plans.get("/maintenance/plans/<uuid:id>")
@only(Role.MANAGER, Role.WORKSHOP)
def show(id: UUID) -> ResponseReturnValue:
    plan = plan_with_id(actor(), id)
    page = list_items(plan, ROWS, request.args.get("cursor"))
    template = "maintenance/_plan_items.html" if is_fragment("items") else "maintenance/plan.html"
    return render_template(
        template,
        plan=plan,
        page=page,
        standings=standings_of(plan, page.items),
        counts=counts_of([plan], actor().company.today)[plan.id],
    )


@maintenance_plans.route("/maintenance/plans/<uuid:id>/edit", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def edit(id: UUID) -> ResponseReturnValue:
    plan = plan_with_id(actor(), id)
    form = PlanPageForm(data=filled_in(plan))
    form.offer(actor())
    if wants_outlook():
        return outlook_page(form, plan)
    if form.validate_on_submit():
        with beside_fields(form):
            edit_plan(actor(), plan, form.as_operation_form(actor(), plan))
            flash(_("Saved."), "success")
            return redirect(url_for("maintenance_plans.show", id=id), 303)
    return form_page(form, plan_with_id(actor(), id))


@maintenance_plans.post("/maintenance/plans/<uuid:id>/end")
@only(Role.MANAGER, Role.WORKSHOP)
def end(id: UUID) -> ResponseReturnValue:
    plan = plan_with_id(actor(), id)
    remove_plan(actor(), plan)
    flash(_("%(title)s comes no more.", title=plan.title))
    return redirect(url_for("maintenance_plans.show", id=id), 303)


@maintenance_plans.post("/maintenance/plans/<uuid:id>/resumption")
@only(Role.MANAGER, Role.WORKSHOP)
def resume(id: UUID) -> ResponseReturnValue:
    plan = plan_with_id(actor(), id)
    try:
        resume_plan(actor(), plan)
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "warning")
    return redirect(url_for("maintenance_plans.show", id=id), 303)


@maintenance_plans.route("/maintenance/plans/<uuid:id>/items/<billun_id>", methods=["GET", "POST"])
@only(Role.MANAGER, Role.WORKSHOP)
def item(id: UUID, billun_id: str) -> ResponseReturnValue:
    """When one item was last done."""
    plan = plan_with_id(actor(), id)
    found = item_of(plan, equipment_named(billun_id).id)
    form = LastDoneForm(data=last_done_of(found))
    if form.validate_on_submit():
        with beside_fields(form):
            set_last_done(actor(), found, form.last_done_on.data, form.meter)
            flash(_("Saved."), "success")
            return redirect(url_for("maintenance_plans.show", id=id), 303)
    plan = plan_with_id(actor(), id)
    found = item_of(plan, equipment_named(billun_id).id)
    standing = standings_of(plan, [found])[0]
    return render_template(
        "maintenance/plan_item.html", form=form, plan=plan, standing=standing
    ), status_of(form)


def wants_outlook() -> bool:
    """Whether the form is only to say what it would mean."""
    asked = is_fragment("plan-outlook") or "outlook" in request.form
    return request.method == "POST" and asked


def outlook_page(form: PlanPageForm, plan: MaintenancePlan | None = None) -> ResponseReturnValue:
    found, trouble = None, ""
    if form.validate():
        try:
            found = outlook_of(form, plan)
        except Refused as refused:
            trouble = refused.message
        except Missing:
            trouble = _("This is not there any more.")
    if is_fragment("plan-outlook"):
        return render_template("maintenance/_plan_outlook.html", outlook=found, trouble=trouble)
    return form_page(form, plan, found, trouble)


def outlook_of(form: PlanPageForm, plan: MaintenancePlan | None) -> Outlook:
    known = {item.equipment_id: item for item in plan.items} if plan else {}
    return outlook(actor(), form.as_operation_form(actor(), plan), known)


def form_page(
    form: PlanPageForm,
    plan: MaintenancePlan | None = None,
    found: Outlook | None = None,
    trouble: str = "",
) -> ResponseReturnValue:
    return render_template(
        "maintenance/plan_form.html", form=form, plan=plan, outlook=found, trouble=trouble
    ), status_of(form)


def proposed() -> dict[str, object]:
    """What the form says before anybody has written in it."""
    values: dict[str, object] = {"starts_on": actor().company.today}
    if "equipment" in request.args:
        item = equipment_named(request.args["equipment"])
        values |= {"of": "item", "equipment": item.plate or item.billun_id}
    return values


def status_of(form: LastDoneForm | PlanPageForm) -> int:
    return 422 if form.errors or form.form_errors else 200
