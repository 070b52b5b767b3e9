"""Calendar feeds: a secret address for a person, a workshop or the company, and what stands in it."""

from __future__ import annotations

from uuid import UUID

from flask_babel import force_locale, get_locale, pgettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from billun.adapters.ical import Entry, calendar_file
from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import (
    Anomaly,
    CalendarFeed,
    FeedScope,
    Intervention,
    InterventionKind,
    InterventionStatus,
    Membership,
    Workshop,
)
from billun.models.base import new_id, now
from billun.operations.feed_link import base_url, host
from billun.operations.locks import lock_id
from billun.operations.outcome_words import level_of
from billun.queries.feed_jobs import jobs_of

LONGEST_NAME = 80
MOST_FEEDS = 20


def make_feed(
    actor: Membership,
    scope: FeedScope,
    workshop_id: UUID | None = None,
    name: str = "",
    id: UUID | None = None,
) -> tuple[CalendarFeed, bool]:
    """The new feed, and whether this call made it. Of a person only the own one.

    Raises NotAllowed for the company's where the actor leads nothing, Refused, Missing, Conflict.
    """
    id, name = id or new_id(), name.strip()
    lock_id(id)
    feed = CalendarFeed(
        id=id,
        company_id=actor.company_id,
        scope=scope,
        name=name,
        member_id=actor.id if scope == FeedScope.PERSON else None,
        workshop_id=workshop_id,
        author_id=actor.id,
    )
    first = db.session.get(CalendarFeed, id)
    if first is not None:
        return same_feed(first, feed), False
    refuse_bad_feed(actor, feed)
    db.session.add(feed)
    db.session.flush()
    return feed, True


def renew_feed(actor: Membership, feed: CalendarFeed) -> CalendarFeed:
    """Another address in place of this one, which works no more. Raises NotAllowed for somebody else's."""
    if feed.author_id != actor.id:
        raise NotAllowed(_("This address is somebody else's: you can end it, and make your own."))
    revoke_feed(actor, feed)
    return make_feed(actor, feed.scope, feed.workshop_id, feed.name)[0]


def revoke_feed(actor: Membership, feed: CalendarFeed) -> None:
    """Let an address be dead from now on. Twice changes nothing. Raises NotAllowed for somebody else's."""
    if not feed.can_be_revoked_by(actor):
        raise NotAllowed(_("This address is somebody else's. A manager can end it."))
    db.session.refresh(feed, with_for_update={"of": CalendarFeed})
    if feed.revoked_at is None:
        feed.revoked_at = now()
    db.session.flush()


def feed_with_id(member: Membership, id: UUID) -> CalendarFeed:
    """A feed that works, of the member or, for managers, of anybody in the company. Raises Missing."""
    found = CalendarFeed.visible_to(member).where(
        CalendarFeed.id == id, CalendarFeed.revoked_at.is_(None)
    )
    feed = db.session.scalar(found)
    if feed is None or not (feed.author_id == member.id or member.is_manager):
        raise Missing
    return feed


def same_feed(first: CalendarFeed, feed: CalendarFeed) -> CalendarFeed:
    if first.company_id != feed.company_id:
        raise Missing
    names = ("scope", "name", "member_id", "workshop_id", "author_id")
    same = all(getattr(first, name) == getattr(feed, name) for name in names)
    if not same or first.revoked_at is not None:
        raise Conflict(_("This id was already used for another address."))
    return first


def refuse_bad_feed(actor: Membership, feed: CalendarFeed) -> None:
    if len(feed.name) > LONGEST_NAME:
        raise Refused("name", _("Write at most %(count)s characters.", count=LONGEST_NAME))
    if feed.scope == FeedScope.COMPANY and not CalendarFeed.company_is_shown_to(actor):
        raise NotAllowed(_("Only managers and supervisors have the calendar of the company."))
    if (feed.scope == FeedScope.WORKSHOP) != (feed.workshop_id is not None):
        raise Refused("workshop_id", _("Say which workshop, and only for a workshop's calendar."))
    if feed.workshop_id:
        refuse_foreign_workshop(actor, feed.workshop_id)
    lock_id(actor.id)
    number = db.session.scalar(
        select(func.count(CalendarFeed.id)).where(
            CalendarFeed.author_id == actor.id, CalendarFeed.revoked_at.is_(None)
        )
    )
    if (number or 0) >= MOST_FEEDS:
        raise Refused("scope", _("At most %(count)s addresses. End one first.", count=MOST_FEEDS))


