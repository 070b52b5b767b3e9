"""The people of a company, by name, each as the company may know them."""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload

from billun.errors import Refused
from billun.extensions import db
from billun.models import (
    Invitation,
    InvitationKind,
    Membership,
    MemberState,
    Role,
    Trade,
    User,
    Workshop,
)
from billun.queries.pagination import Page

PRESENT = (MemberState.ACTIVE, MemberState.INVITED)


@dataclass(frozen=True)
class Person:
    """A member with the newest invitation that leads to them.

    Until somebody has joined, all that is shown of them is what the inviter wrote: whether and
    under which name Billun knows them is nobody's business.
    """

    member: Membership
    invitation: Invitation | None
    id: UUID

    @property
    def source(self) -> User | Invitation:
        joined = self.member.joined_at is not None or self.invitation is None
        return self.member.user if joined else self.invitation or self.member.user

    @property
    def first_name(self) -> str:
        return self.source.first_name

    @property
    def last_name(self) -> str:
        return self.source.last_name

    @property
    def full_name(self) -> str:
        return self.source.full_name

    @property
    def email(self) -> str | None:
        return self.source.email

    @property
    def phone(self) -> str | None:
        return self.source.phone

    @property
    def workshop(self) -> Workshop | None:
        """The first of the teams that the person works in, or the one that waits for them."""
        if self.member.joined_at is None:
            return self.invitation.workshop if self.invitation else None
        return self.member.teams[0] if self.member.teams else None


@dataclass(frozen=True, kw_only=True)
class PeopleFilter:
    """`state` None means whoever is there or invited."""

    q: str = ""
    role: Role | None = None
    trade: Trade | None = None
    workshop_id: UUID | None = None
    state: MemberState | None = None


@dataclass(frozen=True)
class PeopleCounts:
    """How many there are by state and by role, each as the rest of the filter has it."""

    states: Mapping[MemberState, int]
    roles: Mapping[Role, int]


# The newest invitation of each member; cards for signing in bring nobody.
newest = (
    select(Invitation)
    .where(Invitation.member_id == Membership.id, Invitation.kind != InvitationKind.SIGN_IN_CARD)
    .order_by(Invitation.created_at.desc())
    .limit(1)
    .correlate(Membership)
    .lateral()
)
Newest = aliased(Invitation, newest)


def as_inviter_knows(name: str) -> ColumnElement[Any]:
    """In SQL what `Person.source` is in Python."""
    hidden = Membership.joined_at.is_(None) & Newest.id.is_not(None)
    return case((hidden, getattr(Newest, name)), else_=getattr(User, name))


# The first invitation of each member.
first_id = (
    select(Invitation.id)
    .where(Invitation.member_id == Membership.id, Invitation.kind != InvitationKind.SIGN_IN_CARD)
    .order_by(Invitation.created_at, Invitation.id)
    .limit(1)
    .correlate(Membership)
    .scalar_subquery()
)
# By what the company names a member: the user's id; until they have joined their first invitation's,
# which is the same whether Billun knew the address or not.
PERSON_ID: ColumnElement[UUID] = case(
    (Membership.joined_at.is_(None), func.coalesce(first_id, Membership.user_id)),
    else_=Membership.user_id,
)


def is_person(id: UUID) -> ColumnElement[bool]:
    """Whether `id` names the member. That of an invitation does so after they have joined, too."""
    invited = select(Invitation.member_id).where(
        Invitation.id == id, Invitation.kind != InvitationKind.SIGN_IN_CARD
    )
    return or_(PERSON_ID.in_([id]), Membership.id.in_(invited))


def folded(text: ColumnElement[Any]) -> ColumnElement[str]:
    """Small letters and digits alone, without accents: what `fold_name` does, in SQL."""
    decomposed = func.pg_catalog.normalize(text, "NFKD")
    return func.lower(func.regexp_replace(decomposed, "[^[:alnum:]]", "", "g"))


def fold_name(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed.lower() if sign.isalnum())


LAST_NAME, FIRST_NAME = (folded(as_inviter_knows(name)) for name in ("last_name", "first_name"))
ORDER = (LAST_NAME, FIRST_NAME, Membership.id)
STATE = case(
    (Membership.ended_at.is_not(None), MemberState.ENDED.value),
    (Membership.joined_at.is_(None), MemberState.INVITED.value),
    else_=MemberState.ACTIVE.value,
)


