"""What a file tells of equipment. The one list serves import and export, so that an export can be brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext as _p

from billun.adapters.spreadsheets import Cell
from billun.catalogue import Check, Field, Group, catalogue
from billun.models import (
    Deadline,
    Equipment,
    EquipmentStatus,
    Fitness,
    Meter,
    MeterReading,
    Ownership,
)
from billun.operations.importing import cells
from billun.operations.importing.column_names import EQUIPMENT_NAMES as NAMES
from billun.operations.importing.column_names import done_names, due_names
from billun.operations.importing.columns import Column, Columns, Words, in_languages, told_apart

IDENTITY = _("What it is")
PLACE = _("Where it belongs")
METERS = _("Meters")
CHECKS = _("Deadlines")

STATUSES = {
    EquipmentStatus.ACTIVE: _p("equipment", "Active"),
    EquipmentStatus.IN_WORKSHOP: _p("equipment", "In the workshop"),
    EquipmentStatus.STOOD_DOWN: _p("equipment", "Stood down"),
    EquipmentStatus.PROVISIONAL: _p("equipment", "Provisional"),
    EquipmentStatus.RETIRED: _p("equipment", "Retired"),
}
OWNERSHIPS = {
    Ownership.OWN: _p("equipment", "Our own"),
    Ownership.LEASED: _p("equipment", "Leased"),
    Ownership.HIRED: _p("equipment", "Hired"),
    Ownership.ENTRUSTED: _p("equipment", "Entrusted to us"),
}
FITNESSES = {
    Fitness.FIT: _("No known defect"),
    Fitness.REPAIR_PLANNED: _("Repair planned"),
    Fitness.RESTRICTED: _("Restricted"),
    Fitness.IMMOBILISED: _("Immobilised"),
}
READ_ON = {Meter.KM: _("Km read on"), Meter.HOURS: _("Hours read on")}
METER_LABELS = {Meter.KM: _("Km"), Meter.HOURS: _("Engine hours")}
METER_UNITS = {Meter.KM: "km", Meter.HOURS: "h"}

# How the keys of the catalogue's fields begin, as everywhere.
SPECS = "specs."

# Sheets have one column for what are several checks, of which an item has one: the key is how theirs begin.
SHARED_CHECKS = {
    "ct": (_("Roadworthiness test, done on"), _("Roadworthiness test, due on")),
    "vgp": (_("Periodic inspection (VGP), done on"), _("Periodic inspection (VGP), due on")),
}


@dataclass(frozen=True)
class Exported:
    """An item with what hangs on it, to be written in a language."""

    item: Equipment
    deadlines: Mapping[str, Deadline]
    readings: Mapping[Meter, MeterReading]
    locale: str


@lru_cache(maxsize=1)
def equipment_columns() -> Columns:
    """Every column by its key, in the order in which they are written."""
    return told_apart([*identity(), *place(), *meters(), *technical(), *checks(), *shared_checks()])


def identity() -> Iterator[Column]:
    group = in_languages(IDENTITY)
    made = partial(column, group)
    yield made("billun_id", _("Billun ID"), cells.text(20), can_be_emptied=False)
    yield made("internal_id", _("Fleet number"), cells.text(40))
    yield made("plate", _("Plate"), cells.text(20))
    yield made("plate_country", _("Country of the plate"), cells.text(3))
    yield made("family", _("Family"), cells.family, show_family, can_be_emptied=False)
    yield made("kind", _("Kind"), cells.kind, show_kind, can_be_emptied=False)
    yield made("make", _("Make"), cells.text(80))
    yield made("model", _("Model"), cells.text(80))
    yield made("vin", _("VIN"), cells.text(40))
    yield made("serial", _("Serial number"), cells.text(60))
    yield made("first_registered_on", _("First registration"), cells.day)
    yield made("description", _("Description"), cells.text(500))


def place() -> Iterator[Column]:
    made = partial(column, in_languages(PLACE))
    yield made(
        "site",
        _("Site"),
        cells.text(200),
        lambda row: row.item.site.name if row.item.site else None,
    )
    yield made(
        "workshop",
        _("Workshop"),
        cells.text(200),
        lambda row: row.item.workshop.name if row.item.workshop else None,
    )
    yield worded(made, "status", _("Status"), STATUSES)
    yield worded(made, "ownership", _("Whose it is"), OWNERSHIPS)
    yield made("owner_name", _("Owner"), cells.text(200))
    yield made("contract_ends_on", _("End of the contract"), cells.day)
    yield made(
        "parent",
        _("Coupled to or mounted on"),
        cells.text(60),
        lambda row: row.item.parent.billun_id if row.item.parent else None,
    )
    words = {value: in_languages(word) for value, word in FITNESSES.items()}
    yield made("fitness", _("Fitness"), None, lambda row: words[row.item.fitness][row.locale])


def column(
    group: Words,
    key: str,
    label: object,
    read: Callable[[Cell], Any] | None,
    show: Callable[[Exported], Cell] | None = None,
    can_be_emptied: bool = True,
) -> Column:
    """A column of every item; without `show` it is the attribute of this name."""
    return Column(
        key=key,
        labels=in_languages(label),
        group=group,
        read=read,
        show=show or (lambda row: getattr(row.item, key) or None),
        names=NAMES.get(key, ()),
        can_be_emptied=can_be_emptied,
    )


def worded(
    made: Callable[..., Column], key: str, label: object, words: Mapping[Any, object]
) -> Column:
    """A column of a few words of ours."""
    labels = {value: in_languages(word) for value, word in words.items()}
    return made(
        key,
        label,
        cells.worded(words),
        lambda row: labels[getattr(row.item, key)][row.locale],
        can_be_emptied=False,
    )


def show_kind(row: Exported) -> Cell:
    kind = catalogue.kinds.get(row.item.kind)
    return kind.label(row.locale) if kind else None


def show_family(row: Exported) -> Cell:
    return catalogue.families[row.item.family].label(row.locale)


def meters() -> Iterator[Column]:
    for meter in Meter:
        made = partial(column, in_languages(METERS))
        yield made(
            meter.value,
            METER_LABELS[meter],
            cells.number(METER_UNITS[meter]),
            partial(show_reading, meter),
            can_be_emptied=False,
        )
        yield made(
            f"{meter.value}_read_on",
            READ_ON[meter],
            cells.day,
            partial(show_reading_day, meter),
            can_be_emptied=False,
        )


def show_reading(meter: Meter, row: Exported) -> Cell:
    reading = row.readings.get(meter)
    return float(reading.value) if reading else None


def show_reading_day(meter: Meter, row: Exported) -> Cell:
    reading = row.readings.get(meter)
    return reading.read_at.astimezone(row.item.company.zone).date() if reading else None


def technical() -> Iterator[Column]:
    """The fields of the catalogue, group by group; what is reckoned from others is not among them."""
    for group in catalogue.groups.values():
        for field in catalogue.fields.values():
            if field.group == group.key and not field.is_derived:
                yield technical_column(group, field)


def technical_column(group: Group, field: Field) -> Column:
    labels = {
        language: f"{label} ({field.unit})" if field.unit else label
        for language, label in field.labels.texts.items()
    }
    key = SPECS + field.key
    return Column(
        key=key,
        labels=labels,
        group=group.labels.texts,
        read=cells.field(field),
        show=partial(show_value, field),
        names=(field.key, *([field.code] if field.code else []), *NAMES.get(key, ())),
    )


def show_value(field: Field, row: Exported) -> Cell:
    """Numbers and days as such, for a program to reckon with; choices in words."""
    value = row.item.specs.get(field.key)
    if value is None or (field.is_number and not isinstance(value, bool)):
        return value
    if field.type == "date":
        return date.fromisoformat(value)
    return field.write(value, row.locale)


def checks() -> Iterator[Column]:
    for check in catalogue.checks.values():
        names = {*check.labels.texts.values(), *check.shorts.texts.values()}
        yield check_column(check, "done_on", _("%(check)s, done on"), done_names(names))
        yield check_column(check, "due_on", _("%(check)s, due on"), due_names(names))


def check_column(check: Check, day: str, label: Any, names: tuple[str, ...]) -> Column:
    forms = in_languages(label)
    key = f"{check.key}_{day}"
    return Column(
        key=key,
        labels={
            language: form % {"check": check.label(language)} for language, form in forms.items()
        },
        group=in_languages(CHECKS),
        read=cells.day,
        show=partial(show_deadline, check.key, day),
        names=(*names, *NAMES.get(key, ())),
    )


def show_deadline(code: str, day: str, row: Exported) -> Cell:
    deadline = row.deadlines.get(code)
    return getattr(deadline, day) if deadline and deadline.applies else None


def shared_checks() -> Iterator[Column]:
    for start, labels in SHARED_CHECKS.items():
        for day, label in zip(("done_on", "due_on"), labels, strict=True):
            key = f"{start}_{day}"
            yield Column(
                key, in_languages(label), in_languages(CHECKS), cells.day, None, NAMES[key]
            )
