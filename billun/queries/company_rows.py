"""Which rows of which tables are a company's, read off the tables themselves, so that no list grows stale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from sqlalchemy import Column, ColumnElement, ForeignKey, Select, Table, false, or_, select

from billun.models import Base, Company, Membership, User

COMPANY = cast(Table, Company.__table__)
MEMBERSHIP = cast(Table, Membership.__table__)
USER = cast(Table, User.__table__)
# Rows that end with another one, though the column could be empty: a sign-in acts for a membership, and a photo
# shows an anomaly or the work of an intervention, which the database asks of every photo.
ENDS_WITH = {
    ("sign_in", "membership_id"),
    ("photo", "anomaly_id"),
    ("photo", "intervention_id"),
}


def tables() -> list[Table]:
    """Every table, those that are referred to before those that refer to them."""
    return list(Base.metadata.sorted_tables)


def of_company(table: Table, company_id: UUID) -> ColumnElement[bool]:
    """The condition under which a row of `table` is the company's.

    A row that must name its company says it. Any other goes with the rows without which it cannot
    be; of people, with those who are nowhere else.
    """
    if table is COMPANY:
        return table.c.id == company_id
    if table is USER:
        return table.c.id.in_(people_of_nobody_else(company_id))
    if names_its_company(table):
        return table.c.company_id == company_id
    owners = [key.parent.in_(ids_of(key.column, company_id)) for key in owning(table)]
    own = [table.c.company_id == company_id] if "company_id" in table.c else []
    return or_(false(), *own, *owners)


def ids_of(column: Column[UUID], company_id: UUID) -> Select[UUID]:
    """What stands in `column` in the company's rows of its table."""
    return select(column).where(of_company(column.table, company_id))


def people_of_nobody_else(company_id: UUID) -> Select[UUID]:
    """The people of the company who are in no other one and do not run the installation."""
    elsewhere = select(MEMBERSHIP.c.user_id).where(MEMBERSHIP.c.company_id != company_id)
    return (
        select(USER.c.id)
        .join(MEMBERSHIP, MEMBERSHIP.c.user_id == USER.c.id)
        .where(
            MEMBERSHIP.c.company_id == company_id,
            ~USER.c.is_admin,
            USER.c.id.not_in(elsewhere),
        )
    )


def names_its_company(table: Table) -> bool:
    return "company_id" in table.c and not table.c.company_id.nullable


def owning(table: Table) -> Iterator[ForeignKey]:
    """The references without which a row cannot be."""
    for key in references(table):
        if not key.parent.nullable or (table.name, key.parent.name) in ENDS_WITH:
            yield key


def references(table: Table) -> list[ForeignKey]:
    return sorted(table.foreign_keys, key=lambda key: key.parent.name)


def loose_references_to(table: Table) -> Iterator[Column[UUID]]:
    """The columns by which a row may speak of a row of `table`, and stays when that one goes."""
    for other in tables():
        for key in references(other):
            if key.column.table is table and key.parent.nullable:
                yield key.parent
