"""Recurring work is made ahead, a little after each local midnight."""

from uuid import UUID

from billun.extensions import db
from billun.models import Company, MaintenancePlan
from billun.models.base import now
from billun.operations.generating import generate_ahead
from billun.operations.locks import one_process_at
from billun.operations.plan_items import refresh_some
from billun.queries.plan_list import companies_with_plans
from jobs import app

# A clock that stood still at midnight has two hours more.
NIGHT_ENDS = 3


def plan_every_company_ahead() -> None:
    """Make what is due soon; in the night of a company its due days are counted anew before."""
    with app.app_context(), one_process_at("plans") as mine:
        for company_id in companies_with_plans() if mine else []:
            company = db.session.get_one(Company, company_id)
            if now().astimezone(company.zone).hour < NIGHT_ENDS:
                count_anew(company)
            make_ahead(company)


def plan_company_ahead(company_id: str) -> None:
    """Make what is due soon for one company, after something about its equipment changed."""
    with app.app_context():
        company = db.session.get(Company, UUID(company_id))
        if company and company.is_open:
            make_ahead(company)


def bring_plan_up_to_date(plan_id: str) -> None:
    """Let all items of a plan follow what it says now, then make what is due soon."""
    with app.app_context():
        plan = db.session.get(MaintenancePlan, UUID(plan_id))
        if plan and plan.company.is_open:
            count_anew(plan.company, plan.id)
            make_ahead(plan.company)


def count_anew(company: Company, plan_id: UUID | None = None) -> None:
    last = None
    while items := refresh_some(company, last, plan_id):
        last = (items[-1].plan_id, items[-1].id)
        db.session.commit()


def make_ahead(company: Company) -> None:
    while generate_ahead(company):
        db.session.commit()
    db.session.commit()
