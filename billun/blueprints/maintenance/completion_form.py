"""What people say along with a step of an intervention: outcomes, checks that were done, meters, parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from billun.blueprints.deadlines.forms import RenewalPageForm
from billun.blueprints.equipment.filters import word_of
from billun.blueprints.meters.forms import number_in
from billun.blueprints.meters.routes import meters_of
from billun.errors import Refused
from billun.models import (
    DeadlineSource,
    Intervention,
    InterventionStatus,
    Meter,
    Outcome,
    Result,
)
from billun.operations.intervention_steps import Step
from billun.operations.renewals import RenewalForm
from billun.operations.taking import held_anomalies, held_deadlines
from billun.queries.proofs import proofs_of

NOT_DONE = "not_done"


class CheckForm(RenewalPageForm):
    """A renewal of which nobody says in advance how it went; `not_done` gives the deadline back."""

    result = RadioField(
        _("Result"),
        choices=[
            SelectChoice(Result.PASSED.value, _("Passed")),
            SelectChoice(Result.RETEST.value, _("Retest needed")),
            SelectChoice(Result.FAILED.value, _("Failed")),
            SelectChoice(NOT_DONE, _("Not done")),
        ],
        validators=[InputRequired(_("Say how it went."))],
    )

    def as_renewal(self) -> RenewalForm | None:
        return None if self.result.data == NOT_DONE else self.as_operation_form()


def renewal_forms(job: Intervention, sent: Mapping[str, Any] | None = None) -> dict[str, CheckForm]:
    """A form for each check that an intervention which can be completed holds, by its code."""
    held = [one.deadline for one in held_deadlines(job)] if can_be_completed(job) else []
    checks = [deadline for deadline in held if deadline.source != DeadlineSource.DOCUMENT]
    documents = proofs_of(job.equipment) if checks else []
    found = {}
    for deadline in checks:
        form = CheckForm(sent, prefix=f"renewal-{deadline.code}", meta={"csrf": False})
        form.offer(deadline, documents)
        if sent is None:
            form.done_on.data = job.company.today
        found[deadline.code] = form
    return found


def can_be_completed(job: Intervention) -> bool:
    return any(row.target == InterventionStatus.COMPLETED for row in job.steps)


def step_said(job: Intervention, to: InterventionStatus) -> Step:
    """What the form says along with the step to `to`. Raises Refused for what cannot be read."""
    words = request.form.get("comment", "")[:4000]
    if to == InterventionStatus.COMPLETED:
        return Step(
            comment=words,
            outcomes=outcomes_said(job),
            renewals=renewals_said(job),
            readings=readings_said(job),
            confirmed=frozenset(request.form.getlist("confirmed")),
        )
    if to == InterventionStatus.AWAITING_PARTS:
        return Step(
            comment=words,
            parts_awaited=request.form.get("parts_awaited", ""),
            parts_expected_on=day_said("parts_expected_on"),
        )
    return Step(comment=words)


def outcomes_said(job: Intervention) -> dict[UUID, Outcome]:
    said = {
        one.anomaly_id: word_of(Outcome, request.form.get(f"outcome-{one.anomaly_id}"))
        for one in held_anomalies(job)
    }
    return {id: outcome for id, outcome in said.items() if outcome}


def renewals_said(job: Intervention) -> dict[str, RenewalForm | None]:
    forms = renewal_forms(job, request.form)
    for code, form in forms.items():
        if not form.validate():
            name, errors = next(iter(form.errors.items()))
            raise Refused(f"renewals.{code}.{name}", " ".join(map(str, errors)))
    held = {one.deadline.code for one in held_deadlines(job)}
    # A paper is renewed by the next one: the intervention gives its deadline back.
    return {code: forms[code].as_renewal() if code in forms else None for code in held}


def readings_said(job: Intervention) -> dict[Meter, Decimal]:
    found = {}
    for meter in meters_of(job.equipment):
        text = request.form.get(f"reading-{meter}", "").strip()
        value = number_in(text) if text else None
        if text and value is None:
            raise Refused(f"readings.{meter}", gettext("Write a number."))
        if value is not None:
            found[meter] = value
    return found


def day_said(name: str) -> date | None:
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(name, gettext("This is not a date.")) from error
