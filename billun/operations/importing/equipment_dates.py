"""What a row says of deadlines: when each was last done, when it is due next."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from billun.catalogue import catalogue
from billun.models import ChangeKind, Deadline, Equipment, Membership
from billun.operations.deadlines import dates_of, refresh_deadlines, write_dates
from billun.operations.equipment import EquipmentForm
from billun.operations.history import record_change
from billun.operations.importing.equipment_columns import SHARED_CHECKS
from billun.operations.importing.rows import BadRow, Values
from billun.operations.register import LoadedRegister

DAYS = ("_done_on", "_due_on")


class RowDates:
    """Made before anything is written, when it refuses what cannot be; set once the item is there."""

    def __init__(
        self,
        register: LoadedRegister,
        item: Equipment | None,
        form: EquipmentForm,
        values: Values,
    ) -> None:
        self.register = register
        self.told: dict[str, dict[str, date | None]] = {}
        told = {key: day for key, day in values.items() if key.endswith(DAYS)}
        if not told:
            return
        codes = asked_of(register, form)
        for key, day in told.items():
            code, name = split(key)
            if code in SHARED_CHECKS:
                code = the_one(key, code, codes)
            if code not in codes and day is not None:
                raise BadRow(key, _("This is not asked of such equipment. Empty the cell."))
            if code in codes:
                self.told.setdefault(code, {})[name] = day
        for code, days in self.told.items():
            self.refuse_impossible(code, days, self.present(item, code))

    def refuse_impossible(
        self, code: str, days: dict[str, date | None], present: Deadline | None
    ) -> None:
        done_on = days.get("done_on", present.done_on if present else None)
        due_on = days.get("due_on")
        if done_on and done_on > self.register.company.today:
            raise BadRow(f"{code}_done_on", _("This day is still to come."))
        if done_on and due_on and due_on < done_on:
            raise BadRow(f"{code}_due_on", _("The next one comes after this one."))

    def present(self, item: Equipment | None, code: str) -> Deadline | None:
        deadlines = self.register.deadlines_of(item) if item else []
        return next((one for one in deadlines if one.code == code), None)

    def set_on(self, actor: Membership, item: Equipment, is_new: bool) -> bool:
        """Whether the item now has other dates than before."""
        changed = {
            code: days
            for code, days in self.told.items()
            if (deadline := self.present(item, code)) and differs(deadline, days)
        }
        if not changed:
            return False
        before = {code: self.dates(item, code) for code in changed}
        self.follow_what_was_done(item, changed)
        self.follow_what_is_due(item, changed)
        if not is_new:
            after = {code: self.dates(item, code) for code in changed}
            changes = {code: [before[code], after[code]] for code in changed}
            record_change(actor, item, ChangeKind.DEADLINE_SET, changes)
        return True

    def follow_what_was_done(
        self, item: Equipment, changed: dict[str, dict[str, date | None]]
    ) -> None:
        """A new check makes the due day that somebody gave for the one before meaningless."""
        for code, days in changed.items():
            deadline = self.present(item, code)
            assert deadline is not None
            done_on = days.get("done_on", deadline.done_on)
            given = deadline.due_on if deadline.due_is_given else None
            keeps = "due_on" not in days and done_on == deadline.done_on
            write_dates(item, deadline, done_on, given if keeps else None)
        refresh_deadlines(item, self.register)

    def follow_what_is_due(
        self, item: Equipment, changed: dict[str, dict[str, date | None]]
    ) -> None:
        """A due day that the rule gives as well stays the rule's, which may change one day."""
        given = False
        for code, days in changed.items():
            deadline, due_on = self.present(item, code), days.get("due_on")
            if deadline and due_on and due_on != deadline.due_on:
                write_dates(item, deadline, deadline.done_on, due_on)
                given = True
        if given:
            refresh_deadlines(item, self.register)

    def dates(self, item: Equipment, code: str) -> list[Any]:
        deadline = self.present(item, code)
        return dates_of(deadline) if deadline else [None, None]


def split(key: str) -> tuple[str, str]:
    ending = next(day for day in DAYS if key.endswith(day))
    return key.removesuffix(ending), ending[1:]


def asked_of(register: LoadedRegister, form: EquipmentForm) -> set[str]:
    """The checks that the item as the row makes it must pass."""
    kind = catalogue.kinds[form.kind]
    asked = {check.key for check, _ in catalogue.checks_for(kind.family, kind.key, form.specs)}
    return asked - {code for code, override in register.overrides.items() if override.off}


def the_one(key: str, start: str, codes: set[str]) -> str:
    """Which of the checks that share a column the item must pass."""
    found = sorted(code for code in codes if code.startswith(f"{start}_"))
    if len(found) > 1:
        labels = ", ".join(catalogue.checks[code].label("en") for code in found)
        raise BadRow(
            key, _("Several are asked of it: %(checks)s. Use their own columns.", checks=labels)
        )
    return found[0] if found else start


def differs(deadline: Deadline, days: dict[str, date | None]) -> bool:
    return any(getattr(deadline, name) != day for name, day in days.items())
