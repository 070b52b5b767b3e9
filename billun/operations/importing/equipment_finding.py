"""Finds the item of which a row speaks: by Billun ID, fleet number, plate, else by VIN or serial number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.extensions import db
from billun.models import Equipment, EquipmentCode
from billun.models.folding import fold
from billun.operations.importing.rows import BadRow, NotYet, Values
from billun.operations.register import LoadedRegister


class Finder:
    """Knows every number of the register, and of what the rows before have added to it."""

    def __init__(self, register: LoadedRegister) -> None:
        self.register = register
        self.codes = codes_of(register)
        # Billun IDs of another company's export, by which rows of the same file name each other.
        self.foreign_ids: dict[str, Equipment] = {}
        self.by_serial: dict[str, list[Equipment]] = defaultdict(list)
        for item in register.by_id.values():
            self.remember_serials(item)

    def item(self, values: Values) -> Equipment | None:
        """The item that the row speaks of. Raises BadRow where its numbers are those of several."""
        named = {
            "billun_id": self.with_code(values.get("billun_id") or ""),
            "internal_id": self.register.with_number(values.get("internal_id") or ""),
            "plate": self.with_plate(values),
        }
        items = {item.id: item for item in named.values() if item}
        if len(items) > 1:
            raise mixed_up({key: one for key, one in named.items() if one})
        found = next(iter(items.values()), None)
        return found or self.with_serial(values) or self.with_former_plate(values)

    def parent(self, said: str) -> Equipment:
        """What a row says that its item is coupled to or mounted on. Raises NotYet."""
        found = self.with_code(said) or self.register.with_number(said)
        plated = self.register.with_plate(said)
        if found is None and len(plated) == 1:
            found = plated[0]
        found = found or self.foreign_ids.get(fold(said))
        if found is None:
            text = _("Neither the company nor the file has an item of this number.")
            raise NotYet(BadRow("parent", text))
        return found

    def with_code(self, billun_id: str) -> Equipment | None:
        """By its Billun ID, or by a label that was put on it later."""
        carrier = self.codes.get(fold(billun_id))
        known = self.register.with_billun_id(billun_id)
        return self.register.item(carrier) if carrier and not known else known

    def with_plate(self, values: Values) -> Equipment | None:
        plate, country = values.get("plate") or "", values.get("plate_country")
        items = self.register.with_plate(plate) if plate else []
        return the_only_one([item for item in items if may_be_of(item, country)])

    def with_former_plate(self, values: Values) -> Equipment | None:
        """What is retired or provisional with this plate, as long as nothing else speaks against it."""
        plate, country = values.get("plate") or "", values.get("plate_country")
        items = self.register.not_in_use_with_plate(plate) if plate else []
        return the_only_one(
            [item for item in items if may_be_of(item, country) and not contradicts(item, values)]
        )

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

    def remember(self, item: Equipment) -> None:
        self.register.remember(item)
        self.remember_serials(item)

    def remember_serials(self, item: Equipment) -> None:
        for key in {item.vin_key, item.serial_key} - {None}:
            if item not in self.by_serial[str(key)]:
                self.by_serial[str(key)].append(item)


def codes_of(register: LoadedRegister) -> dict[str, UUID]:
    """Which item each further code leads to."""
    rows = db.session.execute(
        select(EquipmentCode.code_key, EquipmentCode.equipment_id).where(
            EquipmentCode.company_id == register.company.id
        )
    )
    return {row.code_key: row.equipment_id for row in rows}


def mixed_up(named: Mapping[str, Equipment]) -> BadRow:
    """The refusal of a row whose last number belongs to another item than its first."""
    one, other = next(iter(named.values())), list(named.values())[-1]
    return BadRow(
        list(named)[-1],
        _("The row speaks of %(one)s and of %(other)s at once.", one=one.title, other=other.title),
    )


def may_be_of(item: Equipment, country: str | None) -> bool:
    """Whether the item's plate may be of this country. Two countries may give the same plate."""
    return not (item.plate_country and country) or item.plate_country == country.upper()


def the_only_one(items: list[Equipment]) -> Equipment | None:
    """The item of a plate. Raises BadRow for several."""
    if len(items) > 1:
        raise BadRow("plate", _("Several items have this plate. Say which by its Billun ID."))
    return items[0] if items else None


def contradicts(item: Equipment, values: Values) -> bool:
    """Whether the row tells another make, number or plate than the item has."""
    for name in ("make", "internal_id", "plate", "vin"):
        present, told = fold(getattr(item, name) or ""), fold(values.get(name) or "")
        if present and told and present != told:
            return True
    return False
