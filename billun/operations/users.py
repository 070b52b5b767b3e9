"""A person on Billun: added, their words to sign in changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import func, select

from billun.adapters.passwords import hash_password, is_password
from billun.errors import Conflict, Refused
from billun.extensions import db
from billun.models import DeliveryKind, SignIn, User
from billun.models.base import new_id, now
from billun.operations.deliveries import owe_mail
from billun.operations.password_reset_token import user_of_token
from billun.operations.revocation import revoke

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


@dataclass(frozen=True, kw_only=True)
class PersonForm:
    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    password: str | None = None
    locale: str | None = None


def add_person(form: PersonForm, *, is_admin: bool = False) -> User:
    """A new user. Raises Refused for a field, Conflict where the e-mail or phone is taken."""
    refuse_nameless(form.first_name, form.last_name, "user.")
    email, phone = valid_email(form.email), valid_phone(form.phone)
    refuse_taken(email, phone)
    user = User(
        first_name=form.first_name.strip(),
        last_name=form.last_name.strip(),
        email=email,
        phone=phone,
        password_hash=hash_password(valid_password(form.password, "user.password")),
        locale=form.locale,
        is_admin=is_admin,
    )
    db.session.add(user)
    return user


def refuse_nameless(first_name: str, last_name: str, prefix: str = "") -> None:
    """Raise Refused where a part of the name is missing."""
    for name, text in (("first_name", first_name), ("last_name", last_name)):
        if not text.strip():
            raise Refused(f"{prefix}{name}", _("Write a name."))


def valid_email(text: str | None, field: str = "user.email") -> str | None:
    if not text or not text.strip():
        return None
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise Refused(field, _("Check the e-mail address.")) from error


def valid_phone(text: str | None, field: str = "user.phone") -> str | None:
    """The number in E.164; one without a country code is a French one."""
    if not text or not text.strip():
        return None
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException as error:
        raise Refused(field, _("Check the phone number.")) from error
    if not phonenumbers.is_possible_number(number):
        raise Refused(field, _("Check the phone number."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def valid_password(text: str | None, field: str = "password") -> str:
    if not text or len(text) < SHORTEST_PASSWORD:
        raise Refused(field, _("Choose at least %(count)s characters.", count=SHORTEST_PASSWORD))
    if len(text) > LONGEST_PASSWORD:
        raise Refused(field, _("Choose at most %(count)s characters.", count=LONGEST_PASSWORD))
    return text


def refuse_taken(email: str | None, phone: str | None) -> None:
    """Raise Conflict where somebody has this e-mail address or phone number."""
    if not (email or phone):
        raise Refused("user.email", _("Give an e-mail address or a phone number."))
    if email and user_with(email):
        raise Conflict(_("This e-mail address is already on Billun. Sign in instead."))
    if phone and user_with(phone):
        raise Conflict(_("This phone number is already on Billun. Sign in instead."))


def user_with(login: str) -> User | None:
    """The user with this e-mail address or phone number, in whatever way it is written."""
    name = name_of_login(login)
    column = func.lower(User.email) if "@" in name else User.phone
    return db.session.scalar(select(User).where(column == name)) if name else None


def name_of_login(login: str) -> str:
    """The one form of all the spellings of an e-mail address or phone number; "" for neither."""
    if "@" in login:
        return login.strip().lower()
    try:
        return valid_phone(login) or ""
    except Refused:
        return ""


def change_password(user: User, present: str, new: str, kept: SignIn | None) -> None:
    """Set a new password and sign out every other device. Raises Refused."""
    if not is_password(present, user.password_hash):
        raise Refused("present_password", _("This is not your present password."))
    set_password(user, valid_password(new, "new_password"), kept)


def ask_password_reset(email: str) -> None:
    """Owe the person a mail with a link, if the address is one of Billun's; nobody learns whether it is."""
    user = user_with(email) if "@" in email else None
    if user:
        owe_mail(DeliveryKind.PASSWORD_RESET, user, subject_id=new_id())


def reset_password(token: str, new: str) -> User | None:
    """Set the password for whom the token was made; None where it has run out. Raises Refused.

    Who had the link reads this mailbox, so the address is theirs.
    """
    user = user_of_token(token)
    if user is not None:
        set_password(user, valid_password(new, "new_password"), kept=None)
        user.email_confirmed_at = now()
    return user


def set_password(user: User, new: str, kept: SignIn | None) -> None:
    user.password_hash = hash_password(new)
    for sign_in in db.session.scalars(
        select(SignIn).where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None))
    ):
        if sign_in is not kept:
            revoke(sign_in)


def change_profile(user: User, changes: Mapping[str, str | None]) -> None:
    """Change what people may change about themselves at once: name and language.

    A new e-mail address or phone number is another matter: see own_address.py.
    """
    for name in ("first_name", "last_name", "locale"):
        if name in changes:
            setattr(user, name, changes[name])
    db.session.flush()
