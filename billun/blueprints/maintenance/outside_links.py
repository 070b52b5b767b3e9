"""Links for the workshop outside: made, taken back, and the date that it proposes taken."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, only
from billun.blueprints.loading import intervention_named
from billun.errors import Conflict, Missing, NotAllowed, Questioned, Refused
from billun.extensions import db
from billun.models import Intervention, OutsideLink, Role
from billun.operations.outside_link import link_url
from billun.operations.outside_links import make_link, revoke_link, take_proposal
from billun.queries.outside_job import was_moved_since_answer

outside_links = Blueprint("outside_links", __name__)
outside_links.add_app_template_filter(link_url, "outside_url")
outside_links.add_app_template_filter(was_moved_since_answer)


@outside_links.post("/maintenance/<reference>/outside-links")
@only(Role.MANAGER, Role.WORKSHOP)
def make(reference: str) -> ResponseReturnValue:
    """A fresh link, mailed where the form has an address."""
    job = intervention_named(reference)
    try:
        link = make_link(actor(), job, request.form.get("email"), days_in(request.form.get("days")))
        text = (
            _("Mailed to %(address)s.", address=link.email)
            if link.email
            else _("Copy the link and send it.")
        )
        flash(text, "success")
    except (Refused, Conflict, NotAllowed) as error:
        tell(error)
    return redirect(place_of(job), 303)


@outside_links.post("/maintenance/<reference>/outside-links/<uuid:id>/removal")
@only(Role.MANAGER, Role.WORKSHOP)
def revoke(reference: str, id: UUID) -> ResponseReturnValue:
    job = intervention_named(reference)
    try:
        revoke_link(actor(), link_of_job(job, id))
        flash(_("The link is over, at once."), "success")
    except NotAllowed as error:
        tell(error)
    return redirect(place_of(job), 303)


@outside_links.post("/maintenance/<reference>/outside-links/<uuid:id>/acceptance")
@only(Role.MANAGER, Role.WORKSHOP)
def take_date(reference: str, id: UUID) -> ResponseReturnValue:
    """Move the job to the date that the workshop outside proposed; what speaks against it is asked first."""
    job = intervention_named(reference)
    link = link_of_job(job, id)
    try:
        take_proposal(actor(), link, frozenset(request.form.getlist("confirmed")))
        flash(_("The job is moved to the date that they proposed."), "success")
    except Questioned as asked:
        db.session.rollback()
        return render_template(
            "maintenance/proposal.html", job=job, link=link, questions=asked.questions
        ), 409
    except (Refused, Conflict) as error:
        tell(error)
    return redirect(place_of(job), 303)


def link_of_job(job: Intervention, id: UUID) -> OutsideLink:
    """Raises Missing for a link of another job."""
    link = next((link for link in job.outside_links if link.id == id), None)
    if link is None:
        raise Missing
    return link


def days_in(text: str | None) -> int | None:
    """How long the form says it lasts. Raises Refused for what is no number."""
    if not (text or "").strip():
        return None
    try:
        return int(text or "")
    except ValueError as error:
        raise Refused("days", _("Write a number of days.")) from error


def tell(error: Exception) -> None:
    db.session.rollback()
    flash(error.message if isinstance(error, Refused) else str(error), "error")


def place_of(job: Intervention) -> str:
    return f"/maintenance/{job.reference}#outside"
