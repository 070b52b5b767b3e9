"""Pages of a list by cursor: stable while rows are added, and each as fast as the first."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement

from billun.errors import Refused
from billun.extensions import db

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, the cursor of what follows (None at the end), and how many there are in all."""

    items: Sequence[Row]
    next_cursor: str | None
    total: int


@dataclass(frozen=True)
class Order:
    """By which columns a list is sorted; the last one is unique, so that no row is met twice.

    None of them may be null: what can be absent is coalesced to what stands last.
    """

    columns: tuple[InstrumentedAttribute[Any] | ColumnElement[Any], ...]
    descending: bool = False

    @property
    def expressions(self) -> list[ColumnElement[Any]]:
        """The columns by names of their own: two of them may have the same."""
        return [
            getattr(column, "expression", column).label(f"sorted_by_{number}")
            for number, column in enumerate(self.columns)
        ]

    def clauses(self) -> list[ColumnElement[Any]]:
        return [one.desc() if self.descending else one.asc() for one in self.columns]

    def after(self, values: list[Any]) -> ColumnElement[bool]:
        rows, last = tuple_(*self.columns), tuple_(*values)
        return rows < last if self.descending else rows > last


def paginate(
    query: Select[Row],
    order: Order,
    limit: int,
    cursor: str | None = None,
    total: int | None = None,
) -> Page[Row]:
    """One page of `query`: two statements, whatever its length; one where `total` is known.

    Raises Refused for a bad cursor.
    """
    if total is None:
        total = count(query)
    if cursor:
        query = query.where(order.after(decode(cursor, order)))
    found = query.order_by(*order.clauses()).limit(limit + 1).add_columns(*order.expressions)
    rows = db.session.execute(found).unique().all()
    more = len(rows) > limit
    items = [row[0] for row in rows[:limit]]
    return Page(items, encode(rows[limit - 1][1:]) if more else None, total)


def count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def encode(values: Sequence[Any]) -> str:
    text = json.dumps([v.isoformat() if isinstance(v, date) else str(v) for v in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, order: Order) -> list[Any]:
    try:
        texts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [
            READERS.get(column.type.python_type, str)(text)
            for column, text in zip(order.expressions, texts, strict=True)
        ]
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Refused("cursor", _("This cursor is not one of ours.")) from error


READERS: dict[type, Any] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    int: int,
}
