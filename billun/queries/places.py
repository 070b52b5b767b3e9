"""The sites and workshops of a member's company, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import (
    Equipment,
    EquipmentStatus,
    Fitness,
    Membership,
    Role,
    Site,
    User,
    Workshop,
)
from billun.queries.pagination import Order, Page, paginate

SITES_BY_NAME = Order((Site.name, Site.id))
WORKSHOPS_BY_NAME = Order((Workshop.name, Workshop.id))


def sites_of(member: Membership) -> Sequence[Site]:
    return db.session.scalars(
        select(Site).where(Site.company_id == member.company_id).order_by(Site.name)
    ).all()


def workshops_of(member: Membership) -> Sequence[Workshop]:
    return db.session.scalars(
        select(Workshop).where(Workshop.company_id == member.company_id).order_by(Workshop.name)
    ).all()


def list_sites(member: Membership, limit: int, cursor: str | None = None) -> Page[Site]:
    """The sites by name, with their managers."""
    query = Site.visible_to(member).options(joinedload(Site.manager))
    return paginate(query, SITES_BY_NAME, limit, cursor)


def list_workshops(member: Membership, limit: int, cursor: str | None = None) -> Page[Workshop]:
    """The workshops by name, with their sites and teams."""
    query = Workshop.visible_to(member).options(
        joinedload(Workshop.site), selectinload(Workshop.team)
    )
    return paginate(query, WORKSHOPS_BY_NAME, limit, cursor)


def workshops_at(site: Site) -> Sequence[Workshop]:
    return db.session.scalars(
        select(Workshop).where(Workshop.site_id == site.id).order_by(Workshop.name)
    ).all()


def equipment_counts(place: type[Site | Workshop], ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many items in use belong to each of these places; absent where there is none."""
    column = Equipment.site_id if place is Site else Equipment.workshop_id
    return dict(rows(in_use(column).where(column.in_(ids))))


def fitness_counts(place: type[Site | Workshop], id: UUID) -> Mapping[Fitness, int]:
    """How many items in use of a place stand how."""
    column = Equipment.site_id if place is Site else Equipment.workshop_id
    found = dict(rows(in_use(Equipment.fitness).where(column == id)))
    return {fitness: found[fitness] for fitness in reversed(Fitness) if fitness in found}


def in_use(column: Any) -> Select[Any]:
    return (
        select(column, func.count())
        .where(Equipment.status != EquipmentStatus.RETIRED)
        .group_by(column)
    )


def rows(query: Select[Any]) -> list[tuple[Any, int]]:
    return [(row[0], row[1]) for row in db.session.execute(query)]


def managers_of(member: Membership) -> Sequence[Membership]:
    """Who may answer for a site, by name."""
    return db.session.scalars(
        Membership.visible_to(member)
        .join(User, Membership.user_id == User.id)
        .where(Membership.role == Role.MANAGER, Membership.active())
        .order_by(User.last_name, User.first_name, Membership.id)
    ).all()
