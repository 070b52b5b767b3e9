"""Pages of a list by cursor: stable while rows are added, and each as fast as the first."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

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
    """By which columns a list is sorted; the last one is unique, so that no row is met twice."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool = False

    def clauses(self) -> list[ColumnElement[Any]]:
        return [column.desc() if self.descending else column.asc() for column in self.columns]

    def after(self, values: list[Any]) -> ColumnElement[bool]:
        rows, last = tuple_(*self.columns), tuple_(*values)
        return rows < last if self.descending else rows > last


def paginate(query: Select[Row], order: Order, limit: int, cursor: str | None = None) -> Page[Row]:
    """One page of `query`: two statements, whatever its length. Raises Refused for a bad cursor."""
    total = (
        db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    )
    if cursor:
        query = query.where(order.after(decode(cursor, order)))
    rows = db.session.scalars(query.order_by(*order.clauses()).limit(limit + 1)).unique().all()
    more = len(rows) > limit
    return Page(rows[:limit], encode(rows[limit - 1], order) if more else None, total)


def encode(row: object, order: Order) -> str:
    values = [getattr(row, column.key) for column in order.columns]
    text = json.dumps([v.isoformat() if isinstance(v, datetime) else str(v) for v in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, order: Order) -> list[Any]:
    try:
        texts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [
            READERS.get(column.type.python_type, str)(text)
            for column, text in zip(order.columns, texts, strict=True)
        ]
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Refused("cursor", "This cursor is not one of ours.") from error


READERS: dict[type, Any] = {UUID: UUID, datetime: datetime.fromisoformat, int: int}
