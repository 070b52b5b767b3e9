"""Jobs for imports."""

from uuid import UUID

from billun.adapters.queue import IMPORTS, enqueue
from billun.extensions import db
from billun.operations.importing.runs import JOB
from billun.operations.importing.steps import (
    alone,
    begin_step,
    next_waiting,
    note_breakdown,
    take_step,
)
from jobs import app


def work_on_import(run_id: str) -> None:
    """Take the step that the import waits for, unless another worker is at an import: it then does this one next."""
    with app.app_context():
        with alone() as is_mine:
            if is_mine:
                step(UUID(run_id))
        if is_mine and (waiting := next_waiting()):
            enqueue(IMPORTS, JOB, str(waiting))


def step(run_id: UUID) -> None:
    run = begin_step(run_id)
    db.session.commit()
    if run is None:
        return
    try:
        take_step(run)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        note_breakdown(run_id, error)
        db.session.commit()
        raise
