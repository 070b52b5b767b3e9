"""Jobs for what is due."""

from uuid import UUID

from billun.extensions import db
from billun.models import Company
from billun.operations.deadlines import bring_some_up_to_date
from billun.operations.overdue import immobilise_what_became_overdue
from jobs import app


def bring_company_up_to_date(company_id: str) -> None:
    """Count all deadlines of a company anew, after it has changed what is due."""
    with app.app_context():
        company = db.session.get(Company, UUID(company_id))
        since = company.deadlines_stale_since if company else None
        if company is None or since is None:
            return
        last = None
        while items := bring_some_up_to_date(company, last):
            last = items[-1].id
            db.session.commit()
        # Another change meanwhile leaves its own mark, and the sweep brings us back.
        db.session.refresh(company, with_for_update=True)
        if company.deadlines_stale_since == since:
            company.deadlines_stale_since = None
        db.session.commit()


def follow_the_calendar() -> None:
    """Immobilise what became overdue at midnight, in each company's own zone."""
    with app.app_context():
        while immobilise_what_became_overdue():
            db.session.commit()
