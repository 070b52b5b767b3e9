"""What a company's sites and workshops are called: both by one statement, for filters and choices."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select, union_all

from billun.extensions import db
from billun.models import Membership, Site, Workshop


@dataclass(frozen=True)
class PlaceNames:
    """By id, in the order of their names."""

    sites: dict[UUID, str]
    workshops: dict[UUID, str]


def place_names(member: Membership) -> PlaceNames:
    both = union_all(
        select(Site.id, Site.name, literal("site").label("of")).where(
            Site.company_id == member.company_id
        ),
        select(Workshop.id, Workshop.name, literal("workshop")).where(
            Workshop.company_id == member.company_id
        ),
    )
    rows = sorted(db.session.execute(both), key=lambda row: str(row[1]).casefold())
    sites = {row[0]: row[1] for row in rows if row[2] == "site"}
    return PlaceNames(sites, {row[0]: row[1] for row in rows if row[2] == "workshop"})
