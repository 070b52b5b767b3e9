"""Letting a workshop outside see one job and answer, without an account: by a link that can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from flask_babel import gettext as _

from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import (
    DeliveryKind,
    Intervention,
    InterventionEntryKind,
    Membership,
    OutsideAnswer,
    OutsideLink,
)
from billun.models.base import now
from billun.models.outside_link import OUTSIDE_LINKS_LAST
from billun.operations.deliveries import owe_mail
from billun.operations.ending_links import end_link
from billun.operations.intervention_timeline import record
from billun.operations.interventions import edit_intervention, lock_intervention, refuse_over
from billun.operations.users import valid_email

LONGEST_DAYS = 365
OPEN_AT_MOST = 10
# Who opens the page again within this is still looking at it.
ONE_LOOK = timedelta(minutes=1)


def make_link(
    actor: Membership, intervention: Intervention, email: str | None = None, days: int | None = None
) -> OutsideLink:
    """A link to this job, good for so many days, mailed where there is an address.

    Raises NotAllowed for others than supervisors and managers, Refused("email") and Refused("days"),
    Conflict where the job is over, not in a workshop outside, or has ten links that work.
    """
    refuse_others(actor)
    address, lasts = valid_email(email, "email"), lasting(days)
    lock_intervention(intervention)
    refuse_over(intervention)
    refuse_inside(intervention)
    link = OutsideLink(
        company_id=intervention.company_id,
        intervention=intervention,
        author=actor,
        email=address,
        expires_at=now() + lasts,
    )
    db.session.add(link)
    db.session.flush()
    detail = {"link_id": str(link.id), "email": address, "expires_at": link.expires_at.isoformat()}
    record(intervention, actor, InterventionEntryKind.LINK_MADE, detail=detail)
    if address:
        mail_to(actor, link, address)
    return link


def refuse_others(actor: Membership) -> None:
    if not (actor.is_supervisor or actor.is_manager):
        raise NotAllowed(_("Only a supervisor or a manager lets a workshop outside in."))


def lasting(days: int | None) -> timedelta:
    if days is None:
        return OUTSIDE_LINKS_LAST
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("days", _("Between 1 and %(count)s days.", count=LONGEST_DAYS))
    return timedelta(days=days)


def refuse_inside(intervention: Intervention) -> None:
    if intervention.workshop is None or not intervention.workshop.external:
        raise Conflict(_("This job is not in a workshop outside. Choose one first."))
    db.session.refresh(intervention, ["outside_links"])
    if sum(link.is_open for link in intervention.outside_links) >= OPEN_AT_MOST:
        raise Conflict(_("This job has %(count)s links already. Revoke one.", count=OPEN_AT_MOST))


def mail_to(actor: Membership, link: OutsideLink, address: str) -> None:
    """Owe the mail in the name of whoever asks; an answer comes back to them."""
    owe_mail(
        DeliveryKind.OUTSIDE_LINK,
        actor.user,
        subject_id=link.id,
        company_id=link.company_id,
        address=address,
    )


def revoke_link(actor: Membership, link: OutsideLink) -> None:
    """End it at once. Once more changes nothing. Raises NotAllowed."""
    refuse_others(actor)
    lock_intervention(link.intervention)
    db.session.refresh(link, ["revoked_at"])
    if link.revoked_at is None:
        end_link(actor, link)


def take_proposal(
    actor: Membership, link: OutsideLink, confirmed: Collection[str] = frozenset()
) -> None:
    """Move the job to the time that the workshop outside proposed; they have accepted it with that.

    Raises as edit_intervention does, and Conflict where no proposal stands any more.
    """
    refuse_unproposed(link)
    changes = {"starts_at": link.proposed_starts_at, "ends_at": link.proposed_ends_at}
    edit_intervention(actor, link.intervention, changes, confirmed)
    db.session.refresh(link)
    refuse_unproposed(link, changes["starts_at"])
    link.answer, link.answered_at = OutsideAnswer.ACCEPTED, now()
    db.session.flush()


def refuse_unproposed(link: OutsideLink, starts_at: object = None) -> None:
    stands = link.is_open and link.answer == OutsideAnswer.PROPOSED
    if not stands or starts_at not in (None, link.proposed_starts_at):
        raise Conflict(_("This date is not proposed any more. Look at what they say now."))


def note_look(link: OutsideLink) -> None:
    """Keep when somebody last had its page before them."""
    if link.last_seen_at is None or link.last_seen_at < now() - ONE_LOOK:
        link.last_seen_at = now()
