"""The sites and workshops of a member's company, by name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from billun.extensions import db
from billun.models import Membership, Site, Workshop


def sites_of(member: Membership) -> Sequence[Site]:
    return db.session.scalars(
        select(Site).where(Site.company_id == member.company_id).order_by(Site.name)
    ).all()


def workshops_of(member: Membership) -> Sequence[Workshop]:
    return db.session.scalars(
        select(Workshop).where(Workshop.company_id == member.company_id).order_by(Workshop.name)
    ).all()
