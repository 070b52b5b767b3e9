"""What a company's retention did, night by night, and what is held against it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Anomaly, Membership, RetentionRun
from billun.queries.pagination import Order, Page, paginate

NEWEST_FIRST = Order((RetentionRun.at, RetentionRun.id), descending=True)
HELD_AT_MOST = 200


def list_runs(member: Membership, limit: int, cursor: str | None = None) -> Page[RetentionRun]:
    return paginate(RetentionRun.visible_to(member), NEWEST_FIRST, limit, cursor)


def held_anomalies(member: Membership) -> Sequence[Anomaly]:
    """Those on legal hold, the one that has been for longest first; no more than HELD_AT_MOST."""
    return db.session.scalars(
        Anomaly.visible_to(member)
        .where(Anomaly.held_at.is_not(None))
        .options(joinedload(Anomaly.equipment), joinedload(Anomaly.held_by))
        .order_by(Anomaly.held_at, Anomaly.id)
        .limit(HELD_AT_MOST)
    ).all()
