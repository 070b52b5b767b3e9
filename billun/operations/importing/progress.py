"""Shows how far a step is while its own transaction is still open."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from billun.extensions import db
from billun.models import ImportRun, ImportState
from billun.models.base import now

SECONDS_BETWEEN = 1.0
TOO_LONG = timedelta(seconds=20)


class Progress:
    """Called with the number of rows that are through; writes it now and then, over a connection of its own.

    It also tells the sweep that somebody is at it. The step must not have written the run itself.
    """

    def __init__(self, run_id: UUID) -> None:
        self.run_id = run_id
        self.written_at = 0.0

    def __call__(self, rows_done: int) -> None:
        if time.monotonic() - self.written_at < SECONDS_BETWEEN:
            return
        self.note(rows_done)

    def note(self, rows_done: int) -> None:
        with db.engine.begin() as connection:
            connection.execute(
                update(ImportRun)
                .where(ImportRun.id == self.run_id)
                .values(rows_done=rows_done, touched_at=now())
            )
        self.written_at = time.monotonic()


def was_interrupted(run: ImportRun) -> bool:
    """Whether whoever was going through the rows stopped in the middle; the sweep then has it started again."""
    at_it = run.state in (ImportState.CHECKING, ImportState.WRITING)
    return at_it and 0 < run.rows_done < run.rows and run.touched_at < now() - TOO_LONG
