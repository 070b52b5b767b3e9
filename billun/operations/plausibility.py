"""What may be a slip of the pen on a registration: told to people, never refused (domain.md §2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from vininfo import Vin
from vininfo.exceptions import ValidationError

from billun.catalogue import Field, catalogue
from billun.models import Equipment
from billun.models.folding import normalise

SIV = re.compile(r"(?!SS|WW)[A-HJ-NP-TV-Z]{2}(?!000)\d{3}(?!SS)[A-HJ-NP-TV-Z]{2}")
FNI = re.compile(r"\d{1,4}[A-HJ-NP-TV-Z]{1,3}(2A|2B|97[1-6]|0[1-9]|[1-8]\d|9[0-5])")
PROVISIONAL = re.compile(r"WW\d{3}[A-Z]{2}|W\d{3}[A-Z]{2}|\d{1,4}WW\d{2}")


@dataclass(frozen=True)
class Doubt:
    """`field` is the form's name of what it speaks of."""

    field: str
    message: str


def doubts_about(equipment: Equipment) -> list[Doubt]:
    """What somebody should compare with the papers once more."""
    found = (vin_doubt(equipment), plate_doubt(equipment), *doubts_about_sums(equipment))
    return [doubt for doubt in found if doubt]


def vin_doubt(equipment: Equipment) -> Doubt | None:
    """European makers do not use the check digit, so a wrong one is no error."""
    if not equipment.vin or not 14 < len(normalise(equipment.vin)) < 20:
        return None
    try:
        fits = Vin(normalise(equipment.vin)).verify_checksum()
    except ValidationError:
        return Doubt("vin", _("A VIN has 17 characters, without I, O and Q. Compare field E."))
    if fits:
        return None
    return Doubt(
        "vin",
        _(
            "The check digit of this VIN does not fit. "
            "Many European makers leave it out; compare field E."
        ),
    )


def plate_doubt(equipment: Equipment) -> Doubt | None:
    if not equipment.plate or equipment.plate_country not in (None, "FR"):
        return None
    plate = normalise(equipment.plate)
    if PROVISIONAL.fullmatch(plate):
        return Doubt(
            "plate", _("This is a temporary plate. Change it when the final one is there.")
        )
    if SIV.fullmatch(plate) or FNI.fullmatch(plate):
        return None
    if equipment.plate_country is None:
        return None
    return Doubt("plate", _("This does not look like a French plate. Compare field A."))


def doubts_about_sums(equipment: Equipment) -> list[Doubt]:
    """What is reckoned from two values and comes out below zero, such as a payload."""
    return [
        Doubt(
            f"specs.{source.key}",
            _("%(sum)s comes out below zero. Compare the values.", sum=sum_of(field)),
        )
        for key, value in catalogue.derived(equipment.specs).items()
        if value < 0
        for field in [catalogue.fields[key]]
        for source in field.sources[1:]
    ]


def sum_of(field: Field) -> str:
    return field.label(str(get_locale() or "en"))
