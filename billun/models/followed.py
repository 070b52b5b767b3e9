"""Rows of which phones keep a copy: each knows the transaction that last wrote it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text, cast, func
from sqlalchemy.orm import Mapped, mapped_column

PRESENT_TRANSACTION = cast(cast(func.pg_current_xact_id(), Text), BigInteger)


class Followed:
    """`changed_in` numbers the transaction of the last INSERT or UPDATE.

    Numbers are given when transactions begin and rows appear when they end, so a phone asks for all
    since the oldest one that was still running at its last visit: nothing slips through between.
    A time would let the rows of a slow transaction appear behind it.
    """

    changed_in: Mapped[int] = mapped_column(
        BigInteger,
        server_default=PRESENT_TRANSACTION,
        onupdate=PRESENT_TRANSACTION,
        deferred=True,
    )
