"""What is due on one piece of equipment: its page, its dates, a renewal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, members, only
from billun.blueprints.deadlines.dates import DatesRow, ids_typed, rows_of, write_rows
from billun.blueprints.deadlines.forms import RenewalPageForm
from billun.blueprints.form_errors import beside_fields, put
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.blueprints.page_context import deadline_label
from billun.errors import Missing, TooLarge, WrongType
from billun.models import Deadline, DeadlineState, Equipment, Result, Role
from billun.operations.deadlines import deadline_of
from billun.operations.due_days import schedules_of
from billun.operations.register import Register
from billun.operations.renewals import renew
from billun.operations.renewing import (
    expected_day,
    needs_last_day,
    proposed_retest,
    renew_with_file,
)
from billun.queries.equipment_deadlines import deadlines_of
from billun.queries.job_choices import jobs_of
from billun.queries.proofs import proofs_of

item_deadlines = Blueprint("item_deadlines", __name__)

PLACE = "/equipment/<billun_id>/deadlines"


@item_deadlines.get(PLACE)
@members
def index(billun_id: str) -> ResponseReturnValue:
    return item_page(equipment_named(billun_id))


@item_deadlines.post(f"{PLACE}/dates")
@only(Role.WORKSHOP, Role.MANAGER)
def dates(billun_id: str) -> ResponseReturnValue:
    """Complete the dates of the rows that hold one: of all of them, or of none."""
    item, ids = equipment_named(billun_id), ids_typed(request.form)
    chosen = [one for one in deadlines_of(item) if one.id in ids]
    if len(chosen) < len(ids):
        raise Missing
    return written(item, rows_of(chosen, request.form))


@item_deadlines.post(f"{PLACE}/<code>/dates")
@only(Role.WORKSHOP, Role.MANAGER)
def dates_of_one(billun_id: str, code: str) -> ResponseReturnValue:
    """Mend the dates of one deadline; without any the rule counts again."""
    item = equipment_named(billun_id)
    return written(item, rows_of([deadline_of(item, code)], request.form))


@item_deadlines.route(f"{PLACE}/<code>/renewal", methods=["GET", "POST"])
@only(Role.WORKSHOP, Role.MANAGER)
def renewal(billun_id: str, code: str) -> ResponseReturnValue:
    """The form of a renewal; as a fragment for a dialog, or only the day to which it would lead."""
    item = equipment_named(billun_id)
    deadline = deadline_of(item, code)
    if is_fragment("renewal-outlook"):
        return outlook(item, deadline)
    form = offered(RenewalPageForm(), item, deadline)
    if form.validate_on_submit() and renewed(form, item, deadline):
        return done(item, deadline)
    failed = bool(form.errors or form.form_errors)
    return renewal_page(form, item, deadline), 422 if failed else 200


def written(item: Equipment, rows: Sequence[DatesRow]) -> ResponseReturnValue:
    if write_rows(actor(), rows):
        flash(_("Saved."), "success")
        return redirect(f"/equipment/{item.billun_id}/deadlines", 303)
    return item_page(item, rows), 422


def item_page(item: Equipment, typed: Sequence[DatesRow] = ()) -> str:
    today, found = item.company.today, deadlines_of(item)
    unknown = [one for one in found if one.state_on(today) == DeadlineState.UNKNOWN]
    return render_template(
        "equipment/deadlines.html",
        item=item,
        today=today,
        jobs=jobs_of(found),
        unknown=unknown,
        known=[one for one in found if one not in unknown],
        schedules=schedules_of(item, Register(item.company).overrides),
        can_renew=actor().can_renew and actor().company_id == item.company_id,
        typed={row.deadline.id: row for row in typed},
    )


def offered(form: RenewalPageForm, item: Equipment, deadline: Deadline) -> RenewalPageForm:
    """The form with what the item has to choose from, and with today as the day."""
    today = item.company.today
    form.offer(deadline, proofs_of(item))
    if request.method == "GET":
        form.done_on.data = today
        form.retest_by.data = proposed_retest(deadline.code, today)
    return form


def renewed(form: RenewalPageForm, item: Equipment, deadline: Deadline) -> bool:
    """Whether it went through; what was refused stands beside its field."""
    said, file = form.as_operation_form(), form.file.data
    if said.result == Result.PASSED and needs_last_day(deadline) and not said.due_on:
        put(form, "due_on", _("Say until when it is good."))
        return False
    with beside_fields(form):
        try:
            if file:
                renew_with_file(
                    actor(),
                    item,
                    deadline.code,
                    said,
                    file.stream,
                    file.filename or "",
                    form.new_document_id,
                )
            else:
                renew(actor(), item, deadline.code, said)
        except (TooLarge, WrongType) as error:
            put(form, "file", str(error))
    return not (form.errors or form.form_errors)


def renewal_page(form: RenewalPageForm, item: Equipment, deadline: Deadline) -> str:
    in_dialog = is_fragment("renewal-sheet")
    return render_template(
        "deadlines/_renewal.html" if in_dialog else "equipment/renewal.html",
        form=form,
        item=item,
        deadline=deadline,
        due_on=day_expected(form, item, deadline),
        in_dialog=in_dialog,
    )


def outlook(item: Equipment, deadline: Deadline) -> str:
    """Where what is typed so far would lead."""
    form = RenewalPageForm(request.args, meta={"csrf": False})
    due_on = day_expected(form, item, deadline)
    return render_template(
        "deadlines/_outlook.html", form=form, item=item, deadline=deadline, due_on=due_on
    )


def day_expected(form: RenewalPageForm, item: Equipment, deadline: Deadline) -> date | None:
    """When it will next be due, as far as the form says enough."""
    if not form.done_on.data or form.result.data not in list(Result):
        return None
    return expected_day(item, deadline, form.as_operation_form())


def done(item: Equipment, deadline: Deadline) -> ResponseReturnValue:
    """Back to the item; in a dialog the page below hears of it and closes the dialog."""
    words = _("%(check)s is renewed.", check=deadline_label(deadline.code))
    if not is_fragment("renewal-sheet"):
        flash(words, "success")
        return redirect(f"/equipment/{item.billun_id}/deadlines", 303)
    answer = make_response("", 204)
    answer.headers["HX-Trigger"] = json.dumps(
        {"renewed": {}, "notice": {"text": words, "kind": "success"}}
    )
    return answer
