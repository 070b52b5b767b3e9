"""The filter of the list of people, as the URL has it."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import request

from billun.models import MemberState, Role, Trade
from billun.queries.people import PeopleFilter

Word = TypeVar("Word", bound=StrEnum)


def wanted_people() -> PeopleFilter:
    """What the URL asks for; a word that is none of ours narrows nothing."""
    args = request.args
    return PeopleFilter(
        q=args.get("q", "")[:100],
        role=one_of(Role, args.get("role")),
        trade=one_of(Trade, args.get("trade")),
        workshop_id=args.get("workshop_id", type=UUID),
        state=one_of(MemberState, args.get("state")),
    )


def one_of(words: type[Word], text: str | None) -> Word | None:
    return words(text) if text in list(words) else None
