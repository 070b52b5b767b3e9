"""The account's page, with the form that was sent to it last and what was wrong with it."""

from __future__ import annotations

from flask import render_template

from billun.blueprints.access import me
from billun.blueprints.account.forms import (
    ChangePasswordForm,
    EmailForm,
    NewPinForm,
    PhoneForm,
)
from billun.operations import sign_ins
from billun.operations.joining import is_proven
from billun.queries.invitations import waiting_for


def account_page(
    form: ChangePasswordForm | None = None,
    email_form: EmailForm | None = None,
    phone_form: PhoneForm | None = None,
    pin_form: NewPinForm | None = None,
) -> str:
    user = me().user
    return render_template(
        "account/account.html",
        form=form or ChangePasswordForm(formdata=None),
        email_form=email_form or EmailForm(formdata=None),
        phone_form=phone_form or PhoneForm(formdata=None, phone=user.phone),
        pin_form=pin_form or NewPinForm(formdata=None),
        devices=sign_ins.active_sign_ins(user),
        waiting=[(one, is_proven(one, user)) for one in waiting_for(user)],
    )
