"""A person's own e-mail address and phone number: what they sign in with, so changed with care.

Nobody learns here whether somebody else has an address, until they have shown that it is theirs.
"""

from __future__ import annotations

from flask_babel import gettext as _

from billun.adapters.passwords import is_password
from billun.errors import Refused
from billun.extensions import db
from billun.models import DeliveryKind, User
from billun.models.base import new_id, now
from billun.operations.deliveries import owe_mail
from billun.operations.email_confirmation_token import address_of_token
from billun.operations.users import user_with, valid_email, valid_phone


def ask_email_change(user: User, text: str) -> None:
    """Owe a mail with a link to the new address; it becomes the person's when they follow it. Raises Refused."""
    email = valid_email(text, "email")
    if email is None:
        raise Refused("email", _("Check the e-mail address."))
    owe_mail(DeliveryKind.EMAIL_CONFIRMATION, user, subject_id=new_id(), address=email)


def confirm_email(user: User, token: str, present_password: str) -> str | None:
    """Give the person the address of the token, and return it; None where the link is over.

    Raises Refused for a wrong password and for an address that somebody else has.
    """
    email = address_of_token(user, token)
    if email is None:
        return None
    refuse_wrong_password(user, present_password)
    holder = user_with(email)
    if holder is not None and holder is not user:
        raise Refused("email", _("Another account on Billun has this address already."))
    user.email, user.email_confirmed_at = email, now()
    db.session.flush()
    return email


def change_phone(user: User, text: str, present_password: str) -> None:
    """Set or remove the phone number. A number that is wrong or taken is refused in the same words."""
    refuse_wrong_password(user, present_password)
    refusal = Refused("phone", _("This phone number cannot be used."))
    try:
        phone = valid_phone(text)
    except Refused as error:
        raise refusal from error
    holder = user_with(phone) if phone else None
    if holder is not None and holder is not user:
        raise refusal
    if not (phone or user.email):
        raise Refused("phone", _("You need it to sign in. Add an e-mail address first."))
    user.phone = phone
    db.session.flush()


def refuse_wrong_password(user: User, present_password: str) -> None:
    if not is_password(present_password, user.password_hash):
        raise Refused("present_password", _("This is not your present password."))
