"""Takes many reports on at once, as somebody does who comes in on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from billun.errors import Conflict, NotAllowed
from billun.extensions import db
from billun.models import Anomaly, AnomalyStatus, Equipment, Membership
from billun.operations.transitions import move_anomaly


@dataclass(frozen=True)
class NotTaken:
    """A report that could not be taken on; `why` is what taking it on alone would have raised."""

    anomaly: Anomaly
    why: Exception


@dataclass(frozen=True)
class Acknowledged:
    taken: Sequence[Anomaly]
    refused: Sequence[NotTaken]


def acknowledge_all(actor: Membership, anomalies: Iterable[Anomaly]) -> Acknowledged:
    """Acknowledge each that can be; what stands in the way of one keeps none of the others back."""
    in_order = sorted({anomaly.id: anomaly for anomaly in anomalies}.values(), key=by_id)
    hold(in_order)
    taken: list[Anomaly] = []
    refused: list[NotTaken] = []
    for anomaly in in_order:
        try:
            with db.session.begin_nested():
                move_anomaly(actor, anomaly, AnomalyStatus.ACKNOWLEDGED)
            taken.append(anomaly)
        except (Conflict, NotAllowed) as error:
            refused.append(NotTaken(anomaly, error))
    return Acknowledged(taken, refused)


def hold(anomalies: Sequence[Anomaly]) -> None:
    """Hold all equipment first, then the anomalies, each by id: so two who take many do not wait for each other."""
    equipment = {anomaly.equipment_id for anomaly in anomalies}
    for model, ids in ((Equipment, equipment), (Anomaly, {one.id for one in anomalies})):
        rows = select(model.id).where(model.id.in_(ids)).order_by(model.id).with_for_update()
        db.session.execute(rows)


def by_id(anomaly: Anomaly) -> str:
    return str(anomaly.id)
