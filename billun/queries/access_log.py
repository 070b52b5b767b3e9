"""Who looked at or took away what belongs to a company, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy.orm import contains_eager

from billun.extensions import db
from billun.models import AccessKind, AccessRecord, AccessSubject, Company, Membership, User
from billun.queries.pagination import Order, Page, paginate
from billun.queries.people import fold_name, folded

NEWEST_FIRST = Order((AccessRecord.at, AccessRecord.id), descending=True)


@dataclass(frozen=True, kw_only=True)
class AccessFilter:
    """`q` are words of people's names, of their company's, and of what things are called."""

    q: str = ""
    kind: AccessKind | None = None
    subject: AccessSubject | None = None


def list_access(
    member: Membership, wanted: AccessFilter, limit: int = 25, cursor: str | None = None
) -> Page[AccessRecord]:
    """A page of what happened to what belongs to the member's company: two statements."""
    return paginate(narrowed(member, wanted), NEWEST_FIRST, limit, cursor)


def access_to_take_along(
    member: Membership, wanted: AccessFilter, most: int
) -> Sequence[AccessRecord]:
    """All of it in one go, at most so many."""
    query = narrowed(member, wanted).order_by(*NEWEST_FIRST.clauses())
    return db.session.scalars(query.limit(most)).all()


def narrowed(member: Membership, wanted: AccessFilter) -> Select[AccessRecord]:
    query = with_people(AccessRecord.visible_to(member))
    for word in filter(None, map(fold_name, wanted.q.split())):
        person = User.first_name + " " + User.last_name
        texts: tuple[ColumnElement[str], ...] = (person, Company.name + "", AccessRecord.name + "")
        query = query.where(or_(*(folded(text).contains(word, autoescape=True) for text in texts)))
    if wanted.kind:
        query = query.where(AccessRecord.kind == wanted.kind)
    if wanted.subject:
        query = query.where(AccessRecord.subject == wanted.subject)
    return query


def with_people(query: Select[AccessRecord]) -> Select[AccessRecord]:
    """With whoever it was and their company, which may both be gone."""
    actor = contains_eager(AccessRecord.actor)
    return (
        query.outerjoin(AccessRecord.actor)
        .outerjoin(User, User.id == Membership.user_id)
        .outerjoin(AccessRecord.actor_company)
        .options(actor.contains_eager(Membership.user), contains_eager(AccessRecord.actor_company))
    )
