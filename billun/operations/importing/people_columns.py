"""What a file tells of people."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from flask_babel import lazy_gettext as _

from billun.adapters.spreadsheets import Cell
from billun.models import Role, Trade
from billun.operations.importing import cells
from billun.operations.importing.column_names import PEOPLE_NAMES
from billun.operations.importing.columns import Column, Columns, in_languages, told_apart

PERSON = _("Person")
WORK = _("Work")

ROLES = {
    Role.DRIVER: _("Driver"),
    Role.WORKSHOP: _("Workshop"),
    Role.MANAGER: _("Manager"),
}
TRADES = {
    Trade.MECHANIC: _("Mechanic"),
    Trade.SUPERVISOR: _("Supervisor"),
    Trade.TYRE_SPECIALIST: _("Tyre specialist"),
    Trade.REFRIGERATION: _("Refrigeration"),
}
# What else files call them.
ROLE_NAMES = {
    Role.DRIVER: ("chauffeur", "conducteur", "conductrice", "routier", "lorry driver"),
    Role.WORKSHOP: ("atelier", "maintenance", "garage", "workshop"),
    Role.MANAGER: ("gestionnaire", "responsable", "exploitant", "exploitation", "fleet manager"),
}

# How people write their languages, in their own words.
LANGUAGES = {"en": ("en", "English", "anglais"), "fr": ("fr", "French", "français")}


@lru_cache(maxsize=1)
def people_columns() -> Columns:
    """Every column by its key."""
    person, work = partial(column, PERSON), partial(column, WORK)
    return told_apart(
        [
            person("first_name", _("First name"), cells.text(100), can_be_emptied=False),
            person("last_name", _("Last name"), cells.text(100), can_be_emptied=False),
            person("email", _("E-mail"), cells.text(254)),
            person("phone", _("Phone"), phone),
            person("locale", _("Language"), one_of_languages(), can_be_emptied=False),
            work("role", _("Role"), cells.worded(ROLES, ROLE_NAMES), can_be_emptied=False),
            work("trade", _("Trade"), cells.worded(TRADES)),
            work("workshop", _("Workshop"), cells.text(200)),
        ]
    )


def column(
    group: object,
    key: str,
    label: object,
    read: Callable[[Cell], object],
    can_be_emptied: bool = True,
) -> Column:
    return Column(
        key=key,
        labels=in_languages(label),
        group=in_languages(group),
        read=read,
        names=PEOPLE_NAMES.get(key, ()),
        can_be_emptied=can_be_emptied,
    )


def phone(cell: Cell) -> str:
    """A spreadsheet program takes 0612345678 for a number, and the zero is lost."""
    said = cells.text(30)(cell)
    is_cut = isinstance(cell, int | float) and not isinstance(cell, bool) and len(said) == 9
    return f"0{said}" if is_cut else said


def one_of_languages() -> Callable[[Cell], object]:
    return cells.one_of(LANGUAGES, lambda: [names[0] for names in LANGUAGES.values()])
