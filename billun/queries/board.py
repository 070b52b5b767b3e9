"""The workshop board: what is open, in columns by status, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Membership
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.models.base import now

CARDS_IN_A_COLUMN = 50
RESOLVED_SHOWN_FOR = timedelta(hours=24)
COLUMNS = (*OPEN_STATUSES, AnomalyStatus.RESOLVED)


@dataclass(frozen=True)
class Column:
    """The cards shown of one status, and how many there are in all."""

    status: AnomalyStatus
    cards: Sequence[Anomaly]
    total: int


def board_of(member: Membership) -> list[Column]:
    """Each column worst first, then oldest first. Four statements, however much is open."""
    on_board = or_(
        Anomaly.status.in_(OPEN_STATUSES),
        and_(
            Anomaly.status == AnomalyStatus.RESOLVED,
            Anomaly.resolved_at > now() - RESOLVED_SHOWN_FOR,
        ),
    )
    ranked = (
        Anomaly.visible_to(member)
        .where(on_board)
        .with_only_columns(
            Anomaly.id,
            func.row_number()
            .over(
                partition_by=Anomaly.status,
                order_by=(Anomaly.criticality_rank.desc(), Anomaly.received_at),
            )
            .label("place"),
            func.count().over(partition_by=Anomaly.status).label("total"),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(Anomaly, ranked.c.total)
        .join(ranked, ranked.c.id == Anomaly.id)
        .where(ranked.c.place <= CARDS_IN_A_COLUMN)
        .order_by(ranked.c.place)
        .options(
            joinedload(Anomaly.equipment),
            joinedload(Anomaly.reporter),
            selectinload(Anomaly.photos),
        )
    ).all()
    return [column(status, [(row[0], row[1]) for row in rows]) for status in COLUMNS]


def column(status: AnomalyStatus, rows: list[tuple[Anomaly, int]]) -> Column:
    mine = [(anomaly, total) for anomaly, total in rows if anomaly.status == status]
    return Column(status, [anomaly for anomaly, _ in mine], mine[0][1] if mine else 0)
