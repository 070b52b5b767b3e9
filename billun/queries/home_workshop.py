"""The workshop that somebody plans for when nothing says another one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, select

from billun.extensions import db
from billun.models import Membership, Workshop
from billun.models.workshop import workshop_team


def home_workshop_id(member: Membership) -> UUID | None:
    """One on whose team the member is, else one of the company's own, else any; None where there is none."""
    on_team = and_(
        workshop_team.c.workshop_id == Workshop.id, workshop_team.c.membership_id == member.id
    )
    return db.session.scalar(
        select(Workshop.id)
        .outerjoin(workshop_team, on_team)
        .where(Workshop.company_id == member.company_id)
        .order_by(
            workshop_team.c.membership_id.is_(None), Workshop.external, Workshop.name, Workshop.id
        )
        .limit(1)
    )
