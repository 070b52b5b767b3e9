"""One at a time: what two requests must not do side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select

from billun.extensions import db


def lock_id(id: UUID) -> None:
    """Hold the id until the transaction ends, also while no row has it yet.

    Two sendings of the same report then follow each other, and the second finds the first.
    """
    key = int.from_bytes(id.bytes[8:], signed=True)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))


@contextmanager
def one_process_at(work: str) -> Iterator[bool]:
    """Whether no other process is at this work: held through many transactions, until the block ends.

    A process that dies lets go of it with its connection.
    """
    key = int.from_bytes(sha256(work.encode()).digest()[:8], signed=True)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(select(func.pg_advisory_unlock(key)))