def list_people(
    member: Membership, wanted: PeopleFilter, limit: int = 25, cursor: str | None = None
) -> tuple[Page[Person], PeopleCounts]:
    """A page of the people of the member's company by name, and how many there are of each sort."""
    counts, total = count_people(member, wanted)
    query = narrowed(of_company(select(Membership, Newest, PERSON_ID, *ORDER[:2]), member), wanted)
    query = query.where(in_state(wanted)).options(
        selectinload(Membership.teams), joinedload(Newest.workshop)
    )
    if wanted.role:
        query = query.where(Membership.role == wanted.role)
    if cursor:
        query = query.where(tuple_(*ORDER) > tuple_(*map(literal, place_of(cursor))))
    rows = db.session.execute(query.order_by(*ORDER).limit(limit + 1)).all()
    people = [Person(*row[:3]) for row in rows[:limit]]
    more = len(rows) > limit
    following = cursor_of(rows[limit - 1][0].id, *rows[limit - 1][3:5]) if more else None
    return Page(people, following, total), counts


def count_people(member: Membership, wanted: PeopleFilter) -> tuple[PeopleCounts, int]:
    """How many by state and by role, and how many the whole filter finds: one statement."""
    grouped = narrowed(of_company(select(STATE, Membership.role, func.count()), member), wanted)
    rows = [
        (MemberState(state), role, number)
        for state, role, number in db.session.execute(grouped.group_by(STATE, Membership.role))
    ]
    states = {wanted.state} if wanted.state else set(PRESENT)
    roles = {wanted.role} if wanted.role else set(Role)
    counts = PeopleCounts(
        {state: sum(n for s, r, n in rows if s == state and r in roles) for state in MemberState},
        {role: sum(n for s, r, n in rows if r == role and s in states) for role in Role},
    )
    return counts, sum(n for s, r, n in rows if s in states and r in roles)


def person_of(member: Membership) -> Person:
    """One member as the company may know them."""
    return Person(member, newest_invitation(member), person_id(member))


def person_id(member: Membership) -> UUID:
    """The id by which the company names this member."""
    if member.joined_at is not None:
        return member.user_id
    found: UUID = db.session.scalars(select(PERSON_ID).where(Membership.id == member.id)).one()
    return found


def newest_invitation(member: Membership) -> Invitation | None:
    """The last way in that was handed out to this member, cards for signing in aside."""
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.member_id == member.id, Invitation.kind != InvitationKind.SIGN_IN_CARD)
        .order_by(Invitation.created_at.desc())
        .limit(1)
    )


def of_company(query: Select[Any], member: Membership) -> Select[Any]:
    return (
        query.select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Newest, true())
        .where(Membership.company_id == member.company_id)
    )


def narrowed(query: Select[Any], wanted: PeopleFilter) -> Select[Any]:
    """By the words, the trade and the workshop; role and state are counted too, so they come later."""
    for word in words_of(wanted.q):
        query = query.where(is_about(word))
    if wanted.trade:
        query = query.where(Membership.trade == wanted.trade)
    if wanted.workshop_id:
        here = Membership.teams.any(Workshop.id == wanted.workshop_id)
        awaited = Membership.joined_at.is_(None) & (Newest.workshop_id == wanted.workshop_id)
        query = query.where(or_(here, awaited))
    return query


def words_of(text: str) -> list[str]:
    """The words of a search; a phone number is one, however it is spaced."""
    is_number = text.strip() and all(sign in "+-.() " or sign.isdecimal() for sign in text)
    return [text] if is_number else text.split()


def is_about(word: str) -> ColumnElement[bool]:
    """Whether name, e-mail or phone hold the word; a phone also as people write it at home: 06 12 …"""
    name = folded(as_inviter_knows("first_name") + " " + as_inviter_knows("last_name"))
    conditions = [func.lower(as_inviter_knows("email")).contains(word.lower(), autoescape=True)]
    if key := fold_name(word):
        conditions.append(name.contains(key, autoescape=True))
    if digits := "".join(filter(str.isdecimal, word)).removeprefix("0"):
        conditions.append(as_inviter_knows("phone").contains(digits, autoescape=True))
    return or_(*conditions)


def in_state(wanted: PeopleFilter) -> ColumnElement[bool]:
    states = (wanted.state,) if wanted.state else PRESENT
    return STATE.in_([state.value for state in states])


def cursor_of(id: UUID, last_name: str, first_name: str) -> str:
    text = json.dumps([last_name, first_name, str(id)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str) -> Sequence[Any]:
    """Last name, first name and id after which the page begins. Raises Refused."""
    try:
        last, first, id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return str(last), str(first), UUID(id)
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("cursor", _("This cursor is not one of ours.")) from error
