"""One's own reports of the last months in a phone's copy, each with what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, lateral, select, true

from billun.extensions import db
from billun.models import Anomaly, Equipment, Membership, TimelineEntry
from billun.queries.driver_history import COMMENTS, MOVED_AT, NEWS_AT, is_unseen
from billun.queries.phone_copy_cursor import Cursor, Transactions
from billun.queries.phone_copy_equipment import in_run, said

FIELDS = (
    "id",
    "reference",
    "equipment_id",
    "category",
    "sub_category",
    "criticality",
    "status",
    "received_at",
    "photos_expected",
    "photos_stored",
)


def reports_since(member: Membership, run: Cursor, present: Transactions) -> list[dict[str, Any]]:
    """The member's reports that the run brings, the newest first: one statement."""
    told = lateral(
        select(
            MOVED_AT.label("moved_at"), COMMENTS.label("comments"), NEWS_AT.label("news_at")
        ).where(TimelineEntry.anomaly_id == Anomaly.id)
    )
    query = (
        select(*(getattr(Anomaly, name) for name in FIELDS), told.c.moved_at)
        .add_columns(told.c.news_at, told.c.comments[1].label("last_word"))
        .add_columns(Anomaly.reporter_looked_at.label("looked_at"))
        .add_columns(Equipment.plate, Equipment.internal_id, Equipment.billun_id)
        .join(Equipment, Equipment.id == Anomaly.equipment_id)
        .join(told, true())
        .where(Anomaly.reporter_id == member.id, received_from(run.reports_from))
        .order_by(Anomaly.received_at.desc(), Anomaly.id)
    )
    if not run.takes_all:
        query = query.where(in_run(Anomaly.changed_in, run, present))
    return [described(row) for row in db.session.execute(query)]


def reports_gone(member: Membership, before: Cursor, run: Cursor) -> list[UUID]:
    """The ids of those that have grown too old since the run before; no statement on the same day."""
    if run.takes_all or before.reports_from >= run.reports_from:
        return []
    return list(
        db.session.scalars(
            select(Anomaly.id).where(
                Anomaly.reporter_id == member.id,
                received_from(before.reports_from),
                ~received_from(run.reports_from),
            )
        )
    )


def received_from(day: int) -> ColumnElement[bool]:
    """Received on this day (an ordinal, in UTC) or later."""
    first = date.fromordinal(max(day, 1))
    return Anomaly.received_at >= datetime(first.year, first.month, first.day, tzinfo=UTC)


def described(row: Row[Any]) -> dict[str, Any]:
    return said(
        {
            **{name: getattr(row, name) for name in FIELDS},
            "equipment_title": row.plate or row.internal_id or row.billun_id,
            "moved_at": row.moved_at or row.received_at,
            "looked_at": row.looked_at,
            "is_new": is_unseen(row.news_at, row.looked_at) or None,
            "comment": row.last_word,
        }
    )
