"""Why a file is refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import format_decimal
from flask_babel import gettext as _

from billun.adapters.spreadsheets import MOST_COLUMNS, MOST_ROWS, Fault, Unreadable


def in_words(unreadable: Unreadable) -> str:
    """The reason in the present language."""
    return REASONS[unreadable.fault]() % unreadable.about


REASONS: Mapping[Fault, Callable[[], str]] = {
    Fault.EMPTY: lambda: _("The file is empty."),
    Fault.TOO_LARGE: lambda: _("The file is larger than 20 MB. Split it, or take pictures out."),
    Fault.TOO_MANY_ROWS: lambda: too_many(
        _("The file has more than {count} rows. Split it in two."), MOST_ROWS
    ),
    Fault.TOO_MANY_COLUMNS: lambda: too_many(
        _("The file has more than {count} columns. Leave out those that Billun does not need."),
        MOST_COLUMNS,
    ),
    Fault.LONG_CELL: lambda: _(
        "A cell in row %(row)s is longer than a spreadsheet allows. Look for an open quotation mark."
    ),
    Fault.NO_HEADS: lambda: _("The first row must hold the names of the columns."),
    Fault.STRANGE_SHEETS: lambda: _(
        "Billun knows no column of these sheets: %(sheets)s. The names of the columns must stand in the first row."
    ),
    Fault.NAMELESS_COLUMN: lambda: _("Column %(column)s has no name. Write one in the first row."),
    Fault.TWIN_HEADS: lambda: _(
        "Two columns are called “%(head)s”. Give each a name of its own, or take one out."
    ),
    Fault.HEADS_ALONE: lambda: _("There is nothing below the names of the columns."),
    Fault.UNKNOWN_FORMAT: lambda: _("This is neither CSV nor XLSX. Save it as one of them."),
    Fault.OLD_WORKBOOK: lambda: _("This is an old Excel file (.xls). Save it as .xlsx."),
    Fault.OPEN_DOCUMENT: lambda: _("This is an OpenDocument file (.ods). Save it as .xlsx."),
    Fault.LOCKED: lambda: _("The file is protected by a password. Save it without one."),
    Fault.BROKEN: lambda: _("The file is damaged. Open it and save it again as .xlsx."),
    Fault.ZIP_BOMB: lambda: _(
        "Unpacked, the file is far too large. Copy the values alone into a new sheet."
    ),
    Fault.FORMULA: lambda: _(
        "Cell %(cell)s holds a formula. Replace formulas by their values: copy all, paste values only."
    ),
    Fault.MERGED: lambda: _("The cells %(range)s are merged. Split merged cells first."),
    Fault.WRONG_ENCODING: lambda: _(
        "The letters with accents cannot be read. Save the file as “CSV UTF-8” or as XLSX."
    ),
    Fault.LOST_LETTERS: lambda: _(
        "Letters with accents are broken in this file. Save it anew from where it came, as “CSV UTF-8” or as XLSX."
    ),
    Fault.OPEN_QUOTE: lambda: _(
        "A quotation mark in row %(row)s is not closed, or stands in the middle of a cell."
    ),
}


def too_many(text: str, most: int) -> str:
    return text.format(count=format_decimal(most))
