"""Closing the company: its data to take along, the day on which it goes, and the way back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.adapters.progress import progress_of
from billun.adapters.storage import StoredFileMissing, storage
from billun.blueprints.access import actor, me, only
from billun.blueprints.company.forms import ClosingForm
from billun.blueprints.form_errors import beside_fields
from billun.blueprints.fragments import is_fragment
from billun.errors import Missing
from billun.models import AccessKind, AccessSubject, Role
from billun.operations.access_log import note_access
from billun.operations.company_closing import (
    can_be_closed_by,
    close_company,
    refuse_others,
    reopen_company,
)

company_closing = Blueprint("company_closing", __name__)


@company_closing.route("/company/closing", methods=["GET", "POST"])
@only(Role.MANAGER)
def show() -> ResponseReturnValue:
    """What closing means; once it is closed how far the export is, and the way back."""
    form, company = ClosingForm(), actor().company
    if form.validate_on_submit():
        with beside_fields(form):
            close_company(company, me().user, form.typed_name.data)
            return redirect(url_for("company_closing.show"), 303)
    template = "company/_export.html" if is_fragment("export") else "company/closing.html"
    return render_template(
        template,
        form=form,
        company=company,
        may_close=can_be_closed_by(company, me().user),
        progress=progress_of(company.id),
    ), 422 if form.errors or form.form_errors else 200


@company_closing.get("/company/closing/export")
@only(Role.MANAGER)
def download() -> ResponseReturnValue:
    """The ZIP with everything, for who closed it."""
    company = actor().company
    refuse_others(company, me().user)
    if company.export_key is None:
        raise Missing
    note_access(actor(), AccessKind.DOWNLOADED, AccessSubject.COMPANY_EXPORT, company, company.name)
    url = storage().read_url(company.export_key, "application/zip")
    if url:
        return redirect(url)
    try:
        file = storage().open(company.export_key)
    except StoredFileMissing as error:
        raise Missing from error
    return send_file(file, "application/zip", as_attachment=True, download_name="billun.zip")


@company_closing.post("/company/reopening")
@only(Role.MANAGER)
def reopen() -> ResponseReturnValue:
    reopen_company(actor().company, me().user)
    flash(_("The company is open again. Everybody can sign in."))
    return redirect(url_for("company_closing.show"), 303)
