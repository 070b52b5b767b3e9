"""The company: its settings, its logo, and what it does differently from the catalogue."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.logos import MOST_BYTES
from billun.adapters.storage import StoredFileMissing, storage
from billun.blueprints.access import actor, members, only
from billun.blueprints.company.forms import OverridePageForm, SettingsPageForm, time_zones
from billun.blueprints.form_errors import beside_fields
from billun.catalogue import Duration
from billun.errors import Missing, Refused, TooLarge, WrongType
from billun.extensions import db
from billun.models import Role
from billun.operations.check_overrides import (
    can_be_timed,
    check_named,
    remove_override,
    said_by,
    set_override,
)
from billun.operations.company_closing import hold
from billun.operations.company_settings import edit_company, remove_logo, set_logo, settings_of
from billun.queries.check_table import check_row, check_table

company = Blueprint("company", __name__)

ONE_YEAR = 31_536_000
# The picture, and room for what a form puts around it.
MOST_BYTES_OF_AN_UPLOAD = MOST_BYTES + 100_000


@company.app_template_filter()
def duration(text: str | None) -> Duration | None:
    """A length of time as the catalogue writes it, to be said in the reader's language."""
    return Duration.parse(text) if text else None


@company.app_url_value_preprocessor
def make_room_for_a_logo(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form, the CSRF check included."""
    if endpoint == "company.new_logo":
        request.max_content_length = MOST_BYTES_OF_AN_UPLOAD


@company.route("/company", methods=["GET", "POST"])
@only(Role.MANAGER)
def settings() -> ResponseReturnValue:
    form = SettingsPageForm(data=vars(settings_of(actor().company)))
    form.offer_choices()
    if form.validate_on_submit():
        with beside_fields(form):
            hold(actor().company)
            edit_company(actor().company, form.as_operation_form())
            flash(_("Saved."))
            return redirect(url_for("company.settings"), 303)
    return settings_page(form)


@company.get("/company/logo")
@members
def logo() -> ResponseReturnValue:
    """The own company's logo. Its address in pages holds its key, so that it may be kept for ever."""
    key = actor().company.logo_key
    if key is None:
        raise Missing
    url = storage().read_url(key, "image/webp")
    if url:
        return redirect(url)
    try:
        file = storage().open(key)
    except StoredFileMissing as error:
        raise Missing from error
    response = send_file(file, "image/webp", etag=False)
    lasts = f"max-age={ONE_YEAR}, immutable" if "v" in request.args else "no-cache"
    response.headers["Cache-Control"] = f"private, {lasts}"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@company.post("/company/logo")
@only(Role.MANAGER)
def new_logo() -> ResponseReturnValue:
    try:
        set_logo(actor().company, picture_in_form())
    except (TooLarge, WrongType, Refused) as error:
        db.session.rollback()
        form = SettingsPageForm(formdata=None, data=vars(settings_of(actor().company)))
        form.offer_choices()
        return settings_page(form, error.message if isinstance(error, Refused) else str(error))
    return redirect(url_for("company.settings", _anchor="logo"), 303)


@company.post("/company/logo/removal")
@only(Role.MANAGER)
def no_logo() -> ResponseReturnValue:
    remove_logo(actor().company)
    return redirect(url_for("company.settings", _anchor="logo"), 303)


@company.get("/company/checks")
@only(Role.MANAGER)
def checks() -> ResponseReturnValue:
    return render_template("company/checks.html", rows=check_table(actor().company))


@company.route("/company/checks/<code>", methods=["GET", "POST"])
@only(Role.MANAGER)
def check(code: str) -> ResponseReturnValue:
    row, form = check_row(actor().company, check_named(code)), OverridePageForm()
    if form.validate_on_submit():
        with beside_fields(form, first="first_count", interval="interval_count"):
            set_override(actor(), code, form.as_operation_form())
            flash(_("Saved. What is due is being counted anew."))
            return redirect(url_for("company.checks", _anchor=code), 303)
    elif request.method == "GET" and row.override:
        form.show(said_by(row.override))
    failed = bool(form.errors or form.form_errors)
    return render_template(
        "company/check.html", row=row, form=form, timed=can_be_timed(row.check)
    ), 422 if failed else 200


@company.post("/company/checks/<code>/removal")
@only(Role.MANAGER)
def follow_catalogue(code: str) -> ResponseReturnValue:
    remove_override(actor(), code)
    flash(_("The check follows the catalogue again."))
    return redirect(url_for("company.checks", _anchor=code), 303)


def settings_page(form: SettingsPageForm, logo_trouble: str = "") -> ResponseReturnValue:
    failed = bool(form.errors or form.form_errors or logo_trouble)
    return render_template(
        "company/settings.html", form=form, zones=time_zones(), logo_trouble=logo_trouble
    ), 422 if failed else 200


def picture_in_form() -> Any:
    """What was uploaded. Raises Refused where nothing was chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refused("file", _("Choose a picture first."))
    return file.stream
