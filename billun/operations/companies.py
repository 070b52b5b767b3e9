"""A company comes to Billun, with its main manager."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

import phonenumbers
from flask_babel import gettext as _
from sqlalchemy import select
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_number

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import Company, Membership, Role
from billun.operations.users import PersonForm, add_person


@dataclass(frozen=True, kw_only=True)
class CompanyForm:
    name: str
    country: str = "FR"
    siret: str | None = None
    vat_number: str | None = None
    time_zone: str = "Europe/Paris"
    locale: str = "fr"


def register_company(company_form: CompanyForm, person: PersonForm) -> Membership:
    """The membership of the new company's main manager.

    Raises Refused for a field, Conflict where the SIRET, e-mail or phone is taken: registration is
    the one place that says so.
    """
    company = add_company(company_form)
    user = add_person(person)
    member = Membership(user=user, company=company, role=Role.MANAGER, is_main_manager=True)
    db.session.add(member)
    db.session.flush()
    return member


def add_company(form: CompanyForm) -> Company:
    if not form.name.strip():
        raise Refused("company.name", _("Give the company's name."))
    if form.country.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise Refused("company.country", _("This country does not exist."))
    if form.time_zone not in available_timezones():
        raise Refused("company.time_zone", _("This time zone does not exist."))
    company = Company(
        name=form.name.strip(),
        country=form.country.upper(),
        siret=valid_siret(form),
        vat_number=valid_vat(form.vat_number),
        time_zone=form.time_zone,
        locale=form.locale,
    )
    if company.siret and db.session.scalar(
        select(Company.id).where(Company.siret == company.siret)
    ):
        raise Conflict(
            _("A company with this SIRET is already on Billun. Ask its manager to invite you.")
        )
    db.session.add(company)
    return company


def valid_siret(form: CompanyForm) -> str | None:
    """The fourteen digits, checked by Luhn (La Poste apart); only French companies must have one."""
    digits = "".join(filter(str.isdecimal, form.siret or ""))
    if not digits and form.country.upper() != "FR":
        return None
    try:
        return str(siret_number.validate(digits))
    except ValidationError as error:
        raise Refused("company.siret", _("Check the SIRET: 14 digits, as on the Kbis.")) from error


def valid_vat(number: str | None) -> str | None:
    if not number or not number.strip():
        return None
    try:
        return str(vat.validate(number.replace("-", "")))
    except ValidationError as error:
        raise Refused(
            "company.vat_number", _("Check the VAT number, for example FR40303265045.")
        ) from error
