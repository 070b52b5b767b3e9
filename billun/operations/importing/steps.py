"""What a worker does with an import: read the file, try its rows, write the good ones.

Each step is a state of the run and starts from the stored file, so that a step whose worker died
is simply done anew. Nothing of a step is kept before all of it is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from billun.adapters.spreadsheets import Table, Unreadable, open_table, text_of
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.errors import NotAllowed
from billun.extensions import db
from billun.models import ImportRun, ImportState, Membership
from billun.models.base import now
from billun.models.import_run import WAITING_FOR_WORK
from billun.operations.after_commit import tell_after_commit
from billun.operations.importing.columns import proposed
from billun.operations.importing.progress import Progress
from billun.operations.importing.refusals import in_words
from billun.operations.importing.rows import Outcome, Overtaken, Tally, go_through
from billun.operations.importing.targets import columns_of, taker_of

ATTEMPTS_AT_MOST = 3
# Any number that no other advisory lock has.
LOCK = 0x62696C6C756E
SAMPLE_ROWS = 20
SAMPLE_LENGTH = 80


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else works on an import; if so nobody will until the end of the block.

    One at a time, so that imports never occupy all workers, which have alerts to send as well. The
    lock belongs to a connection of its own, so it goes when its worker dies, however it dies.
    """
    with db.engine.begin() as connection:
        yield bool(connection.scalar(select(func.pg_try_advisory_xact_lock(LOCK))))


def next_waiting() -> UUID | None:
    """The import that waits longest for a worker."""
    return db.session.scalar(
        select(ImportRun.id)
        .where(ImportRun.state.in_(WAITING_FOR_WORK))
        .order_by(ImportRun.touched_at)
        .limit(1)
    )


def begin_step(run_id: UUID) -> ImportRun | None:
    """The run whose step is to be taken, its attempt counted, or None where there is nothing left to do.

    The caller commits the count before the work begins, so that a file which kills every worker is
    given up in the end.
    """
    run = db.session.scalar(
        select(ImportRun)
        .where(ImportRun.id == run_id, ImportRun.state.in_(WAITING_FOR_WORK))
        .with_for_update(of=ImportRun)
    )
    if run is None:
        return None
    if run.attempts >= ATTEMPTS_AT_MOST:
        give_up(run)
        return None
    run.attempts += 1
    run.touched_at = now()
    return run


def take_step(run: ImportRun) -> None:
    """Do what the run waits for. Raises StorageUnavailable and Overtaken: then it is tried again."""
    with force_locale(run.locale):
        try:
            STEPS[run.state](run)
        except Unreadable as unreadable:
            db.session.rollback()
            refuse(run, in_words(unreadable))
        except StoredFileMissing:
            db.session.rollback()
            refuse(run, _("The file is not there any more. Bring it again."))
        except NotAllowed:
            db.session.rollback()
            refuse(run, _("Whoever brought this file is not a manager any more."))


def note_breakdown(run_id: UUID, error: Exception) -> None:
    """After a step that broke: the sweep has it done anew, a few times. An absent storage does not count."""
    run = db.session.get_one(ImportRun, run_id)
    if isinstance(error, StorageUnavailable):
        run.attempts -= 1
    elif run.attempts >= ATTEMPTS_AT_MOST:
        give_up(run)


def read_file(run: ImportRun) -> None:
    """Look at every row once, so that a file that cannot be taken is refused before anybody matches columns."""
    with table_of(run) as table:
        heads, sample, rows = table.heads, [], 0
        for row in table.rows:
            rows += 1
            if rows <= SAMPLE_ROWS:
                sample.append([text_of(cell)[:SAMPLE_LENGTH] for cell in row.cells])
    run.heads, run.sample, run.rows = heads, sample, rows
    run.encoding_guessed = table.encoding_guessed
    run.matching = proposed(heads, columns_of(run.target))
    move(run, ImportState.READ)


def check_rows(run: ImportRun) -> None:
    """Do all that writing would do, and keep nothing of it but what is wrong."""
    tally = tried(run)
    db.session.rollback()
    take_over(run, tally)
    move(run, ImportState.CHECKED)


def write_rows(run: ImportRun) -> None:
    """Write every good row, or none: they become visible together."""
    tally = written(run)
    take_over(run, tally)
    run.rows_done = run.rows
    move(run, ImportState.DONE)


def written(run: ImportRun) -> Tally:
    """Somebody may change the register while the rows are gone through; then they are once more."""
    for _attempt in range(ATTEMPTS_AT_MOST):
        try:
            return tried(run, for_good=True)
        except Overtaken:
            db.session.rollback()
    raise Overtaken


def tried(run: ImportRun, for_good: bool = False) -> Tally:
    with db.session.no_autoflush, uncollected(), table_of(run) as table:
        target = taker_of(run.target, author_of(run), for_good)
        progress = Progress(run.id)
        tally = go_through(table, run.matching, target, progress)
        progress.note(tally.rows)
        if for_good:
            target.settle()
    return tally


@contextmanager
def uncollected() -> Iterator[None]:
    """Rows that are kept to the end are no garbage: looking for some among them takes a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def table_of(run: ImportRun) -> Iterator[Table]:
    def known(heads: list[str]) -> int:
        return len(proposed(heads, columns_of(run.target)))

    with storage().open(run.file_key) as file, open_table(file, known) as table:
        yield table


def author_of(run: ImportRun) -> Membership:
    if not (run.author.is_active and run.author.is_manager):
        raise NotAllowed
    return run.author


def take_over(run: ImportRun, tally: Tally) -> None:
    run.rows, run.rows_bad = tally.rows, tally.bad
    run.rows_new, run.rows_changed = tally.counts[Outcome.NEW], tally.counts[Outcome.CHANGED]
    run.troubles = tally.troubles


def give_up(run: ImportRun) -> None:
    with force_locale(run.locale):
        run.refusal = _("Something went wrong three times. Nothing was imported.")
    move(run, ImportState.FAILED)


def refuse(run: ImportRun, reason: str) -> None:
    run.refusal = reason[:500]
    move(run, ImportState.REFUSED)


def move(run: ImportRun, state: ImportState) -> None:
    run.state = state
    run.touched_at = now()
    tell_after_commit(run.company_id, "equipment", run.id)


STEPS = {
    ImportState.ARRIVED: read_file,
    ImportState.CHECKING: check_rows,
    ImportState.WRITING: write_rows,
}
