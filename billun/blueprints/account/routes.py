"""Registering, signing in and out, and one's own account."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from billun.blueprints.access import anyone, me, signed_in
from billun.blueprints.account.forms import (
    ChangePasswordForm,
    NewPasswordForm,
    PasswordResetForm,
    RegistrationForm,
    SignInForm,
)
from billun.blueprints.account.page import account_page
from billun.blueprints.form_errors import beside_fields, put
from billun.blueprints.identity import LANGUAGES, remember_in_session
from billun.blueprints.screen_here import forget_person, screen_here
from billun.blueprints.sign_in_limits import (
    by_address,
    refuse_after_failures,
    registrations,
    reset_mails,
)
from billun.errors import Missing
from billun.extensions import db
from billun.models import Channel, Role, ScreenKind, SignIn, User
from billun.operations import sign_ins
from billun.operations.companies import CompanyForm, register_company
from billun.operations.password_reset_token import user_of_token
from billun.operations.users import (
    PersonForm,
    ask_password_reset,
    change_password,
    change_profile,
    reset_password,
)

account = Blueprint("account", __name__)

PLACES_OF_WORK = {
    Role.DRIVER: "drive.find",
    Role.WORKSHOP: "dashboards.board",
    Role.MANAGER: "dashboards.overview",
}


@account.get("/")
@anyone
def home() -> ResponseReturnValue:
    """The place where this person works."""
    if current_user.is_authenticated:
        return redirect(place_of_work())
    return redirect(url_for(place_of_device()))


@account.route("/sign-in", methods=["GET", "POST"])
@by_address
@anyone
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("account/sign_in.html", form=form), 422 if form.errors else 200
    with refuse_after_failures(form.login.data) as attempt:
        user = sign_ins.authenticate(form.login.data, form.password.data)
        if user is None:
            attempt.failed()
            put(form, "password", _("E-mail, phone or password is wrong."))
            return render_template("account/sign_in.html", form=form), 422
    enter(user)
    return redirect(safe_next() or place_of_work())


@account.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    sign_ins.sign_out(me())
    logout_user()
    forget_person()
    return redirect(url_for(place_of_device()), 303)


@account.route("/register", methods=["GET", "POST"])
@registrations
@anyone
def register() -> ResponseReturnValue:
    form = RegistrationForm()
    if form.validate_on_submit():
        with beside_fields(form, name="company_name"):
            member = register_company(*registration_of(form))
            enter(member.user)
            return redirect(url_for("equipment.index"), 303)
    return render_template("account/register.html", form=form), 422 if failed(form) else 200


@account.route("/password-reset", methods=["GET", "POST"])
@reset_mails
@anyone
def forgotten() -> ResponseReturnValue:
    form = PasswordResetForm()
    if form.validate_on_submit():
        ask_password_reset(form.email.data)
        return render_template("account/password_reset_sent.html")
    return render_template("account/password_reset.html", form=form), 422 if form.errors else 200


@account.route("/password-reset/<token>", methods=["GET", "POST"])
@by_address
@anyone
def new_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    if user_of_token(token) is None:
        return render_template("account/password_reset_over.html"), 404
    if form.validate_on_submit():
        with beside_fields(form):
            reset_password(token, form.new_password.data)
            flash(_("Your new password is set. Sign in with it."))
            return redirect(url_for("account.sign_in"), 303)
    return render_template("account/new_password.html", form=form), 422 if failed(form) else 200


@account.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    return account_page()


@account.post("/account/password")
@signed_in
def set_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with beside_fields(form):
            change_password(
                me().user, form.present_password.data, form.new_password.data, kept=me()
            )
            flash(_("Your password is changed. Your other devices are signed out."))
            return redirect(url_for("account.show"), 303)
    return account_page(form), 422


@account.post("/account/devices/<uuid:id>/sign-out")
@signed_in
def sign_out_device(id: UUID) -> ResponseReturnValue:
    device = db.session.get(SignIn, id)
    if device is None or device.user_id != me().user_id:
        raise Missing
    sign_ins.sign_out(device)
    flash(_("This device is signed out."))
    return redirect(url_for("account.show"), 303)


@account.post("/account/company")
@signed_in
def switch_company() -> ResponseReturnValue:
    try:
        company_id = UUID(request.form.get("company_id", ""))
    except ValueError as error:
        raise Missing from error
    sign_ins.switch_company(me(), company_id)
    return redirect(place_of_work(), 303)


@account.post("/language")
@anyone
def language() -> ResponseReturnValue:
    """Pages in another language, from here on."""
    chosen = request.form.get("locale", "")
    if chosen in LANGUAGES:
        session["locale"] = chosen
        if current_user.is_authenticated:
            change_profile(me().user, {"locale": chosen})
    return redirect(safe_next() or url_for("account.home"), 303)


def enter(user: User, company_id: UUID | None = None) -> None:
    """A fresh page sign-in on this device, for the company named or the first one."""
    device = request.user_agent.string
    remember_in_session(sign_ins.sign_in(user, Channel.PAGES, device, company_id))


def place_of_work() -> str:
    member = me().membership
    if member is None:
        return url_for("admin.show")
    return url_for(PLACES_OF_WORK[member.role])


def place_of_device() -> str:
    """The endpoint where a device begins with nobody signed in."""
    screen = screen_here()
    if screen is None:
        return "account.sign_in"
    return "tablet.names" if screen.kind == ScreenKind.TABLET else "wall.show"


def safe_next() -> str | None:
    """Where the person wanted to go, if that is a page of ours."""
    wanted = request.values.get("next", "")
    try:
        elsewhere = urlsplit(wanted).netloc
    except ValueError:
        return None
    ours = wanted.startswith("/") and not wanted.startswith("//") and not elsewhere
    return wanted if ours and "\\" not in wanted and wanted.isprintable() else None


def registration_of(form: RegistrationForm) -> tuple[CompanyForm, PersonForm]:
    company = CompanyForm(
        name=form.company_name.data, country=form.country.data, siret=form.siret.data or None
    )
    person = PersonForm(
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        email=form.email.data,
        phone=form.phone.data,
        password=form.password.data,
    )
    return company, person


def failed(form: RegistrationForm | NewPasswordForm) -> bool:
    return bool(form.errors or form.form_errors)
