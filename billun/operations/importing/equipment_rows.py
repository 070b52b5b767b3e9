"""Brings the rows of a file into the register: finds the item that each speaks of, adds or edits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import (
    BlankLabel,
    ChangeKind,
    Equipment,
    EquipmentCode,
    Membership,
    Site,
    Workshop,
)
from billun.models.base import now
from billun.models.folding import fold, normalise
from billun.operations.after_commit import forget
from billun.operations.equipment import EquipmentForm, add_equipment, edit_equipment, form_of
from billun.operations.importing.columns import Columns
from billun.operations.importing.equipment_columns import SPECS, equipment_columns
from billun.operations.importing.equipment_dates import RowDates
from billun.operations.importing.equipment_meters import RowReadings
from billun.operations.importing.rows import BadRow, NotYet, Outcome, Overtaken, Values
from billun.operations.locks import lock_id
from billun.operations.register import LoadedRegister
from billun.queries.meter_history import latest_readings

PLAIN = (
    "internal_id", "plate", "plate_country", "vin", "serial", "make", "model", "first_registered_on",
    "description", "status", "ownership", "owner_name", "contract_ends_on",
)  # fmt: skip
NEVER_NONE = ("make", "model", "description", "owner_name")


class EquipmentRows:
    """Holds the whole register, so that no row asks the database anything. Nothing is flushed before `settle`."""

    columns: Columns

    def __init__(self, actor: Membership) -> None:
        self.actor = actor
        self.columns = equipment_columns()
        self.register = LoadedRegister(actor.company)
        self.known = {id: state_of(item) for id, item in self.register.by_id.items()}
        self.last_readings = latest_readings(self.known)
        self.places = {
            "site": by_name(self.register.sites_by_id.values()),
            "workshop": by_name(self.register.workshops_by_id.values()),
        }
        self.by_serial: dict[str, list[Equipment]] = defaultdict(list)
        for item in self.register.by_id.values():
            self.remember_serials(item)
        self.taken: dict[UUID, int] = {}
        self.codes = codes_of(self.register)
        self.blank_labels = blank_labels_of(actor)
        self.claimed: list[tuple[BlankLabel, Equipment]] = []
        # Billun IDs of another company's export, by which rows of the same file name each other.
        self.foreign_ids: dict[str, Equipment] = {}
        self.kinds_fields = {
            kind.key: {field.key for field in catalogue.fields_for(kind.family, kind.key)}
            for kind in catalogue.kinds.values()
        }

    def take(self, number: int, values: Values) -> Outcome:
        item = self.found(values)
        if item and item.id in self.taken:
            raise BadRow(
                "", _("Row %(row)s says something of this item already.", row=self.taken[item.id])
            )
        form = self.form(item, values)
        dates = RowDates(self.register, item, form, values)
        last = self.last_readings.get(item.id, {}) if item else {}
        readings = RowReadings(self.actor, item, form, values, last)
        outcome = Outcome.SAME
        if item is None:
            item = self.added(form, values.get("billun_id") or "")
            outcome = Outcome.NEW
        elif form != form_of(item):
            changed = edit_equipment(
                self.actor, item, form, register=self.register, kind=ChangeKind.IMPORTED
            )
            outcome = Outcome.CHANGED if changed else Outcome.SAME
        is_new = outcome == Outcome.NEW
        dated = dates.set_on(self.actor, item, is_new)
        read = readings.keep_on(item, is_new)
        self.remember(item, number)
        return Outcome.CHANGED if outcome == Outcome.SAME and (dated or read) else outcome

    def added(self, form: EquipmentForm, billun_id: str) -> Equipment:
        """New equipment, with the Billun ID of a blank label where one sticks on it already."""
        label = self.blank_labels.get(fold(billun_id))
        item, _made = add_equipment(
            self.actor,
            form,
            register=self.register,
            billun_id=label.billun_id if label else None,
            kind=ChangeKind.IMPORTED,
        )
        if label:
            self.claimed.append((self.blank_labels.pop(fold(billun_id)), item))
        elif billun_id:
            self.foreign_ids[fold(billun_id)] = item
        return item

    def found(self, values: Values) -> Equipment | None:
        """The item that the row speaks of. Raises BadRow where its numbers are those of several."""
        named = {
            "billun_id": self.with_code(values.get("billun_id") or ""),
            "internal_id": self.register.with_number(values.get("internal_id") or ""),
            "plate": self.with_plate(values),
        }
        items = {item.id: item for item in named.values() if item}
        if len(items) > 1:
            raise mixed_up({key: one for key, one in named.items() if one})
        return next(iter(items.values()), None) or self.with_serial(values)

    def with_code(self, billun_id: str) -> Equipment | None:
        """By its Billun ID, or by a label that was put on it later."""
        carrier = self.codes.get(fold(billun_id))
        known = self.register.with_billun_id(billun_id)
        return self.register.item(carrier) if carrier and not known else known

    def with_plate(self, values: Values) -> Equipment | None:
        plate, country = values.get("plate") or "", values.get("plate_country")
        items = self.register.with_plate(plate) if plate else []
        if len(items) > 1 and country:
            items = [item for item in items if item.plate_country in (None, country.upper())]
        if len(items) > 1:
            raise BadRow("plate", _("Several items have this plate. Say which by its Billun ID."))
        return items[0] if items else None

    def with_serial(self, values: Values) -> Equipment | None:
        """What neither its fleet number nor its plate tells is known by its VIN or serial number.

        Serial numbers are a maker's own and short, so nothing else may speak against it.
        """
        for name in ("vin", "serial"):
            key = fold(values.get(name) or "")
            items = self.by_serial.get(key, []) if key else []
            if name == "serial":
                items = [item for item in items if not contradicts(item, values)]
            if len(items) > 1:
                raise BadRow(name, _("Several items have this number. Say which by its Billun ID."))
            if items:
                return items[0]
        return None

    def form(self, item: Equipment | None, values: Values) -> EquipmentForm:
        """What the row makes of the item: empty cells leave what is there."""
        kind = values.get("kind") or (item.kind if item else "")
        if not kind:
            raise BadRow("kind", _("Say of what kind it is: the item is new."))
        before = form_of(item) if item else EquipmentForm(kind=kind)
        family = catalogue.kinds[kind].family
        if values.get("family", family) != family:
            raise BadRow("family", _("This kind belongs to another family."))
        told: dict[str, Any] = {
            name: values[name] or ("" if name in NEVER_NONE else None)
            for name in PLAIN
            if name in values
        }
        keep_spelling(before, told)
        for name in ("site", "workshop"):
            if name in values:
                told[f"{name}_id"] = self.place(name, values[name], getattr(before, f"{name}_id"))
        if "parent" in values:
            told["parent_id"] = self.parent(values["parent"])
        specs = self.specs(kind, before.specs, values)
        return replace(before, kind=kind, family=family, specs=specs, **told)

    def specs(self, kind: str, before: Mapping[str, Any], values: Values) -> dict[str, Any]:
        told = {
            key.removeprefix(SPECS): one for key, one in values.items() if key.startswith(SPECS)
        }
        for key, value in told.items():
            if value is not None and key not in self.kinds_fields[kind]:
                raise BadRow(
                    SPECS + key, _("Equipment of this kind has no such field. Empty the cell.")
                )
        return {key: value for key, value in {**before, **told}.items() if value is not None}

    def place(self, name: str, said: str | None, present: UUID | None) -> UUID | None:
        if not said:
            return None
        places = self.places[name].get(fold(said), [])
        if len(places) == 1 or present in places:
            return present if present in places else places[0]
        if places:
            raise BadRow(name, _("Several have this name: choose it in Billun."))
        raise BadRow(name, unknown_place(name, said))

    def parent(self, said: str | None) -> UUID | None:
        if not said:
            return None
        found = self.with_code(said) or self.register.with_number(said)
        plated = self.register.with_plate(said)
        if found is None and len(plated) == 1:
            found = plated[0]
        found = found or self.foreign_ids.get(fold(said))
        if found is None:
            text = _("Neither the company nor the file has an item of this number.")
            raise NotYet(BadRow("parent", text))
        return found.id

    def remember(self, item: Equipment, number: int) -> None:
        self.taken[item.id] = number
        self.register.remember(item)
        self.remember_serials(item)

    def remember_serials(self, item: Equipment) -> None:
        for key in {item.vin_key, item.serial_key} - {None}:
            if item not in self.by_serial[str(key)]:
                self.by_serial[str(key)].append(item)

    def settle(self) -> None:
        """One import of a company at a time, and only over what is still as it was read.

        Rows are held for no longer than it takes to write them: a driver's report on one of the
        items waits for seconds at most.
        """
        lock_id(self.actor.company_id)
        with db.session.no_autoflush:
            self.refuse_if_overtaken()
        db.session.flush()
        for label, item in self.claimed:
            label.claimed_at, label.equipment_id = now(), item.id
        db.session.flush()
        # The import says it once for all: ten thousand events would drown every screen.
        forget(db.session())

    def refuse_if_overtaken(self) -> None:
        changed = [one.id for one in db.session.dirty if isinstance(one, Equipment)]
        held = db.session.execute(
            select(*STATE).where(Equipment.id.in_(changed)).order_by(Equipment.id).with_for_update()
        )
        if any(self.known[row.id] != tuple(row) for row in held):
            raise Overtaken
        count = select(func.count()).where(Equipment.company_id == self.actor.company_id)
        if db.session.scalar(count) != len(self.known):
            raise Overtaken


# What others may change of an item while the rows are gone through.
STATE = (
    Equipment.id,
    Equipment.version,
    Equipment.fitness,
    Equipment.status,
    Equipment.next_due_on,
    Equipment.unknown_deadlines,
)


def state_of(item: Equipment) -> tuple[Any, ...]:
    return tuple(getattr(item, column.key) for column in STATE)


def by_name(places: Iterable[Site | Workshop]) -> dict[str, list[UUID]]:
    named: dict[str, list[UUID]] = defaultdict(list)
    for place in places:
        named[fold(place.name)].append(place.id)
    return named


def unknown_place(name: str, said: str) -> str:
    if name == "site":
        return _("No site is called “%(name)s”. Add it to Billun first.", name=said)
    return _("No workshop is called “%(name)s”. Add it to Billun first.", name=said)


def codes_of(register: LoadedRegister) -> dict[str, UUID]:
    """Which item each further code leads to."""
    rows = db.session.execute(
        select(EquipmentCode.code_key, EquipmentCode.equipment_id).where(
            EquipmentCode.company_id == register.company.id
        )
    )
    return {row.code_key: row.equipment_id for row in rows}


def blank_labels_of(actor: Membership) -> dict[str, BlankLabel]:
    labels = db.session.scalars(BlankLabel.visible_to(actor).where(BlankLabel.claimed_at.is_(None)))
    return {label.billun_id_key: label for label in labels}


def mixed_up(named: Mapping[str, Equipment]) -> BadRow:
    """The refusal of a row whose last number belongs to another item than its first."""
    one, other = next(iter(named.values())), list(named.values())[-1]
    return BadRow(
        list(named)[-1],
        _("The row speaks of %(one)s and of %(other)s at once.", one=one.title, other=other.title),
    )


def contradicts(item: Equipment, values: Values) -> bool:
    """Whether the row tells another make, number or plate than the item has."""
    for name in ("make", "internal_id", "plate", "vin"):
        present, told = fold(getattr(item, name) or ""), fold(values.get(name) or "")
        if present and told and present != told:
            return True
    return False


def keep_spelling(before: EquipmentForm, told: dict[str, Any]) -> None:
    """A number that differs in spaces, dashes or capitals alone stays as it is written in Billun."""
    for name in ("internal_id", "plate", "vin", "serial"):
        present = getattr(before, name)
        if present and told.get(name) and normalise(told[name]) == normalise(present):
            told[name] = present
