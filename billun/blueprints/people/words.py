"""What roles and trades are called, in the reader's language."""

from __future__ import annotations

import phonenumbers
from flask_babel import gettext as _

from billun.models import Role, Trade


def role_words() -> dict[Role, str]:
    return {
        Role.DRIVER: _("Driver"),
        Role.WORKSHOP: _("Workshop"),
        Role.MANAGER: _("Manager"),
    }


def trade_words() -> dict[Trade, str]:
    return {
        Trade.MECHANIC: _("Mechanic"),
        Trade.SUPERVISOR: _("Supervisor"),
        Trade.TYRE_SPECIALIST: _("Tyre specialist"),
        Trade.REFRIGERATION: _("Refrigeration"),
    }


def work_words(role: Role, trade: Trade | None) -> str:
    """The role, with its trade where there is one: "Workshop · Mechanic"."""
    words = [role_words()[role], *([trade_words()[trade]] if trade else [])]
    return " · ".join(words)


def phone_words(number: str | None) -> str:
    """A number as people read it, +33 6 12 00 00 02; empty where there is none."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
