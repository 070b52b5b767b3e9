"""A company closes: nobody works in it any more, its data are handed out, and after a while they go."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from billun.adapters.queue import PHOTOS
from billun.errors import Conflict, NotAllowed, Refused
from billun.extensions import db
from billun.models import Company, Membership, SignIn, User
from billun.models.base import now
from billun.operations.after_commit import enqueue_after_commit, remove_file_after_commit
from billun.operations.company_export import key_of
from billun.operations.revocation import revoke


def close_company(company: Company, by: User, typed_name: str | None = None) -> None:
    """Close it as of now. Closing it twice changes nothing.

    `typed_name` is what a person typed to show that it is meant. Raises NotAllowed, Refused.
    """
    refuse_others(company, by)
    if typed_name is not None and not same_words(typed_name, company.name):
        raise Refused(
            "typed_name", _("This is not the company's name. Type it as it stands above.")
        )
    hold(company)
    if company.closed_at:
        return
    company.closed_at = now()
    company.purge_on = company.today + timedelta(days=company.closing_retention_days)
    sign_out_all_but_main_manager(company)
    db.session.flush()
    enqueue_after_commit(PHOTOS, "jobs.company_closing.export_company", company.id)


def reopen_company(company: Company, by: User) -> None:
    """Open it again with everything that was in it. Twice changes nothing.

    Raises NotAllowed, and Conflict from the day on which it is purged.
    """
    refuse_others(company, by)
    hold(company)
    if company.closed_at is None:
        return
    if is_to_be_purged(company):
        raise Conflict(_("It is too late: this company is being deleted."))
    # It describes a state that is past, and holds everything.
    remove_file_after_commit(company.export_key or key_of(company))
    company.closed_at = company.purge_on = company.export_key = None
    db.session.flush()


def is_to_be_purged(company: Company) -> bool:
    return company.purge_on is not None and company.purge_on <= company.today


def can_be_closed_by(company: Company, user: User) -> bool:
    """Its main manager, and whoever runs the installation."""
    return user.is_admin or any(
        member.is_main_manager and member.is_active
        for member in user.memberships
        if member.company_id == company.id
    )


def refuse_others(company: Company, by: User) -> None:
    if not can_be_closed_by(company, by):
        raise NotAllowed(_("Only the company's main manager may do this."))


def hold(company: Company) -> None:
    """See the company as it is now, and let nobody else change it before we have."""
    db.session.refresh(company, with_for_update={"of": Company})


def sign_out_all_but_main_manager(company: Company) -> None:
    """End every sign-in that acts for somebody else of the company."""
    for sign_in in db.session.scalars(
        select(SignIn)
        .join(Membership, SignIn.membership_id == Membership.id)
        .where(
            Membership.company_id == company.id,
            ~Membership.is_main_manager,
            SignIn.revoked_at.is_(None),
        )
    ):
        revoke(sign_in)


def same_words(one: str, other: str) -> bool:
    return one.split() == other.split()
