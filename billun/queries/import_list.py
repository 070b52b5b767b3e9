"""The imports of a company, newest first, and the rows that one of them refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.orm import joinedload

from billun.errors import Missing
from billun.extensions import db
from billun.models import ImportRun, Membership
from billun.queries.pagination import Order, Page, paginate

NEWEST_FIRST = Order((ImportRun.created_at, ImportRun.id), descending=True)
SHOWN_AT_MOST = 500


@dataclass(frozen=True)
class BadRows:
    """The first of the refused rows; `total` counts every reason given."""

    items: Sequence[dict[str, Any]]
    total: int


def list_imports(member: Membership, limit: int = 25, cursor: str | None = None) -> Page[ImportRun]:
    """A page of the imports that the member sees."""
    query = ImportRun.visible_to(member).options(joinedload(ImportRun.author))
    return paginate(query, NEWEST_FIRST, limit, cursor)


def import_with_id(member: Membership, id: UUID) -> ImportRun:
    """Raises Missing."""
    run = db.session.scalar(ImportRun.visible_to(member).where(ImportRun.id == id))
    if run is None:
        raise Missing
    return run


def bad_rows_of(run: ImportRun, first: int = 0, limit: int | None = SHOWN_AT_MOST) -> BadRows:
    """Some of the refused rows, in the order of the file; all from `first` on where `limit` is None."""
    total = db.session.scalar(
        select(func.jsonb_array_length(ImportRun.troubles)).where(ImportRun.id == run.id)
    )
    last = "last" if limit is None else str(first + limit - 1)
    path = cast(f"$[{first} to {last}]", JSONPATH)
    part = func.jsonb_path_query_array(ImportRun.troubles, path)
    items = db.session.scalar(select(part).where(ImportRun.id == run.id))
    return BadRows(items or [], total or 0)
