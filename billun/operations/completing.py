"""Many dates at once: what a fleet brought along without them is asked for, here it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from billun.errors import Refused
from billun.models import Deadline, Membership
from billun.operations.deadlines import set_dates
from billun.operations.equipment import lock_to_edit


@dataclass(frozen=True)
class Dates:
    done_on: date | None
    due_on: date | None


def complete_dates(actor: Membership, dates: Mapping[Deadline, Dates]) -> dict[UUID, str]:
    """Write the dates of each deadline; what was refused comes back in words, by the deadline's id.

    Where anything comes back, the caller keeps nothing of it all.
    """
    refused = {}
    # Always in the same order, so that two who do this side by side wait instead of blocking each other.
    for deadline in sorted(dates, key=lambda one: (one.equipment_id, one.code)):
        lock_to_edit(deadline.equipment)
        said = dates[deadline]
        try:
            set_dates(
                actor, deadline.equipment, deadline.code, done_on=said.done_on, due_on=said.due_on
            )
        except Refused as error:
            refused[deadline.id] = error.message
    return refused
