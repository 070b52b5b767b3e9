"""Writes down what an import has added and changed, some thousand items at a time."""

from __future__ import annotations

from typing import Any, TypeGuard
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, func, literal, select

from billun.extensions import db
from billun.models import Company, Deadline, Equipment
from billun.operations.importing.rows import Overtaken
from billun.operations.locks import lock_id
from billun.operations.register import LoadedRegister

NEW_ONES_AT_ONCE = 2000

# What others may change of an item while the rows are gone through.
STATE = (
    Equipment.id,
    Equipment.version,
    Equipment.fitness,
    Equipment.status,
    Equipment.next_due_on,
    Equipment.unknown_deadlines,
)
# The same of a deadline.
DATES = (Deadline.id, Deadline.done_on, Deadline.due_on, Deadline.due_is_given, Deadline.updated_at)


class Ledger:
    """`for_good` is false in a trial: then nothing reaches the database, and nothing is held there."""

    def __init__(self, register: LoadedRegister, for_good: bool) -> None:
        self.register, self.for_good = register, for_good
        self.known = {id: state_of(item) for id, item in register.by_id.items()}
        self.known_dates = {
            deadline.id: dates_of(deadline)
            for deadlines in register.deadlines.values()
            for deadline in deadlines
        }
        self.added = 0

    def note_new(self, item: Equipment) -> None:
        """So that a large file does not have to fit into memory with all that follows from it."""
        self.added += 1
        self.register.deadlines.pop(item.id, None)
        if self.added % NEW_ONES_AT_ONCE == 0:
            self.write() if self.for_good else self.drop()

    def drop(self) -> None:
        for one in list(db.session.new):
            db.session.expunge(one)

    def write(self) -> None:
        """One import of a company at a time, and only over what is still as it was read. Raises Overtaken.

        What was changed is held from here on, so that a driver's report on it waits for the
        writing alone and not for all the reading before.
        """
        lock_id(self.company.id)
        with db.session.no_autoflush:
            self.refuse_if_overtaken()
        db.session.flush()

    @property
    def company(self) -> Company:
        return self.register.company

    def refuse_if_overtaken(self) -> None:
        renewed = [one for one in db.session.dirty if self.was_there(one)]
        changed = {one.id for one in db.session.dirty if isinstance(one, Equipment)}
        changed.update(one.equipment_id for one in renewed)
        held = db.session.execute(
            select(*STATE).where(Equipment.id.in_(changed)).order_by(Equipment.id).with_for_update()
        )
        if any(self.known[row.id] != tuple(row) for row in held):
            raise Overtaken
        self.refuse_if_renewed([one.id for one in renewed])
        new = sum(isinstance(one, Equipment) for one in db.session.new)
        if self.count() != len(self.known) + self.added - new:
            raise Overtaken

    def was_there(self, one: object) -> TypeGuard[Deadline]:
        return isinstance(one, Deadline) and one.id in self.known_dates

    def refuse_if_renewed(self, changed: list[UUID]) -> None:
        # One array, since a statement has no room for so many parameters.
        held = db.session.execute(
            select(*DATES)
            .where(Deadline.id == any_(literal(changed, ARRAY(Uuid))))
            .order_by(Deadline.id)
            .with_for_update()
        )
        if any(self.known_dates[row.id] != tuple(row) for row in held):
            raise Overtaken

    def count(self) -> int:
        mine = select(func.count()).where(Equipment.company_id == self.company.id)
        return db.session.scalar(mine) or 0


def state_of(item: Equipment) -> tuple[Any, ...]:
    return tuple(getattr(item, column.key) for column in STATE)


def dates_of(deadline: Deadline) -> tuple[Any, ...]:
    return tuple(getattr(deadline, column.key) for column in DATES)
