"""Jobs for companies that close: the export that they are owed, and the purge at the end."""

from uuid import UUID

from billun.extensions import db
from billun.models import Company
from billun.operations.company_export import export_company as make_export
from billun.operations.company_purge import companies_to_purge, purge_some
from billun.operations.locks import one_process_at
from jobs import app


def export_company(company_id: str) -> None:
    """Make the export of a closed company. One at a time, so that other work finds a worker too."""
    with app.app_context(), one_process_at("export") as mine:
        company = db.session.get(Company, UUID(company_id)) if mine else None
        if company is not None:
            make_export(company)
            db.session.commit()


def purge_closed_companies() -> None:
    """Remove every company that has been closed for as long as it wished to be kept."""
    with app.app_context(), one_process_at("purge") as mine:
        for company_id in companies_to_purge() if mine else []:
            while purge_some(company_id):
                db.session.commit()
            db.session.commit()
