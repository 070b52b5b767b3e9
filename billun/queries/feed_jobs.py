"""What a calendar feed shows: the jobs that have a time, around now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import (
    CalendarFeed,
    FeedScope,
    Intervention,
    InterventionStatus,
    Membership,
    TakenAnomaly,
)

SINCE = timedelta(days=60)
AHEAD = timedelta(days=400)
# What was cancelled is said for so long that every calendar has heard of it.
CANCELLED_SINCE = timedelta(days=90)
MOST = 5_000


def jobs_of(feed: CalendarFeed, at: datetime) -> Sequence[Intervention]:
    """By their time: those of 60 days ago to 400 days ahead, and those cancelled in the last 90 days."""
    cancelled = Intervention.status == InterventionStatus.CANCELLED
    return db.session.scalars(
        select(Intervention)
        .where(
            Intervention.company_id == feed.company_id,
            of_feed(feed),
            Intervention.starts_at < at + AHEAD,
            or_(
                and_(~cancelled, Intervention.starts_at >= at - SINCE),
                and_(cancelled, Intervention.cancelled_at >= at - CANCELLED_SINCE),
            ),
        )
        .order_by(Intervention.starts_at, Intervention.id)
        .limit(MOST)
        .options(
            joinedload(Intervention.equipment),
            joinedload(Intervention.workshop),
            selectinload(Intervention.assignees),
            selectinload(Intervention.taken).joinedload(TakenAnomaly.anomaly),
        )
    ).all()


def of_feed(feed: CalendarFeed) -> ColumnElement[bool]:
    if feed.scope == FeedScope.PERSON:
        return Intervention.assignees.any(Membership.id == feed.member_id)
    if feed.scope == FeedScope.WORKSHOP:
        return Intervention.workshop_id == feed.workshop_id
    return true()


def feeds_of(member: Membership) -> Sequence[CalendarFeed]:
    """The addresses that work: the member's own, and for managers everybody's, the oldest first."""
    found = CalendarFeed.visible_to(member).where(CalendarFeed.revoked_at.is_(None))
    if not member.is_manager:
        found = found.where(CalendarFeed.author_id == member.id)
    return db.session.scalars(
        found.order_by(CalendarFeed.created_at, CalendarFeed.id).options(
            joinedload(CalendarFeed.workshop),
            joinedload(CalendarFeed.author),
        )
    ).all()
