"""The page of one job for the workshop outside that holds its link: the key to this, and to nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from billun.blueprints.access import anyone
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.outside.forms import (
    AcceptanceForm,
    CommentForm,
    DoneForm,
    ProposalForm,
    RefusalForm,
)
from billun.blueprints.photos.serving import serve
from billun.blueprints.photos.work_uploads import MOST_BYTES_OF_A_FORM, take_photos
from billun.blueprints.sign_in_limits import by_address, outside_answers
from billun.errors import Missing
from billun.extensions import db
from billun.models import OutsideLink
from billun.operations.local_times import moment_at
from billun.operations.outside_answers import (
    accept,
    comment,
    date_of,
    decline,
    propose,
    report_done,
)
from billun.operations.outside_link import link_of_token
from billun.operations.outside_links import note_look
from billun.queries.outside_job import (
    checks_of,
    held_by,
    job_of,
    photo_outside,
    said_by,
    was_moved_since_answer,
)
from billun.queries.photo_serving import served_outside

outside = Blueprint("outside", __name__)


class Over(Exception):
    """The work is done or called off: there is nothing more to answer."""


@outside.url_value_preprocessor
def make_room_for_photos(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included; for nobody without a link."""
    if endpoint == "outside.photos" and link_of_token((values or {})["token"]):
        request.max_content_length = MOST_BYTES_OF_A_FORM


@outside.after_request
def keep_secret(response: Response) -> Response:
    """Nobody keeps what a link shows, and nobody finds it by searching."""
    if not (response.mimetype or "").startswith("image/"):
        response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@outside.errorhandler(Missing)
def no_link(_error: Missing) -> ResponseReturnValue:
    """The same page for a link that is wrong, too old or taken back: nobody learns which."""
    db.session.rollback()
    return render_template("outside/no_link.html"), 404


@outside.errorhandler(Over)
def over(_error: Over) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("outside/over.html")


@outside.get("/outside/<token>")
@by_address
@anyone
def show(token: str) -> ResponseReturnValue:
    link = opened(token)
    note_look(link)
    return page(link)


@outside.post("/outside/<token>/acceptance")
@outside_answers
@anyone
def acceptance(token: str) -> ResponseReturnValue:
    """The date that the page showed, and no other."""
    link, form = opened(token), AcceptanceForm(prefix="acceptance-")
    if form.validate_on_submit():
        with beside_fields(form):
            accept(link, form.seen.data or None, name=form.said_name)
            return thanked(token, _("Thank you. The date is accepted."))
    return page(link, acceptance=form), 409 if form.form_errors else 422


@outside.post("/outside/<token>/proposal")
@outside_answers
@anyone
def proposal(token: str) -> ResponseReturnValue:
    """Another date, by the clocks of the company."""
    link, form = opened(token), ProposalForm(prefix="proposal-")
    if form.validate_on_submit():
        with beside_fields(form):
            zone = link.intervention.company.zone
            starts_at = moment_at(form.starts_at.data, zone, "starts_at")
            ends_at = moment_at(form.ends_at.data, zone, "ends_at")
            propose(link, starts_at, ends_at, form.comment.data or "", form.said_name)
            return thanked(token, _("Thank you. They see the date that you propose."))
    return page(link, proposal=form), 422


@outside.post("/outside/<token>/refusal")
@outside_answers
@anyone
def refusal(token: str) -> ResponseReturnValue:
    link, form = opened(token), RefusalForm(prefix="refusal-")
    if form.validate_on_submit():
        with beside_fields(form):
            decline(link, form.reason.data or "", form.said_name)
            return thanked(token, _("Thank you. They know that you do not do it."))
    return page(link, refusal=form), 422


@outside.post("/outside/<token>/comments")
@outside_answers
@anyone
def comments(token: str) -> ResponseReturnValue:
    link, form = opened(token), CommentForm(prefix="comment-")
    if form.validate_on_submit():
        with beside_fields(form):
            comment(link, form.comment.data or "", form.said_name)
            return thanked(token, _("They have your message."))
    return page(link, message=form), 422


@outside.post("/outside/<token>/completion")
@outside_answers
@anyone
def completion(token: str) -> ResponseReturnValue:
    """Their work is done; whether the job is, somebody of the company says."""
    link, form = opened(token), DoneForm(prefix="completion-")
    if form.validate_on_submit():
        with beside_fields(form):
            report_done(link, form.comment.data or "", form.said_name)
            return thanked(token, _("Thank you. They know that the work is done."))
    return page(link, completion=form), 422


@outside.post("/outside/<token>/photos")
@outside_answers
@anyone
def photos(token: str) -> ResponseReturnValue:
    link = opened(token)
    return take_photos(link, link.intervention, f"/outside/{token}#work-photos")


@outside.get("/outside/<token>/photos/<uuid:id>/<any(large, medium, thumb):size>")
@anyone
def photo(token: str, id: UUID, size: str) -> ResponseReturnValue:
    """One size of a photo of this job or of its anomalies; where something is hidden on it, without that."""
    found = photo_outside(opened(token), id)
    return serve(found, served_outside(found, size), keeps=False)


def opened(token: str) -> OutsideLink:
    """The link of the token. Raises Missing where there is none or it works no more, Over where the work is."""
    link = link_of_token(token)
    if link is None or not link.is_open or not link.intervention.company.is_open:
        raise Missing
    if not link.intervention.is_open:
        raise Over
    return link


def page(link: OutsideLink, **sent: FlaskForm) -> str:
    """The page, with the form that was sent as it was filled in."""
    job = job_of(link)
    forms: dict[str, FlaskForm] = {
        "acceptance": AcceptanceForm(formdata=None, prefix="acceptance-"),
        "proposal": ProposalForm(formdata=None, prefix="proposal-"),
        "refusal": RefusalForm(formdata=None, prefix="refusal-"),
        "message": CommentForm(formdata=None, prefix="comment-"),
        "completion": DoneForm(formdata=None, prefix="completion-"),
    }
    return render_template(
        "outside/page.html",
        link=link,
        job=job,
        anomalies=held_by(job),
        checks=checks_of(job),
        date_seen=date_of(job),
        said=said_by(link),
        was_moved=was_moved_since_answer(link),
        zone=job.company.zone,
        url=f"/outside/{(request.view_args or {})['token']}",
        sent=next(iter(sent), ""),
        **(forms | sent),
    )


def thanked(token: str, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(f"/outside/{token}", 303)
