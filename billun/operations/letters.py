"""What a mail says, in its reader's language, written at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import (
    Anomaly,
    Company,
    DeadlineDigest,
    Delivery,
    DeliveryKind,
    Invitation,
    Site,
    TimelineEntry,
)
from billun.models.base import now
from billun.operations import email_confirmation_token
from billun.operations.invitation_link import link_of
from billun.operations.letter import Letter, base_url, render
from billun.operations.letters_maintenance import intervention
from billun.operations.letters_outside import outside_link
from billun.operations.outcome_words import level_of, outcome_of, same_as
from billun.operations.password_reset_token import make_token
from billun.queries.due_at_place import due_of, numbers_of

LINES_AT_MOST = 50

__all__ = ["Letter", "base_url", "write_letter"]


def write_letter(delivery: Delivery) -> Letter:
    """The letter for a delivery, with links that work from a mailbox."""
    with force_locale(delivery.recipient.locale or locale_of_company(delivery) or "fr"):
        return WRITERS[delivery.kind](delivery)


def locale_of_company(delivery: Delivery) -> str | None:
    """The language of the company that has it sent, for people who have not chosen one."""
    company = db.session.get(Company, delivery.company_id) if delivery.company_id else None
    return company.locale if company else None


def critical_anomaly(delivery: Delivery) -> Letter:
    anomaly, rise = anomaly_of(delivery)
    category = catalogue.categories[anomaly.category]
    level = level_of(anomaly.criticality)
    return render(
        _("%(level)s: %(equipment)s", level=level, equipment=anomaly.equipment.title),
        "critical_anomaly",
        anomaly=anomaly,
        rise=rise,
        level=level,
        category=category,
        sub_category=category.sub_categories.get(anomaly.sub_category or ""),
        zone=anomaly.company.zone,
        link=f"{base_url()}/anomalies/{anomaly.reference}",
    )


def anomaly_of(delivery: Delivery) -> tuple[Anomaly, TimelineEntry | None]:
    """The anomaly that an alert is about, and the entry that tells what has become of it, if it is about that."""
    anomaly = db.session.get(Anomaly, delivery.subject_id)
    if anomaly:
        return anomaly, None
    entry = db.session.get_one(TimelineEntry, delivery.subject_id)
    return entry.anomaly, entry


def anomaly_moved(delivery: Delivery) -> Letter:
    """What became of a report, for who made it or one that is the same."""
    entry = db.session.get_one(TimelineEntry, delivery.subject_id)
    anomaly, outcome, older = entry.anomaly, outcome_of(entry), same_as(entry)
    return render(
        _("%(outcome)s: %(equipment)s", outcome=outcome.short, equipment=anomaly.equipment.title),
        "anomaly_moved",
        anomaly=anomaly,
        entry=entry,
        own=own_report(delivery, anomaly),
        outcome=outcome,
        quote=None if older else entry.comment,
        zone=anomaly.company.zone,
        link=f"{base_url()}/drive/reports/{(older or anomaly).reference}",
    )


def own_report(delivery: Delivery, anomaly: Anomaly) -> Anomaly:
    """The recipient's own report of the damage: the anomaly itself, or one that is the same."""
    reports = (anomaly, *anomaly.duplicates)
    own = [one for one in reports if one.reporter.user_id == delivery.recipient_id]
    return own[0] if own else anomaly


def deadlines(delivery: Delivery) -> Letter:
    digest = db.session.get_one(DeadlineDigest, delivery.subject_id)
    site = db.session.get(Site, digest.site_id) if digest.site_id else None
    place = site.name if site else db.session.get_one(Company, digest.company_id).name
    numbers, shown = numbers_of(digest), due_of(digest, LINES_AT_MOST)
    overdue, soon = numbers["overdue"], numbers["due_15"] + numbers["due_30"]
    counts = [
        ngettext("%(num)s deadline overdue", "%(num)s deadlines overdue", overdue),
        ngettext("%(num)s due within 30 days", "%(num)s due within 30 days", soon),
    ]
    counted = [words for words, number in zip(counts, (overdue, soon), strict=True) if number]
    return render(
        _("%(name)s: %(value)s", name=place, value=", ".join(counted) or _("nothing is due")),
        "deadlines",
        digest=digest,
        place=place,
        news=[deadline for deadline in shown if deadline.id in digest.news],
        rest=[deadline for deadline in shown if deadline.id not in digest.news],
        more=overdue + soon - len(shown),
        numbers=numbers,
        soon=soon,
        base=base_url(),
        at_place=f"&site_id={site.id}" if site else "",
    )


def password_reset(delivery: Delivery) -> Letter:
    link = f"{base_url()}/password-reset/{make_token(delivery.recipient, now())}"
    return render(_("Choose a new password"), "password_reset", user=delivery.recipient, link=link)


def invitation(delivery: Delivery) -> Letter:
    invited = db.session.get_one(Invitation, delivery.subject_id)
    return render(
        _("%(company)s invites you to Billun", company=invited.company.name),
        "invitation",
        invitation=invited,
        role=invited.member.role if invited.member else invited.role,
        link=link_of(invited),
    )


def email_confirmation(delivery: Delivery) -> Letter:
    user, address = delivery.recipient, delivery.address
    token = email_confirmation_token.make_token(user, address, delivery.created_at)
    link = f"{base_url()}/account/email/{token}"
    return render(_("Confirm your e-mail address"), "email_confirmation", user=user, link=link)


def company_export(delivery: Delivery) -> Letter:
    company = db.session.get_one(Company, delivery.company_id)
    return render(
        _("Everything that %(company)s has on Billun", company=company.name),
        "company_export",
        user=delivery.recipient,
        company=company,
        link=f"{base_url()}/company/closing",
    )


WRITERS: dict[DeliveryKind, Callable[[Delivery], Letter]] = {
    DeliveryKind.ANOMALY_MOVED: anomaly_moved,
    DeliveryKind.COMPANY_EXPORT: company_export,
    DeliveryKind.CRITICAL_ANOMALY: critical_anomaly,
    DeliveryKind.DEADLINES: deadlines,
    DeliveryKind.EMAIL_CONFIRMATION: email_confirmation,
    DeliveryKind.INTERVENTION: intervention,
    DeliveryKind.INVITATION: invitation,
    DeliveryKind.OUTSIDE_LINK: outside_link,
    DeliveryKind.PASSWORD_RESET: password_reset,
}
