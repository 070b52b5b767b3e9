"""What pages say of a piece of equipment: what may not be done with it, and its technical values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from billun.blueprints.page_context import locale
from billun.catalogue import Field, Group, catalogue
from billun.models import Blocks, Deadline, Equipment


@dataclass(frozen=True)
class Line:
    """A field of the catalogue with its value in words, empty where nobody has said it."""

    field: Field
    text: str


@dataclass(frozen=True)
class Part:
    """A group of fields: those with a value, and what the others are called."""

    group: Group
    lines: list[Line]
    empty: list[Field]


def blocked_words(deadline: Deadline) -> str:
    """What must not be done while this deadline is overdue."""
    if deadline.blocks == Blocks.DRIVING:
        return str(_("It may not be driven"))
    functions = {
        "lift": _("The lift may not be used"),
        "cold": _("No goods under temperature control"),
        "adr": _("No dangerous goods"),
    }
    return str(functions.get(deadline.function or "", _("A function may not be used")))


def technical_groups(equipment: Equipment) -> list[Part]:
    """The technical data by group, as on the registration document; derived values among them."""
    values = {**equipment.specs, **catalogue.derived(equipment.specs)}
    return [
        part_of(group, fields, values) for group, fields in catalogue.groups_for(equipment.kind)
    ]


def part_of(group: Group, fields: tuple[Field, ...], values: Mapping[str, object]) -> Part:
    said = [Line(field, text) for field, text in in_words(fields, values) if text]
    empty = [field for field, text in in_words(fields, values) if not text and not field.is_derived]
    return Part(group, said, empty)


def in_words(
    fields: tuple[Field, ...], values: Mapping[str, object]
) -> Iterator[tuple[Field, str]]:
    for field in fields:
        yield field, field.write(values.get(field.key), locale())
