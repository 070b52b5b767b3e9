"""A company comes to Billun, with its main manager; an admin says that it is who it claims to be."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import available_timezones

import phonenumbers
from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import Company, Membership, Role
from billun.models.base import new_id, now
from billun.operations.identity_numbers import valid_siret, valid_vat
from billun.operations.locks import lock_id
from billun.operations.users import PersonForm, add_person


@dataclass(frozen=True, kw_only=True)
class CompanyForm:
    name: str
    country: str = "FR"
    siret: str | None = None
    vat_number: str | None = None
    time_zone: str = "Europe/Paris"
    locale: str = "fr"


def register_company(
    company_form: CompanyForm, person: PersonForm, id: UUID | None = None
) -> Membership:
    """The membership of the new company's main manager.

    Raises Refused for a field, Conflict where the SIRET, e-mail or phone is taken: registration is
    the one place that says so.
    """
    company = add_company(company_form, id or new_id())
    user = add_person(person)
    member = Membership(user=user, company=company, role=Role.MANAGER, is_main_manager=True)
    db.session.add(member)
    db.session.flush()
    return member


def register_company_once(
    company_form: CompanyForm, person: PersonForm, id: UUID
) -> tuple[Company, bool]:
    """The company with this id, and whether this call registered it.

    Raises Conflict where the id belongs to a company that was registered otherwise.
    """
    lock_id(id)
    first = db.session.get(Company, id)
    if first is None:
        return register_company(company_form, person, id).company, True
    if identity_of(first) != identity_of(checked(company_form, id)):
        raise Conflict(_("This id was already used for another company."))
    return first, False


def verify_company(company: Company, verified: bool = True) -> None:
    """Note that an admin has made sure who it is, or has doubts again. Twice changes nothing."""
    if verified != (company.verified_at is not None):
        company.verified_at = now() if verified else None
        db.session.flush()


def add_company(form: CompanyForm, id: UUID) -> Company:
    company = checked(form, id)
    if is_taken(company.siret):
        raise Conflict(
            _("A company with this SIRET is already on Billun. Ask its manager to invite you.")
        )
    db.session.add(company)
    return company


def checked(form: CompanyForm, id: UUID) -> Company:
    """The company that the form describes, not yet kept. Raises Refused."""
    country = valid_country(form.country, "company.country")
    return Company(
        id=id,
        name=valid_name(form.name, "company.name"),
        country=country,
        siret=siret_for(country, form.siret, "company.siret"),
        vat_number=valid_vat(form.vat_number, country, "company.vat_number"),
        time_zone=valid_time_zone(form.time_zone, "company.time_zone"),
        locale=form.locale,
    )


def identity_of(company: Company) -> tuple[str | None, ...]:
    return (company.name, company.country, company.siret, company.vat_number, company.time_zone)


def is_taken(siret: str | None, by_other_than: UUID | None = None) -> bool:
    """Whether another company has this SIRET."""
    owner = db.session.scalar(select(Company.id).where(Company.siret == siret)) if siret else None
    return owner not in (None, by_other_than)


def valid_name(text: str, field: str) -> str:
    if not text.strip():
        raise Refused(field, _("Give the company's name."))
    return text.strip()


def valid_country(code: str, field: str) -> str:
    if code.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise Refused(field, _("This country does not exist."))
    return code.upper()


def valid_time_zone(name: str, field: str) -> str:
    if name not in available_timezones():
        raise Refused(field, _("This time zone does not exist."))
    return name


def siret_for(country: str, text: str | None, field: str) -> str | None:
    """The SIRET; only French companies must have one."""
    siret = valid_siret(text, field)
    if siret is None and country == "FR":
        raise Refused(field, _("Check the SIRET: 14 digits, as on the Kbis."))
    return siret
