"""Around a renewal: the day it would lead to, and its proof sent in the same form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import IO
from uuid import UUID

from billun.catalogue import catalogue
from billun.models import Deadline, DeadlineSource, Equipment, Membership, Result
from billun.operations.deadlines import deadline_of
from billun.operations.documents import DocumentForm, add_document
from billun.operations.due_days import counted_from, due_day, schedules_of
from billun.operations.register import Register
from billun.operations.renewals import RenewalForm, refuse_bad_renewal, renew, retest_day


def renew_with_file(
    actor: Membership,
    equipment: Equipment,
    code: str,
    form: RenewalForm,
    file: IO[bytes],
    file_name: str,
    document_id: UUID | None = None,
) -> Deadline:
    """The same as `renew`, the proof being a file that is kept with the item's documents.

    `document_id` is the one that it gets, so that the same form sent twice brings one document.

    Raises what `renew` and `add_document` raise, and stores nothing for a renewal that is refused.
    """
    refuse_bad_renewal(equipment, deadline_of(equipment, code), form)
    paper = DocumentForm(kind=kind_of_proof(code), issued_on=form.done_on)
    document, _created = add_document(actor, equipment, paper, file, file_name, id=document_id)
    return renew(actor, equipment, code, replace(form, document_id=document.id))


def kind_of_proof(code: str) -> str:
    """The type of document that proves this check, else "other"."""
    of_code = code.removeprefix("document_")
    proofs = (key for key, type in catalogue.document_types.items() if code in type.renews)
    return of_code if of_code in catalogue.document_types else next(proofs, "other")


def expected_day(equipment: Equipment, deadline: Deadline, form: RenewalForm) -> date | None:
    """When it would next be due if it were renewed so. Nothing is changed."""
    if deadline.done_on and form.done_on < deadline.done_on:
        return deadline.due_on
    if form.result == Result.FAILED:
        return form.done_on
    if form.result == Result.RETEST:
        return form.retest_by or retest_day(deadline.code, form.done_on)
    if form.due_on or deadline.source != DeadlineSource.CHECK:
        return form.due_on
    register = Register(equipment.company)
    schedule = schedules_of(equipment, register.overrides).get(deadline.code)
    if schedule is None:
        return None
    renewed = Deadline(code=deadline.code, due_on=None, done_on=form.done_on, result=form.result)
    renewed.counted_from = counted_from(equipment, deadline, form.done_on, schedule)
    others = {other.code: other for other in register.deadlines_of(equipment)}
    return due_day(equipment, renewed, schedule, others)


def proposed_retest(code: str, done_on: date) -> date | None:
    """The last day for the retest where the catalogue names one."""
    check = catalogue.checks.get(code)
    return check.retest_within.after(done_on) if check and check.retest_within else None


def needs_last_day(deadline: Deadline) -> bool:
    """Whether only its paper says until when it is good, as a policy does, and no rule."""
    check = catalogue.checks.get(deadline.code)
    return check is None or any(rule.by_date for rule in check.rules)
