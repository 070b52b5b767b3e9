"""One at a time: what two requests must not do side by side."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from billun.extensions import db


def lock_id(id: UUID) -> None:
    """Hold the id until the transaction ends, also while no row has it yet.

    Two sendings of the same report then follow each other, and the second finds the first.
    """
    key = int.from_bytes(id.bytes[8:], signed=True)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))
