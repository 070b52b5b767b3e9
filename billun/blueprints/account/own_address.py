"""One's own e-mail address and phone number."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import me, signed_in
from billun.blueprints.account.forms import ConfirmEmailForm, EmailForm, PhoneForm
from billun.blueprints.account.page import account_page
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.sign_in_limits import address_changes, count_phone_change
from billun.operations.email_confirmation_token import address_of_token
from billun.operations.own_address import ask_email_change, change_phone, confirm_email

own_address = Blueprint("own_address", __name__)


@own_address.post("/account/email")
@address_changes
@signed_in
def email() -> ResponseReturnValue:
    """Have a link sent to a new address."""
    form = EmailForm()
    if form.validate_on_submit():
        with beside_fields(form):
            ask_email_change(me().user, form.email.data)
            flash(_("If this address can be used, a link is on its way to it."))
            return redirect(url_for("account.show"), 303)
    return account_page(email_form=form), 422


@own_address.route("/account/email/<token>", methods=["GET", "POST"])
@address_changes
@signed_in
def confirm(token: str) -> ResponseReturnValue:
    """The way back from the mail; the password shows that it is not somebody at a phone left lying."""
    address = address_of_token(me().user, token)
    if address is None:
        return render_template("account/email_over.html"), 404
    form = ConfirmEmailForm()
    if form.validate_on_submit():
        with beside_fields(form):
            confirm_email(me().user, token, form.present_password.data)
            flash(_("You sign in with %(email)s from now on.", email=address), "success")
            return redirect(url_for("account.show"), 303)
    failed = form.errors or form.form_errors
    return render_template("account/email.html", form=form, address=address), 422 if failed else 200


@own_address.post("/account/phone")
@signed_in
def phone() -> ResponseReturnValue:
    """Set or remove the phone number."""
    form = PhoneForm()
    if form.validate_on_submit():
        count_phone_change(me().user_id)
        with beside_fields(form):
            change_phone(me().user, form.phone.data, form.present_password.data)
            flash(_("Your phone number is saved."), "success")
            return redirect(url_for("account.show"), 303)
    return account_page(phone_form=form), 422
