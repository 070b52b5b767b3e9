"""What a phone keeps for where there is no network: all of it first, then page by page what changed or went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from billun.catalogue import catalogue
from billun.models import Membership
from billun.models.base import now
from billun.operations.company_settings import RETENTION
from billun.queries.phone_copy_cursor import (
    NOBODY,
    Cursor,
    Transactions,
    read,
    transactions,
    written,
)
from billun.queries.phone_copy_equipment import equipment_page
from billun.queries.phone_copy_reports import reports_gone, reports_since

REPORTS_KEPT_FOR = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class PhoneCopy:
    """One page. `reset` says that the phone begins anew with it, `more` that it asks again at once.

    `equipment` and `reports` are as the API shows them; those `gone` are ids.
    """

    cursor: str
    more: bool
    reset: bool
    has_new_catalogue: bool
    equipment: list[dict[str, Any]]
    equipment_gone: list[UUID]
    reports: list[dict[str, Any]]
    reports_gone: list[UUID]


def phone_copy(member: Membership, since: str | None = None) -> PhoneCopy:
    """The page that follows the cursor `since`, else the first of all. Raises Refused for what is no cursor.

    Statements of a constant number, the transactions first. What is changed while a phone turns the pages comes in its
    next run, some of it perhaps twice; nothing is left out.
    """
    given = read(since) if since is not None else None
    present = transactions()
    follows = given and given.fits(member.id, present) and not may_miss_removals(given)
    followed = given if follows else None
    before = followed or Cursor(membership=member.id, database=present.database)
    run = begun(before, present)
    page = equipment_page(member, run, present)
    following = replace(run, last=page.last) if page.last else ended(run)
    starts = before.is_between_runs
    return PhoneCopy(
        cursor=written(following),
        more=page.last is not None,
        reset=given is not None and followed is None,
        has_new_catalogue=before.catalogue != run.catalogue,
        equipment=page.items,
        equipment_gone=page.gone,
        reports=reports_since(member, run, present) if starts else [],
        reports_gone=reports_gone(member, before, run) if starts else [],
    )


def may_miss_removals(cursor: Cursor) -> bool:
    """Whether retention may have removed a report that the phone holds: of what is gone nothing tells any more."""
    least = timedelta(days=30 * RETENTION["report_retention_months"].least)
    return cursor.reports_from < (now() - least).date().toordinal()


def begun(cursor: Cursor, present: Transactions) -> Cursor:
    """The run that the cursor is in, or else the next one, which the present transactions bound."""
    run = replace(cursor, catalogue=bytes.fromhex(catalogue.version))
    if not cursor.is_between_runs:
        return run
    first_day = (now() - REPORTS_KEPT_FOR).date().toordinal()
    return replace(run, ceiling=present.oldest_running, reports_from=first_day)


def ended(run: Cursor) -> Cursor:
    return replace(run, floor=run.ceiling, ceiling=0, last=NOBODY)
