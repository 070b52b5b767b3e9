"""What the pages of interventions show of times and numbers that are kept or typed as texts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import get_locale

from billun.models import InterventionLine


def moment_of(text: str) -> datetime:
    """A time as the timeline keeps it."""
    return datetime.fromisoformat(text)


def number_of(text: str) -> Decimal:
    """An amount as the timeline keeps it."""
    return Decimal(text)


def as_typed(number: Decimal | None) -> str:
    """A number as somebody would type it: with the reader's decimal sign, and without thousands."""
    if number is None:
        return ""
    return str(format_decimal(number, locale=get_locale(), group_separator=False))


def line_as_typed(line: InterventionLine) -> dict[str, str]:
    """What the fields of a line would hold."""
    return {
        "description": line.description,
        "reference": line.reference,
        "minutes": str(line.minutes or ""),
        "quantity": as_typed(line.quantity),
        "unit_price": as_typed(line.unit_price),
    }
