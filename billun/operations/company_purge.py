"""What a closed company leaves behind goes when its time has come: every file, then every row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, exists, select, tuple_, update

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import Base, Company
from billun.operations.company_closing import is_to_be_purged
from billun.queries.company_rows import (
    COMPANY,
    MEMBERSHIP,
    USER,
    loose_references_to,
    of_company,
    tables,
)
from billun.queries.stored_files import FILES, files_of

ROWS_AT_ONCE = 500


def companies_to_purge() -> list[UUID]:
    """The closed companies whose retention is over on their own day, and whose export could be fetched."""
    closed = db.session.scalars(
        select(Company).where(Company.closed_at.is_not(None), Company.export_key.is_not(None))
    )
    return [company.id for company in closed if is_to_be_purged(company)]


def purge_some(company_id: UUID) -> bool:
    """Remove up to some hundred rows with their files, and say whether there may be more.

    The rows that refer go before those that are referred to, the company itself last. Call it
    again, after a commit, until it says no; after a crash it goes on where it was. Raises
    StorageUnavailable: then nothing of these rows is gone.
    """
    company = db.session.scalar(
        select(Company).where(Company.id == company_id).with_for_update(skip_locked=True)
    )
    if company is None or not is_to_be_purged(company):
        return False
    return any(remove_some(table, company_id) for table in in_order())


def in_order() -> list[Table]:
    """What refers before what is referred to; the memberships, which tell whose the rest is, near the end."""
    last = (MEMBERSHIP, USER, COMPANY)
    return [*(table for table in reversed(tables()) if table not in last), *last]


def remove_some(table: Table, company_id: UUID) -> bool:
    """Remove the next rows of this table, if there are any."""
    keys = tuple(table.primary_key.columns)
    rows = db.session.execute(
        select(*keys).where(of_company(table, company_id)).limit(ROWS_AT_ONCE)
    ).all()
    if not rows:
        return False
    remove_files(table, [row[0] for row in rows])
    if table is MEMBERSHIP:
        remove_members([row[0] for row in rows])
    else:
        remove_rows(table, rows)
    return True


def remove_files(table: Table, ids: Sequence[UUID]) -> None:
    for model in FILES:
        if model.__table__ is table:
            for row in db.session.scalars(select(model).where(table.c.id.in_(ids))):
                remove_files_of(row)


def remove_files_of(row: Base) -> None:
    for key in files_of(row):
        storage().remove(key)


def remove_members(ids: Sequence[UUID]) -> None:
    """The memberships, and the people who are in no other company: later nothing would tell who they were."""
    people = db.session.scalars(
        select(MEMBERSHIP.c.user_id)
        .join(USER, USER.c.id == MEMBERSHIP.c.user_id)
        .where(MEMBERSHIP.c.id.in_(ids), ~USER.c.is_admin)
    ).all()
    remove_rows(MEMBERSHIP, [(id,) for id in ids])
    still_member = exists().where(MEMBERSHIP.c.user_id == USER.c.id)
    db.session.execute(delete(USER).where(USER.c.id.in_(people), ~still_member))


def remove_rows(table: Table, rows: Sequence[Any]) -> None:
    """The rows with these primary keys. What stays elsewhere and spoke of them speaks of nothing."""
    keys = tuple(table.primary_key.columns)
    for column in loose_references_to(table):
        found = column.in_([row[0] for row in rows])
        db.session.execute(update(column.table).where(found).values({column.name: None}))
    db.session.execute(delete(table).where(tuple_(*keys).in_([tuple(row) for row in rows])))
