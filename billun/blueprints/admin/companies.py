"""The companies of the installation: who they are, and whether somebody has made sure of it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import admins, me
from billun.blueprints.loading import company_with_id
from billun.operations.companies import verify_company
from billun.operations.company_closing import reopen_company
from billun.queries.company_list import list_companies

admin_companies = Blueprint("admin_companies", __name__)

ROWS = 50
SORTS_OF_COMPANIES = {"yes": True, "no": False}


@admin_companies.get("/admin/companies")
@admins
def index() -> ResponseReturnValue:
    q, verified = request.args.get("q", "")[:100], request.args.get("verified", "")
    page = list_companies(q, SORTS_OF_COMPANIES.get(verified), ROWS, request.args.get("cursor"))
    return render_template("admin/companies.html", page=page, q=q, verified=verified)


@admin_companies.post("/admin/companies/<uuid:id>/verification")
@admins
def verify(id: UUID) -> ResponseReturnValue:
    company = company_with_id(id)
    verify_company(company)
    flash(_("%(name)s is verified.", name=company.name))
    return redirect(url_for("admin_companies.index"), 303)


@admin_companies.post("/admin/companies/<uuid:id>/verification/removal")
@admins
def doubt(id: UUID) -> ResponseReturnValue:
    company = company_with_id(id)
    verify_company(company, verified=False)
    flash(_("%(name)s is not verified any more.", name=company.name))
    return redirect(url_for("admin_companies.index"), 303)


@admin_companies.post("/admin/companies/<uuid:id>/reopening")
@admins
def reopen(id: UUID) -> ResponseReturnValue:
    company = company_with_id(id)
    reopen_company(company, me().user)
    flash(_("%(name)s is open again.", name=company.name))
    return redirect(url_for("admin_companies.index"), 303)
