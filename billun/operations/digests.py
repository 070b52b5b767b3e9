"""The daily letter about deadlines: one a site and day, at six in the morning where the company works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from billun.extensions import db
from billun.models import (
    Company,
    Deadline,
    DeadlineDigest,
    DeliveryKind,
    Membership,
    Role,
    Site,
    User,
)
from billun.models.base import new_id
from billun.operations.deliveries import owe_mail
from billun.queries.due_at_place import due_at, places_with_something_due

MORNING = time(6)
# People are told anew when fewer days are left than one of these, and when none is.
TOLD_AT = (30, 15, 7)


def places_to_tell(at: datetime) -> Iterator[tuple[UUID, UUID | None, date]]:
    """Company, site (None for the equipment without one) and local day of each letter to be written now."""
    companies = db.session.scalars(select(Company).where(Company.closed_at.is_(None))).all()
    for company in companies:
        here = at.astimezone(company.zone)
        if here.time() >= MORNING:
            for site_id in places_with_something_due(company.id, here.date()):
                yield company.id, site_id, here.date()


def tell_place(company_id: UUID, site_id: UUID | None, day: date) -> DeadlineDigest | None:
    """Owe the letter of the day to those who answer for the place; None where it is written already.

    Whoever is second waits here for the first to commit, and then does nothing.
    """
    digest_id = db.session.scalar(
        insert(DeadlineDigest)
        .values(id=new_id(), company_id=company_id, site_id=site_id, day=day, news=[])
        .on_conflict_do_nothing()
        .returning(DeadlineDigest.id)
    )
    if digest_id is None:
        return None
    digest = db.session.get_one(DeadlineDigest, digest_id)
    digest.news = take_news(company_id, site_id, day)
    for recipient in readers(company_id, site_id):
        owe_mail(DeliveryKind.DEADLINES, recipient, subject_id=digest.id, company_id=company_id)
    db.session.flush()
    return digest


def take_news(company_id: UUID, site_id: UUID | None, day: date) -> list[UUID]:
    """What came nearer than people have been told, remembered as told.

    One that somebody changes this very moment is left for the next day, so that nobody waits.
    """
    due = db.session.scalars(
        due_at(company_id, site_id, day)
        .order_by(Deadline.due_on, Deadline.id)
        .with_for_update(skip_locked=True, of=Deadline)
        .execution_options(populate_existing=True)
    ).all()
    news = []
    for deadline in due:
        assert deadline.due_on is not None
        nearness = nearness_of(deadline.due_on, day)
        if nearness != deadline.told_at_days:
            deadline.told_at_days = nearness
            news.append(deadline.id)
    return news


def nearness_of(due_on: date, day: date) -> int | None:
    """The least of 30, 15 and 7 that is more than the days left; 0 once it is overdue, None while it is far."""
    left = (due_on - day).days
    if left < 0:
        return 0
    return min((days for days in TOLD_AT if left < days), default=None)


def readers(company_id: UUID, site_id: UUID | None) -> Sequence[User]:
    """The site's manager, else the main manager, else all managers: whoever of them can be reached by mail."""
    site = db.session.get(Site, site_id) if site_id else None
    managers = db.session.scalars(
        select(Membership).where(
            Membership.company_id == company_id,
            Membership.role == Role.MANAGER,
            Membership.active(),
        )
    ).all()
    groups = (
        [site.manager] if site and site.manager and site.manager.is_active else [],
        [member for member in managers if member.is_main_manager],
        managers,
    )
    reachable = ([one.user for one in group if one.user.email] for group in groups)
    return next((people for people in reachable if people), [])
