"""The companies of the installation: what an admin may know to tell who they are, never their records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from billun.extensions import db
from billun.models import Company, Membership
from billun.models.folding import normalise
from billun.queries.pagination import Order, Page, paginate

BY_NAME = Order((Company.name, Company.id))


@dataclass(frozen=True)
class ListedCompany:
    """A company with whom to ask: its main manager, and how many people are in it."""

    company: Company
    main_manager: Membership | None
    people: int


def list_companies(
    q: str = "", verified: bool | None = None, limit: int = 25, cursor: str | None = None
) -> Page[ListedCompany]:
    """The companies by name, found by a part of their name or SIRET."""
    page = paginate(narrowed(select(Company), q, verified), BY_NAME, limit, cursor)
    return Page(described(page.items), page.next_cursor, page.total)


def narrowed(query: Select[Company], q: str, verified: bool | None) -> Select[Company]:
    for word in q.split():
        found = func.lower(Company.name).contains(word.lower(), autoescape=True)
        digits = normalise(word)
        if digits:
            found = or_(found, Company.siret.contains(digits, autoescape=True))
        query = query.where(found)
    if verified is None:
        return query
    return query.where(Company.verified_at.is_not(None) == verified)


def described(companies: Sequence[Company]) -> list[ListedCompany]:
    ids = [company.id for company in companies]
    managers = {
        member.company_id: member
        for member in db.session.scalars(
            select(Membership).where(Membership.company_id.in_(ids), Membership.is_main_manager)
        )
    }
    people = people_in(ids)
    return [
        ListedCompany(company, managers.get(company.id), people.get(company.id, 0))
        for company in companies
    ]


def people_in(ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Membership.company_id, func.count())
        .where(Membership.company_id.in_(ids), Membership.active())
        .group_by(Membership.company_id)
    )
    return {row[0]: row[1] for row in rows}
