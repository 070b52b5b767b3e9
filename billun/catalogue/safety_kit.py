"""What belongs on board, and for which equipment it is required."""

from dataclasses import dataclass
from typing import Literal

from billun.catalogue.checks import Applicability, first_that_holds
from billun.catalogue.entries import Entry, Json, said
from billun.catalogue.fields import Specs

Per = Literal["vehicle", "unit", "crew_member"]

# A unit is a motor vehicle with the trailer behind it; its kit is kept in the motor vehicle.
PER: tuple[Per, ...] = ("vehicle", "unit", "crew_member")


@dataclass(frozen=True)
class KitRule(Applicability):
    """Whom an item is required of; `quantity` is how many.

    Of extinguishers, each holds at least `minimum_kg` of powder, and all of the unit `total_kg`.
    """

    quantity: int
    minimum_kg: float | None
    total_kg: float | None

    def as_json(self) -> Json:
        masses = said({"minimum_kg": self.minimum_kg, "total_kg": self.total_kg})
        return {**super().as_json(), "quantity": self.quantity, **masses}


@dataclass(frozen=True)
class KitItem(Entry):
    """A piece of safety equipment: so many per vehicle, unit or crew member, with or without an expiry.

    One without rules is required of nobody; everybody may keep count of it.
    """

    per: Per
    quantity: int
    expires: bool
    rules: tuple[KitRule, ...]

    def rule_for(self, family: str, kind: str | None, specs: Specs) -> KitRule | None:
        """The first rule that asks an item of equipment to carry it, or None."""
        return first_that_holds(self.rules, family, kind, specs)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "per": self.per,
            "quantity": self.quantity,
            "expires": self.expires,
            "rules": [rule.as_json() for rule in self.rules],
        }
