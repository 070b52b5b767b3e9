"""How far a phone has come with its copy: a short text that it keeps and sends back."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import BigInteger, Text, cast, func, literal_column, select

from billun.errors import Refused
from billun.extensions import db

NOBODY = UUID(int=0)
VERSION = 1
LAYOUT = struct.Struct(">B16sQQQ16s8sI")


@dataclass(frozen=True)
class Transactions:
    """Where the database stands. Whatever was written in a transaction below `oldest_running` is there to be read.

    `following` is the number that the next transaction gets; `database` tells one database from another, and from
    itself after it was restored.
    """

    oldest_running: int
    following: int
    database: int


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A run gives what was changed from `floor` on (all there is from 0), and the next one goes on from its `ceiling`.

    `ceiling` is 0 between two runs, `last` the item with which the last page of a run ended. `catalogue` is the
    one that the phone has, `reports_from` the day (as an ordinal) of its oldest report.
    """

    membership: UUID
    database: int
    floor: int = 0
    ceiling: int = 0
    last: UUID = NOBODY
    catalogue: bytes = bytes(8)
    reports_from: int = 0

    @property
    def is_between_runs(self) -> bool:
        return self.ceiling == 0

    @property
    def takes_all(self) -> bool:
        return self.floor == 0

    def fits(self, membership: UUID, present: Transactions) -> bool:
        """Whether it was given to this member by this database, at a time which that has not forgotten."""
        known = max(self.floor, self.ceiling) <= present.following
        return known and (self.membership, self.database) == (membership, present.database)


def transactions() -> Transactions:
    """Where the database stands: to be asked before the rows are read."""
    snapshot = func.pg_current_snapshot()
    row = db.session.execute(
        select(
            cast(cast(func.pg_snapshot_xmin(snapshot), Text), BigInteger),
            cast(cast(func.pg_snapshot_xmax(snapshot), Text), BigInteger),
            literal_column("(SELECT system_identifier FROM pg_control_system())", BigInteger),
            literal_column("(SELECT timeline_id FROM pg_control_checkpoint())", BigInteger),
            literal_column(
                "(SELECT oid FROM pg_database WHERE datname = current_database())", BigInteger
            ),
        )
    ).one()
    name = sha256(repr(tuple(row[2:])).encode()).digest()
    return Transactions(row[0], row[1], int.from_bytes(name[:8]))


def written(cursor: Cursor) -> str:
    packed = LAYOUT.pack(
        VERSION,
        cursor.membership.bytes,
        cursor.database,
        cursor.floor,
        cursor.ceiling,
        cursor.last.bytes,
        cursor.catalogue,
        cursor.reports_from,
    )
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(text: str) -> Cursor:
    """What `written` made. Raises Refused for anything else."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        version, membership, database, floor, ceiling, last, known, day = LAYOUT.unpack(packed)
    except (ValueError, binascii.Error, struct.error) as error:
        raise Refused("since", _("This cursor is not one of ours.")) from error
    if version != VERSION:
        raise Refused("since", _("This cursor is not one of ours."))
    return Cursor(
        membership=UUID(bytes=membership),
        database=database,
        floor=floor,
        ceiling=ceiling,
        last=UUID(bytes=last),
        catalogue=known,
        reports_from=day,
    )
