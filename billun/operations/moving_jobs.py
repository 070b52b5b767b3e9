"""The jobs of a provisional item that turns out to be another one go along with its reports."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict
from billun.extensions import db
from billun.models import Equipment, Intervention, Membership
from billun.models.base import now
from billun.operations.bookings import booked_between, named, when_words
from billun.operations.in_workshop import bring_in
from billun.operations.intervention_timeline import tell_of
from billun.operations.taking import held_deadlines


def move_jobs(actor: Membership, provisional: Equipment, right_one: Equipment) -> None:
    """Let the jobs be on the right item. Both are held.

    Raises Conflict naming the job that would then book the right item a second time.
    """
    jobs = db.session.scalars(
        select(Intervention)
        .where(Intervention.equipment_id == provisional.id)
        .order_by(Intervention.id)
        .with_for_update(of=Intervention)
        .execution_options(populate_existing=True)
    ).all()
    for job in jobs:
        refuse_second_booking(job, right_one)
    for job in jobs:
        put_on(job, right_one)
        if job.is_running:
            bring_in(actor, job)


def refuse_second_booking(job: Intervention, right_one: Equipment) -> None:
    if not job.is_open or job.starts_at is None or job.ends_at is None:
        return
    there = booked_between(job.starts_at, job.ends_at).where(
        Intervention.equipment_id == right_one.id
    )
    other = db.session.scalar(there.order_by(Intervention.starts_at).limit(1))
    if other is not None:
        text = _(
            "%(reference)s and %(other)s would be on the same item at once, %(when)s. Move one first.",
            reference=job.reference,
            other=other.reference,
            when=when_words(other),
        )
        raise Conflict(text, present=named(other))


def put_on(job: Intervention, right_one: Equipment) -> None:
    """The deadlines that it held were the provisional item's own."""
    for held in held_deadlines(job):
        held.given_back = True
    job.equipment = right_one
    job.version += 1
    job.updated_at = now()
    db.session.flush()
    tell_of(job)
