"""The history in words: what each name is called, and what each value says to people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_babel import lazy_pgettext as _p

from billun.blueprints.equipment.forms import OWNERSHIPS, STATUSES
from billun.blueprints.page_context import deadline_label, exact_time, locale
from billun.catalogue import catalogue
from billun.models import ChangeKind

LABELS = {
    "kind": __("Kind"),
    "family": __("Family"),
    "make": __("Make"),
    "model": __("Model"),
    "plate": __("Plate"),
    "plate_country": __("Country of the plate"),
    "internal_id": __("Fleet number"),
    "vin": __("VIN"),
    "serial": __("Serial number"),
    "first_registered_on": __("First registration"),
    "description": __("Description"),
    "site_id": __("Site"),
    "workshop_id": __("Workshop"),
    "status": __("Status"),
    "ownership": __("Whose it is"),
    "owner_name": __("Owner"),
    "contract_ends_on": __("End of the contract"),
    "parent_id": __("Coupled to or mounted on"),
    "result": __("Result"),
    "done_on": __("Done on"),
    "due_on": __("Next due on"),
    "retest_by": __("Retest by"),
    "comment": __("Comment"),
    "title": __("Title"),
    "number": __("Number"),
    "issued_on": __("Issued on"),
    "expires_on": __("Good until"),
    "file_name": __("File"),
    "quantity": __("Quantity"),
    "note": __("Note"),
    "km": __("km"),
    "hours": __("Engine hours"),
    "value": __("Value"),
    "read_at": __("Read at"),
    "occurred_at": __("When"),
    "position": __("Where"),
    "reason": __("Reason"),
    "code": __("Code"),
    "billun_id": __("Billun ID"),
    "replaced_by": __("Replaced by"),
    "replaces": __("Takes the place of"),
}
KINDS = {
    ChangeKind.ADDED: __("Added to the register"),
    ChangeKind.EDITED: __("Changed"),
    ChangeKind.IMPORTED: __("Imported"),
    ChangeKind.RETIRED: __("Retired"),
    ChangeKind.ATTACHED: __("Coupled or mounted"),
    ChangeKind.LABELLED: __("Label"),
    ChangeKind.RENEWED: __("Check recorded"),
    ChangeKind.DEADLINE_SET: __("Dates of a check"),
    ChangeKind.DOCUMENT: __("Document"),
    ChangeKind.SAFETY_KIT: __("Safety kit"),
    ChangeKind.METER: __("Meter"),
    ChangeKind.WALK_AROUND: __("Walked around, nothing to report"),
    ChangeKind.REPLACED: __("Provisional item replaced"),
}
RESULTS = {
    "passed": _p("check", "Passed"),
    "retest": _p("check", "Retest"),
    "failed": _p("check", "Failed"),
}


def change_kind_word(kind: ChangeKind) -> str:
    return str(KINDS[kind])


def change_label(name: str) -> str:
    """What the changed thing is called: a field of the catalogue, one that all items have, a deadline."""
    key = name.removeprefix("specs.")
    if name != key:
        return catalogue.fields[key].label(locale()) if key in catalogue.fields else key
    if name in LABELS:
        return str(LABELS[name])
    return deadline_label(name)


def change_value(name: str, value: Any, names: Mapping[str, str]) -> str:
    """The value in words; `names` are those of what it may point to, by id. Empty where there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, list) and not name.startswith("specs."):
        return ", ".join(filter(None, (change_value(name, part, names) for part in value)))
    if name == "position":
        return place_words(value["latitude"], value["longitude"])
    if words := one_of_ours(name, value):
        return words
    if str(value) in names:
        return names[str(value)]
    return plain(value)


def one_of_ours(name: str, value: Any) -> str:
    """A word of the catalogue or of ours."""
    field = catalogue.fields.get(name.removeprefix("specs."))
    if field and name.startswith("specs."):
        return f"{field.write(value, locale())} {field.unit or ''}".strip()
    entries = {
        "kind": {**catalogue.kinds, **catalogue.document_types},
        "family": catalogue.families,
    }
    if name in entries and value in entries[name]:
        return str(entries[name][value].label(locale()))
    words: dict[str, Mapping[Any, Any]] = {
        "status": STATUSES,
        "ownership": OWNERSHIPS,
        "result": RESULTS,
    }
    return str(words.get(name, {}).get(value, ""))


def plain(value: Any) -> str:
    """A number, a day or a time as people write it, yes and no, else the text of the value."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, int | float):
        return str(format_decimal(value))
    text = str(value)
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return exact_time(datetime.fromisoformat(text))
    except ValueError:
        return text


def place_words(latitude: float, longitude: float) -> str:
    """Degrees as maps take them, about a metre exact."""
    return f"{latitude:.5f}, {longitude:.5f}"


def day_words(day: date) -> str:
    return str(format_date(day, "d MMM y"))