def refuse_foreign_workshop(actor: Membership, id: UUID) -> None:
    owner = db.session.scalar(select(Workshop.company_id).where(Workshop.id == id))
    if owner != actor.company_id:
        raise Missing


def read_feed(feed: CalendarFeed) -> bytes:
    """The calendar as a file, in the language of who made the address."""
    note_reading(feed)
    author = feed.author
    with force_locale((author and author.user.locale) or feed.company.locale):
        entries = [entry_of(job) for job in jobs_of(feed, now())]
        return calendar_file(title_of(feed), feed.company.zone, entries, host())


def note_reading(feed: CalendarFeed) -> None:
    """Calendars ask often: to the hour is exact enough, and spares a write."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    if feed.last_read_at is None or feed.last_read_at < hour:
        feed.last_read_at = hour


def title_of(feed: CalendarFeed) -> str:
    """What a calendar program calls it."""
    whose = {
        FeedScope.PERSON: feed.member.user.full_name if feed.member else "",
        FeedScope.WORKSHOP: feed.workshop.name if feed.workshop else "",
        FeedScope.COMPANY: feed.company.name,
    }[feed.scope]
    return f"Billun – {whose}"


def entry_of(job: Intervention) -> Entry:
    assert job.starts_at is not None
    assert job.ends_at is not None
    url = f"{base_url()}/maintenance/{job.reference}"
    return Entry(
        id=job.id,
        starts_at=job.starts_at,
        ends_at=job.ends_at,
        title=f"{job.equipment.title} – {job.title}",
        place=place_of(job),
        text=text_of(job, url),
        url=url,
        category=kind_word(job.kind),
        version=job.version,
        created_at=job.created_at,
        updated_at=job.updated_at,
        cancelled=job.status == InterventionStatus.CANCELLED,
    )


def place_of(job: Intervention) -> str:
    bay = _("bay %(name)s", name=job.bay) if job.bay else ""
    return ", ".join(part for part in (job.place_name, bay) if part)


def text_of(job: Intervention, url: str) -> str:
    """What people want to know before they open it: what is broken, how it stands, who does it. No costs."""
    names = ", ".join(member.user.full_name for member in job.assignees)
    lines = [
        f"{job.reference} · {kind_word(job.kind)} · {status_word(job.status)}",
        job.equipment.make_and_model,
        *(anomaly_line(anomaly) for anomaly in job.anomalies),
        names and _("With %(names)s", names=names),
        job.description,
        url,
    ]
    return "\n".join(line for line in lines if line)


def anomaly_line(anomaly: Anomaly) -> str:
    locale = current_language()
    category = catalogue.categories[anomaly.category]
    return f"{level_of(anomaly.criticality)}: {category.label(locale)} ({anomaly.reference})"


def current_language() -> str:
    return str(get_locale() or "en").split("_")[0]


def kind_word(kind: InterventionKind) -> str:
    return {
        InterventionKind.CORRECTIVE: pgettext("job", "Corrective"),
        InterventionKind.PREVENTIVE: pgettext("job", "Preventive"),
        InterventionKind.STATUTORY: pgettext("job", "Statutory"),
    }[kind]


def status_word(status: InterventionStatus) -> str:
    return {
        InterventionStatus.PLANNED: pgettext("job", "Planned"),
        InterventionStatus.IN_PROGRESS: pgettext("job", "In progress"),
        InterventionStatus.AWAITING_PARTS: pgettext("job", "Waiting for parts"),
        InterventionStatus.COMPLETED: pgettext("job", "Done"),
        InterventionStatus.CANCELLED: pgettext("job", "Cancelled"),
    }[status]
