"""Every country, as a form offers it: by its name in the reader's language."""

from __future__ import annotations

import phonenumbers
from babel import Locale
from wtforms import SelectChoice

from billun.blueprints.page_context import locale
from billun.models.folding import fold


def country_choices() -> list[SelectChoice]:
    """All countries by name, accents aside."""
    names = Locale(locale()).territories
    named = [(names[code], code) for code in phonenumbers.SUPPORTED_REGIONS if code in names]
    ordered = sorted(named, key=lambda one: fold(one[0]))
    return [SelectChoice(code, name) for name, code in ordered]
