"""What completing an intervention does to what it took on: anomalies by their outcome, deadlines by their proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import NotAllowed, Refused
from billun.extensions import db
from billun.models import (
    Criticality,
    DeadlineSource,
    Document,
    Intervention,
    Membership,
    Meter,
    Outcome,
    ReadingSource,
    Renewal,
    Result,
    TakenAnomaly,
    TakenDeadline,
)
from billun.models.intervention_transitions import STATUS_AFTER
from billun.operations.meters import LONGEST_REASON, record_reading
from billun.operations.renewals import RenewalForm, renew, renewal_told_before
from billun.operations.taking import held_anomalies, held_deadlines
from billun.operations.transitions import move_with_intervention

if TYPE_CHECKING:
    from billun.operations.intervention_steps import Step


def complete(actor: Membership, intervention: Intervention, step: Step) -> dict[str, Any]:
    """Read the meters, renew the deadlines, let each anomaly go by its outcome; what the timeline keeps of it.

    The caller holds equipment, intervention and anomalies. Raises what `move_intervention` says.
    """
    refuse_missing_outcomes(intervention, step.outcomes)
    refuse_grave_ends(actor, intervention, step.outcomes)
    refuse_foreign_renewals(intervention, step.renewals)
    for meter, value in step.readings.items():
        read(actor, intervention, meter, value, step)
    for held in held_deadlines(intervention):
        renew_or_give_back(actor, intervention, held, step.renewals)
    for taken in held_anomalies(intervention):
        let_go(actor, taken, step.outcomes[taken.anomaly_id], step.comment)
    return detail_of(intervention)


def refuse_missing_outcomes(intervention: Intervention, outcomes: Mapping[UUID, Outcome]) -> None:
    held = {one.anomaly_id: one.anomaly.reference for one in held_anomalies(intervention)}
    for id in outcomes:
        if id not in held:
            raise Refused(f"outcomes.{id}", _("This is not part of this job."))
    missing = sorted(reference for id, reference in held.items() if id not in outcomes)
    if missing:
        text = _("Say what became of %(references)s.", references=", ".join(missing))
        raise Refused("outcomes", text)


def refuse_grave_ends(
    actor: Membership, intervention: Intervention, outcomes: Mapping[UUID, Outcome]
) -> None:
    """A red one is over when a supervisor or a manager says so (product.md)."""
    if actor.is_supervisor or actor.is_manager:
        return
    for taken in held_anomalies(intervention):
        over = outcomes[taken.anomaly_id] != Outcome.DEFERRED
        if over and taken.anomaly.criticality == Criticality.RED:
            reference = taken.anomaly.reference
            text = _(
                "%(reference)s is red: a supervisor or a manager says that it is repaired.",
                reference=reference,
            )
            raise NotAllowed(text)


def refuse_foreign_renewals(
    intervention: Intervention, renewals: Mapping[str, RenewalForm | None]
) -> None:
    held = {one.deadline.code for one in held_deadlines(intervention)}
    for code in renewals:
        if code not in held:
            raise Refused(f"renewals.{code}", _("This is not part of this job."))


def read(
    actor: Membership, intervention: Intervention, meter: Meter, value: Decimal, step: Step
) -> None:
    """Keep what a meter showed; beyond all use only where that was confirmed, the comment being its reason."""
    confirmed = "readings" in step.confirmed
    reason = step.comment.strip()[:LONGEST_REASON] if confirmed else ""
    try:
        record_reading(
            actor,
            intervention.equipment,
            meter,
            value,
            reason=reason,
            confirmed=confirmed,
            source=ReadingSource.INTERVENTION,
        )
    except Refused as refused:
        raise Refused(f"readings.{meter.value}", refused.message) from refused


def renew_or_give_back(
    actor: Membership,
    intervention: Intervention,
    held: TakenDeadline,
    renewals: Mapping[str, RenewalForm | None],
) -> None:
    """As somebody says; where nobody does it was done today, and passed. A paper is renewed by the next one alone.

    Silence overwrites no check that was recorded since the intervention took the deadline; what the equipment
    does not need any more is given back.
    """
    code = held.deadline.code
    if (is_settled(held) and code not in renewals) or not still_applies(held):
        held.given_back = True
        return
    is_paper = held.deadline.source == DeadlineSource.DOCUMENT
    untold = None if is_paper else RenewalForm(done_on=intervention.company.today)
    form = renewals.get(code, untold)
    if form is None:
        held.given_back = True
        return
    form = with_proof(intervention, code, form)
    try:
        deadline = renew(actor, intervention.equipment, code, form)
    except Refused as refused:
        raise Refused(f"renewals.{code}.{refused.field}", refused.message) from refused
    held.renewal = renewal_told_before(deadline, form)


def is_settled(held: TakenDeadline) -> bool:
    """Whether a check of it was recorded, with whatever result, since the intervention took it."""
    since = select(Renewal.id).where(
        Renewal.deadline_id == held.deadline_id, Renewal.created_at > held.created_at
    )
    return db.session.scalar(since.limit(1)) is not None


def is_renewed(taken: TakenDeadline) -> bool:
    """Whether the check passed; one that failed, or that is done again, was done and is due all the same."""
    return taken.renewal is not None and taken.renewal.result == Result.PASSED


def still_applies(held: TakenDeadline) -> bool:
    db.session.refresh(held.deadline, ["applies"])
    return held.deadline.applies


def with_proof(intervention: Intervention, code: str, form: RenewalForm) -> RenewalForm:
    """The form with its document: the one that it names, else the newest of the intervention that proves this check."""
    if form.document_id:
        return form
    proofs = [key for key, type in catalogue.document_types.items() if code in type.renews]
    newest = db.session.scalar(
        select(Document.id)
        .where(
            Document.intervention_id == intervention.id,
            Document.equipment_id == intervention.equipment_id,
            Document.kind.in_(proofs),
            Document.removed_at.is_(None),
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    )
    return replace(form, document_id=newest)


def let_go(actor: Membership, taken: TakenAnomaly, outcome: Outcome, comment: str) -> None:
    """The anomaly with what became of it, before it moves: the letter to its reporter reads that."""
    taken.outcome = outcome
    db.session.flush()
    words = comment.strip() or None
    move_with_intervention(actor, taken.anomaly, STATUS_AFTER[outcome], taken.intervention, words)


def detail_of(intervention: Intervention) -> dict[str, Any]:
    """Outcomes by reference; by its code, whether each check is renewed, and the result of what was done."""
    outcomes = {
        one.anomaly.reference: one.outcome.value for one in intervention.taken if one.outcome
    }
    checks = intervention.taken_deadlines
    renewed = {one.deadline.code: is_renewed(one) for one in checks}
    results = {one.deadline.code: one.renewal.result.value for one in checks if one.renewal}
    said = {"outcomes": outcomes, "renewed": renewed, "results": results}
    return {name: value for name, value in said.items() if value}
