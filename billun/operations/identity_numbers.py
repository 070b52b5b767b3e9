"""The numbers by which a company is known and reached, checked and brought into one form."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_number

from billun.errors import Refused
from billun.operations.users import valid_email, valid_phone

# What people put between the digits: spaces of any width, dots, slashes, hyphens and dashes of any kind.
SEPARATORS = re.compile(r"[\s./\-\u2010-\u2015\u2212]+")
# Greece writes EL before its numbers, and GR everywhere else.
EUROPEAN = frozenset({"EL", *(state.upper() for state in vat.MEMBER_STATES)})
LONGEST_VAT_NUMBER = 20


def valid_siret(text: str | None, field: str = "siret") -> str | None:
    """The fourteen digits, checked by Luhn (La Poste's by its own rule, domain.md §1); None for none."""
    digits = bare(text)
    if not digits:
        return None
    try:
        return str(siret_number.validate(digits))
    except ValidationError as error:
        raise Refused(field, _("Check the SIRET: 14 digits, as on the Kbis.")) from error


def valid_vat(text: str | None, country: str, field: str = "vat_number") -> str | None:
    """The number without separators: an intra-community one of the EU, else one of `country`."""
    number = bare(text).upper()
    if not number:
        return None
    try:
        return validated(number, country)[:LONGEST_VAT_NUMBER]
    except ValidationError as error:
        raise Refused(field, _("Check the VAT number, for example FR40303265045.")) from error


def validated(number: str, country: str) -> str:
    """Raises ValidationError. A country of which nobody knows how to check is believed."""
    if number[:2] in EUROPEAN:
        return str(vat.validate(number))
    if country in EUROPEAN:
        return str(vat.validate(country + number))
    national = get_cc_module(country.lower(), "vat")
    return str(national.validate(number)) if national else number


def valid_phone_number(text: str | None, field: str) -> str | None:
    """The number in E.164; one without a country code is a French one."""
    try:
        return valid_phone(text)
    except Refused as refused:
        raise Refused(field, refused.message) from refused


def valid_address(text: str | None, field: str) -> str | None:
    """The e-mail address in its usual form."""
    try:
        return valid_email(text)
    except Refused as refused:
        raise Refused(field, refused.message) from refused


def bare(text: str | None) -> str:
    return SEPARATORS.sub("", text or "")
