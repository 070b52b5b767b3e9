"""Brings the rows of a file into the register: what is known is edited, what is not is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import BlankLabel, ChangeKind, Equipment, Membership, Site, Workshop
from billun.models.base import now
from billun.models.folding import fold, normalise
from billun.operations.after_commit import forget
from billun.operations.equipment import EquipmentForm, add_equipment, edit_equipment, form_of
from billun.operations.importing.columns import Columns
from billun.operations.importing.equipment_columns import SPECS, equipment_columns
from billun.operations.importing.equipment_dates import RowDates
from billun.operations.importing.equipment_finding import Finder
from billun.operations.importing.equipment_ledger import Ledger
from billun.operations.importing.equipment_meters import RowReadings
from billun.operations.importing.rows import BadRow, Outcome, Values
from billun.operations.register import LoadedRegister
from billun.queries.meter_history import latest_readings

PLAIN = (
    "internal_id", "plate", "plate_country", "vin", "serial", "make", "model", "first_registered_on",
    "description", "status", "ownership", "owner_name", "contract_ends_on",
)  # fmt: skip
NEVER_NONE = ("make", "model", "description", "owner_name")


class EquipmentRows:
    """Holds the whole register, so that no row asks the database anything."""

    columns: Columns

    def __init__(self, actor: Membership, for_good: bool) -> None:
        self.actor = actor
        self.columns = equipment_columns()
        self.register = LoadedRegister(actor.company)
        self.finder = Finder(self.register)
        self.ledger = Ledger(self.register, for_good)
        self.last_readings = latest_readings(self.register.by_id)
        self.places = {
            "site": by_name(self.register.sites_by_id.values()),
            "workshop": by_name(self.register.workshops_by_id.values()),
        }
        self.blank_labels = blank_labels_of(actor)
        self.claimed: list[tuple[BlankLabel, Equipment]] = []
        self.taken: dict[UUID, int] = {}
        self.kinds_fields = {
            kind.key: {field.key for field in catalogue.fields_for(kind.family, kind.key)}
            for kind in catalogue.kinds.values()
        }

    def take(self, number: int, values: Values) -> Outcome:
        item = self.finder.item(values)
        if item and item.id in self.taken:
            row = self.taken[item.id]
            raise BadRow("", _("Row %(row)s says something of this item already.", row=row))
        form = self.form(item, values)
        dates = RowDates(self.register, item, form, values)
        last = self.last_readings.get(item.id, {}) if item else {}
        readings = RowReadings(self.actor, item, form, values, last)
        changed = self.changed(item, form) if item else False
        is_new = item is None
        item = item or self.added(form, values.get("billun_id") or "")
        dated = dates.set_on(self.actor, item, is_new)
        read = readings.keep_on(item, is_new)
        self.taken[item.id] = number
        self.finder.remember(item)
        if is_new:
            self.ledger.note_new(item)
            return Outcome.NEW
        return Outcome.CHANGED if changed or dated or read else Outcome.SAME

    def changed(self, item: Equipment, form: EquipmentForm) -> bool:
        """Whether the form says anything new of the item, which then is as the form says."""
        if form == form_of(item):
            return False
        imported = ChangeKind.IMPORTED
        return edit_equipment(self.actor, item, form, register=self.register, kind=imported)

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
            self.finder.foreign_ids[fold(billun_id)] = item
        return item

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
            said = values["parent"]
            told["parent_id"] = self.finder.parent(said).id if said else None
        specs = self.specs(kind, before.specs, values)
        return replace(before, kind=kind, family=family, specs=specs, **told)

    def specs(self, kind: str, before: Mapping[str, Any], values: Values) -> dict[str, Any]:
        told = {
            key.removeprefix(SPECS): one for key, one in values.items() if key.startswith(SPECS)
        }
        for key, value in told.items():
            if value is not None and key not in self.kinds_fields[kind]:
                text = _("Equipment of this kind has no such field. Empty the cell.")
                raise BadRow(SPECS + key, text)
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

    def settle(self) -> None:
        self.ledger.write()
        for label, item in self.claimed:
            label.claimed_at, label.equipment_id = now(), item.id
        db.session.flush()
        # The import says it once for all: ten thousand events would drown every screen.
        forget(db.session())


def by_name(places: Iterable[Site | Workshop]) -> dict[str, list[UUID]]:
    named: dict[str, list[UUID]] = defaultdict(list)
    for place in places:
        named[fold(place.name)].append(place.id)
    return named


def blank_labels_of(actor: Membership) -> dict[str, BlankLabel]:
    labels = db.session.scalars(BlankLabel.visible_to(actor).where(BlankLabel.claimed_at.is_(None)))
    return {label.billun_id_key: label for label in labels}


def unknown_place(name: str, said: str) -> str:
    if name == "site":
        return _("No site is called “%(name)s”. Add it to Billun first.", name=said)
    return _("No workshop is called “%(name)s”. Add it to Billun first.", name=said)


def keep_spelling(before: EquipmentForm, told: dict[str, Any]) -> None:
    """A number that differs in spaces, dashes or capitals alone stays as it is written in Billun."""
    for name in ("internal_id", "plate", "vin", "serial"):
        present = getattr(before, name)
        if present and told.get(name) and normalise(told[name]) == normalise(present):
            told[name] = present
