"""The filter that stands in the address of a list of deadlines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from billun.blueprints.deadlines.dates import day_of
from billun.catalogue import catalogue
from billun.errors import Missing
from billun.models import Blocks, DeadlineState
from billun.queries.deadline_list import DeadlineFilter

Word = TypeVar("Word", bound=StrEnum)


def wanted_deadlines(args: Mapping[str, str]) -> DeadlineFilter:
    """What the address asks for; a word that is none of ours narrows nothing."""
    return DeadlineFilter(
        q=args.get("q", "")[:100],
        state=one_of(DeadlineState, args.get("state")),
        code=args.get("check", "")[:60] or None,
        family=args.get("family") if args.get("family") in catalogue.families else None,
        site_id=id_in(args.get("site_id")),
        workshop_id=id_in(args.get("workshop_id")),
        blocks=one_of(Blocks, args.get("blocks")),
        since=day_in(args.get("from")),
        until=day_in(args.get("until")),
    )


def address_of(wanted: DeadlineFilter) -> dict[str, str]:
    """The filter as it stands in an address, without what is not asked for."""
    said = {
        "q": wanted.q,
        "state": wanted.state,
        "check": wanted.code,
        "family": wanted.family,
        "site_id": wanted.site_id,
        "workshop_id": wanted.workshop_id,
        "blocks": wanted.blocks,
        "from": wanted.since,
        "until": wanted.until,
    }
    return {name: str(value) for name, value in said.items() if value}


def refuse_strangers(
    wanted: DeadlineFilter, sites: Collection[UUID], workshops: Collection[UUID]
) -> None:
    """Raise Missing where the filter names a place that is none of these."""
    if wanted.site_id and wanted.site_id not in sites:
        raise Missing
    if wanted.workshop_id and wanted.workshop_id not in workshops:
        raise Missing


def one_of(words: type[Word], text: str | None) -> Word | None:
    return words(text) if text in list(words) else None


def id_in(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def day_in(text: str | None) -> date | None:
    try:
        return day_of(text or "")
    except ValueError:
        return None
