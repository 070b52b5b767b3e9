"""Interventions as a table for people holds them: all that is wanted in one go."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from billun.extensions import db
from billun.models import Equipment, Intervention, Membership
from billun.queries.intervention_list import SORTS, InterventionFilter, narrowed, with_facts


def interventions_to_take_along(
    member: Membership, wanted: InterventionFilter, most: int, sort: str
) -> Sequence[Intervention]:
    """At most so many, in the order of `sort`, with their costs and minutes. A fixed number of statements."""
    query = narrowed(Intervention.visible_to(member), wanted)
    site = joinedload(Intervention.equipment).joinedload(Equipment.site)
    found = query.order_by(*SORTS[sort].clauses()).options(*with_facts(), site).limit(most)
    return db.session.scalars(found).unique().all()
