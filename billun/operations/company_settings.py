"""What a manager says of the company itself: who it is, how it works, how long it keeps things."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import IO, NamedTuple

from flask_babel import gettext as _

from billun.adapters.logos import make_logo
from billun.adapters.pictures import Undecodable
from billun.adapters.storage import StorageUnavailable, storage
from billun.adapters.threads import off_the_loop
from billun.errors import Refused, TooLarge, Unavailable, WrongType
from billun.extensions import db
from billun.models import Company
from billun.operations.after_commit import remove_file_after_commit
from billun.operations.companies import (
    is_taken,
    siret_for,
    valid_country,
    valid_name,
    valid_time_zone,
)
from billun.operations.following import touch_all_of
from billun.operations.identity_numbers import valid_phone_number, valid_vat

LANGUAGES = ("en", "fr")


class Bounds(NamedTuple):
    """The least and the most, both included."""

    least: int
    most: int


# Positions for a year at the most (CNIL, domain.md §7). Reports for a year at the least, so that no
# check of the year is without its history; a closing that was a mistake must be found out in time.
RETENTION = {
    "position_retention_days": Bounds(1, 365),
    "photo_retention_months": Bounds(1, 120),
    "report_retention_months": Bounds(12, 240),
    "audit_retention_months": Bounds(6, 36),
    "closing_retention_days": Bounds(14, 365),
}
# Whoever changes one of these is, for all an admin knows, another company.
WHAT_WAS_VERIFIED = ("name", "siret", "country")


@dataclass(frozen=True, kw_only=True)
class SettingsForm:
    name: str
    country: str
    siret: str | None
    vat_number: str | None
    address: str | None
    postcode: str | None
    city: str | None
    locale: str
    time_zone: str
    emergency_phone: str | None
    position_retention_days: int
    photo_retention_months: int
    report_retention_months: int
    audit_retention_months: int
    closing_retention_days: int
    outside_enhancement: bool


def settings_of(company: Company) -> SettingsForm:
    """What a form would have to say to leave the company as it is."""
    return SettingsForm(
        **{name: getattr(company, name) for name in SettingsForm.__dataclass_fields__}
    )


def edit_company(company: Company, form: SettingsForm) -> None:
    """Write what the form says. Raises Refused, naming the field."""
    form = checked(company, form)
    if any(getattr(company, name) != getattr(form, name) for name in WHAT_WAS_VERIFIED):
        company.verified_at = None
    if company.name != form.name:
        touch_all_of(company)
    for name in SettingsForm.__dataclass_fields__:
        setattr(company, name, getattr(form, name))
    db.session.flush()


def checked(company: Company, form: SettingsForm) -> SettingsForm:
    """The form as it will be stored."""
    country = valid_country(form.country, "country")
    siret = siret_for(country, form.siret, "siret")
    if is_taken(siret, by_other_than=company.id):
        raise Refused("siret", _("This SIRET cannot be used. Ask the administrator of Billun."))
    if form.locale not in LANGUAGES:
        raise Refused("locale", _("Billun does not speak this language."))
    refuse_bad_retention(form)
    return replace(
        form,
        name=valid_name(form.name, "name"),
        country=country,
        siret=siret,
        vat_number=valid_vat(form.vat_number, country),
        address=(form.address or "").strip() or None,
        postcode=(form.postcode or "").strip() or None,
        city=(form.city or "").strip() or None,
        time_zone=valid_time_zone(form.time_zone, "time_zone"),
        emergency_phone=valid_emergency_phone(form.emergency_phone),
    )


def valid_emergency_phone(text: str | None) -> str | None:
    """The number in E.164; a short one, such as 112 or 15, as it is dialled."""
    dialled = re.sub(r"[\s.-]", "", text or "")
    if re.fullmatch(r"[0-9]{2,6}", dialled):
        return dialled
    return valid_phone_number(text, "emergency_phone")


def refuse_bad_retention(form: SettingsForm) -> None:
    for name, (least, most) in RETENTION.items():
        if not least <= getattr(form, name) <= most:
            raise Refused(name, _("From %(least)s to %(most)s.", least=least, most=most))


def set_logo(company: Company, file: IO[bytes]) -> None:
    """Keep a small copy of the picture as the company's logo.

    Raises TooLarge, WrongType, Refused for a picture that cannot be read, Unavailable.
    """
    content = small(file)
    key = f"logos/{company.id}/{sha256(content).hexdigest()[:32]}.webp"
    if key == company.logo_key:
        return
    try:
        storage().put(key, BytesIO(content), "image/webp")
    except StorageUnavailable as error:
        raise Unavailable(_("Files cannot be stored right now. Try again in a moment.")) from error
    remove_logo(company)
    company.logo_key = key
    db.session.flush()


def remove_logo(company: Company) -> None:
    """Have no logo any more. Twice changes nothing."""
    if company.logo_key:
        remove_file_after_commit(company.logo_key)
        company.logo_key = None
        db.session.flush()


def small(file: IO[bytes]) -> bytes:
    try:
        return off_the_loop(make_logo, file)
    except TooLarge as error:
        raise TooLarge(_("This picture is too large: at most 5 MB and 20 megapixels.")) from error
    except WrongType as error:
        raise WrongType(_("This is not a JPEG, PNG, WebP or HEIC picture.")) from error
    except Undecodable as error:
        raise Refused(
            "file", _("This picture cannot be read. Save it anew and try again.")
        ) from error
