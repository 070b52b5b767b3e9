"""Jobs for imports."""

from uuid import UUID

from billun.extensions import db
from billun.operations.importing.steps import alone_with, begin_step, note_breakdown, take_step
from jobs import app


def work_on_import(run_id: str) -> None:
    """Take the step that the import waits for, unless another worker is at it."""
    with app.app_context(), alone_with(UUID(run_id)) as alone:
        if alone:
            step(UUID(run_id))


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
