"""What is still to be done on a piece of equipment keeps it in use."""

from __future__ import annotations

from flask_babel import ngettext
from sqlalchemy import Select, select

from billun.errors import Conflict
from billun.extensions import db
from billun.models import Equipment, Intervention
from billun.models.intervention_transitions import OPEN_INTERVENTIONS, RUNNING_INTERVENTIONS

NAMED_AT_MOST = 5


def refuse_open_jobs(items: Select[Equipment]) -> None:
    """Raise Conflict naming what is planned at a time, or runs, on one of these items.

    What a plan made and nobody has placed is in nobody's way: it is withdrawn with the equipment.
    """
    placed = Intervention.starts_at.is_not(None) | Intervention.status.in_(RUNNING_INTERVENTIONS)
    found = db.session.scalars(
        select(Intervention.reference)
        .where(
            Intervention.equipment_id.in_(items.with_only_columns(Equipment.id)),
            Intervention.status.in_(OPEN_INTERVENTIONS),
            placed,
        )
        .order_by(Intervention.starts_at, Intervention.id)
        .limit(NAMED_AT_MOST)
    ).all()
    if found:
        text = ngettext(
            "%(references)s is planned on it. Cancel it first.",
            "%(references)s are planned on it. Cancel them first.",
            len(found),
            references=", ".join(found),
        )
        raise Conflict(text, "status")
