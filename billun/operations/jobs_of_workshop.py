"""What becomes of a workshop's interventions when the company gives it up."""

from __future__ import annotations

from flask_babel import ngettext
from sqlalchemy import func, select, update

from billun.extensions import db
from billun.models import Intervention, Workshop
from billun.models.intervention_transitions import OPEN_INTERVENTIONS


def planned_jobs_at(workshop: Workshop) -> list[str]:
    """A sentence that counts what is still to be done there, if there is anything."""
    jobs = db.session.scalar(
        select(func.count(Intervention.id)).where(
            Intervention.workshop_id == workshop.id,
            Intervention.status.in_(OPEN_INTERVENTIONS),
            Intervention.starts_at.is_not(None),
        )
    )
    if not jobs:
        return []
    return [ngettext("%(num)s job is planned here.", "%(num)s jobs are planned here.", jobs)]


def keep_jobs_of(workshop: Workshop, move_to: Workshop | None) -> None:
    """Let what is over keep the workshop's name; what has no time yet goes along with the equipment."""
    here = Intervention.workshop_id == workshop.id
    still_open = Intervention.status.in_(OPEN_INTERVENTIONS)
    new_id = move_to.id if move_to else None
    db.session.execute(
        update(Intervention).where(here, still_open).values(workshop_id=new_id, bay=None)
    )
    db.session.execute(
        update(Intervention).where(here).values(workshop_id=None, workshop_name=workshop.name)
    )
