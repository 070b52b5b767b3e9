"""What people do with an import: bring a file, match its columns, have all good rows written."""

from __future__ import annotations

from collections.abc import Mapping
from io import SEEK_END
from typing import IO
from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _

from billun.adapters.pictures import sha256_of
from billun.adapters.queue import IMPORTS
from billun.adapters.spreadsheets import MOST_BYTES
from billun.adapters.storage import StorageUnavailable, storage
from billun.adapters.threads import off_the_loop
from billun.errors import Conflict, Missing, Refused, TooLarge, Unavailable
from billun.extensions import db
from billun.models import ImportRun, ImportState, ImportTarget, Membership
from billun.models.base import new_id, now
from billun.operations.after_commit import enqueue_after_commit, tell_after_commit
from billun.operations.importing.targets import TELLING_WHICH, columns_of
from billun.operations.locks import lock_id

JOB = "jobs.imports.work_on_import"
# A matching may be thought over again until the rows are written.
MAY_BE_MATCHED = (ImportState.READ, ImportState.CHECKED)


def begin_import(
    actor: Membership,
    target: ImportTarget,
    file: IO[bytes],
    file_name: str,
    id: UUID | None = None,
) -> tuple[ImportRun, bool]:
    """The import, and whether this call began it; a worker reads the file then.

    Raises Refused for an empty file, TooLarge beyond 20 MB, Conflict where the id has another
    content, Missing where it is another company's, Unavailable without storage.
    """
    byte_size = file.seek(0, SEEK_END)
    if not byte_size:
        raise Refused("file", _("The file is empty."))
    if byte_size > MOST_BYTES:
        raise TooLarge(_("The file is larger than 20 MB. Split it, or take pictures out."))
    run = ImportRun(
        id=id or new_id(),
        company_id=actor.company_id,
        author_id=actor.id,
        target=target,
        file_name=" ".join(file_name.split())[-200:],
        byte_size=byte_size,
        sha256=off_the_loop(sha256_of, file),
        locale=language(),
        touched_at=now(),
        state=ImportState.ARRIVED,
    )
    lock_id(run.id)
    if first := db.session.get(ImportRun, run.id):
        return same_run(first, run), False
    keep(run, file)
    db.session.add(run)
    db.session.flush()
    have_it_worked_on(run)
    return run, True


def same_run(first: ImportRun, again: ImportRun) -> ImportRun:
    if first.company_id != again.company_id:
        raise Missing
    if (first.sha256, first.target) != (again.sha256, again.target):
        raise Conflict(_("This id was already used for another file."))
    return first


def keep(run: ImportRun, file: IO[bytes]) -> None:
    file.seek(0)
    try:
        off_the_loop(storage().put, run.file_key, file, "application/octet-stream")
    except StorageUnavailable as error:
        raise Unavailable(_("Files cannot be stored right now. Try again in a moment.")) from error


def match_columns(actor: Membership, run: ImportRun, matching: Mapping[str, str]) -> None:
    """Say what the file's columns mean (`{head: column key}`) and have the rows tried. Raises Refused, Conflict.

    Heads that are left out, or mean "", are not imported.
    """
    hold(run)
    if run.state not in MAY_BE_MATCHED:
        raise Conflict(_("The columns cannot be matched now."))
    chosen = {head: key for head, key in matching.items() if key}
    refuse_bad_matching(run, chosen)
    run.matching = chosen
    move(actor, run, ImportState.CHECKING)


def refuse_bad_matching(run: ImportRun, chosen: Mapping[str, str]) -> None:
    columns = columns_of(run.target)
    for head, key in chosen.items():
        if head not in run.heads:
            raise Refused("matching", _("The file has no column “%(head)s”.", head=head[:200]))
        if key not in columns or columns[key].read is None:
            raise Refused("matching", _("“%(key)s” cannot be imported.", key=key[:200]))
        if list(chosen.values()).count(key) > 1:
            label = columns[key].label(language())
            text = _("Two columns mean “%(column)s”. Choose one of them.", column=label)
            raise Refused("matching", text)
    telling = TELLING_WHICH[run.target]
    if not set(telling) & set(chosen.values()):
        labels = ", ".join(columns[key].label(language()) for key in telling)
        text = _(
            "Match at least one column that says which one is meant: %(columns)s.", columns=labels
        )
        raise Refused("matching", text)


def write_good_rows(actor: Membership, run: ImportRun) -> None:
    """Have everything written that the trial found good. Asking twice changes nothing. Raises Conflict."""
    hold(run)
    if run.state in (ImportState.WRITING, ImportState.DONE):
        return
    if run.state != ImportState.CHECKED:
        raise Conflict(_("The rows must be tried first."))
    if not run.rows_new + run.rows_changed:
        raise Conflict(_("There is nothing to import: no row is both good and new."))
    move(actor, run, ImportState.WRITING)


def hold(run: ImportRun) -> None:
    """See the run as it is now, and let nobody else move it."""
    db.session.refresh(run, with_for_update={"of": ImportRun})


def move(actor: Membership, run: ImportRun, state: ImportState) -> None:
    run.state = state
    run.author_id = actor.id
    run.locale = language()
    run.attempts = run.rows_done = 0
    run.touched_at = now()
    db.session.flush()
    have_it_worked_on(run)


def have_it_worked_on(run: ImportRun) -> None:
    enqueue_after_commit(IMPORTS, JOB, run.id)
    tell_after_commit(run.company_id, "equipment", run.id)


def language() -> str:
    return str(get_locale() or "en").split("_")[0]
