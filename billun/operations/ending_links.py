"""The end of links for a workshop outside: nobody gets in by them any more, and no mail still brings one."""

from __future__ import annotations

from sqlalchemy import delete, select

from billun.extensions import db
from billun.models import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Intervention,
    InterventionEntryKind,
    Membership,
    OutsideLink,
)
from billun.models.base import now
from billun.operations.intervention_timeline import record


def end_links(actor: Membership, intervention: Intervention) -> None:
    """End all that work, at once. The caller holds the intervention."""
    links = db.session.scalars(
        select(OutsideLink)
        .where(OutsideLink.intervention_id == intervention.id, OutsideLink.revoked_at.is_(None))
        .order_by(OutsideLink.created_at, OutsideLink.id)
        .execution_options(populate_existing=True)
    ).all()
    for link in links:
        if link.is_open:
            end_link(actor, link)


def end_link(actor: Membership, link: OutsideLink) -> None:
    """The caller holds its intervention."""
    link.revoked_at = now()
    forget_unsent(link)
    detail = {"link_id": str(link.id), "email": link.email}
    record(link.intervention, actor, InterventionEntryKind.LINK_REVOKED, detail=detail)


def forget_unsent(link: OutsideLink) -> None:
    db.session.execute(
        delete(Delivery).where(
            Delivery.kind == DeliveryKind.OUTSIDE_LINK,
            Delivery.subject_id == link.id,
            Delivery.state == DeliveryState.QUEUED,
        )
    )
