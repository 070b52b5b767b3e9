"""Who works in which workshop's team, seen from the person."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, insert

from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import Membership, Role, Trade, Workshop
from billun.models.workshop import workshop_team


def team_for(
    actor: Membership, role: Role, trade: Trade | None, workshop_id: UUID | None
) -> Workshop | None:
    """The workshop chosen, if any. Raises Refused where the role has no trade or team, Missing for a foreign one."""
    if role != Role.WORKSHOP and trade is not None:
        raise Refused("trade", _("Only people of the workshop have a trade."))
    if workshop_id is None:
        return None
    workshop = db.session.get(Workshop, workshop_id)
    if workshop is None or workshop.company_id != actor.company_id:
        raise Missing
    if role != Role.WORKSHOP:
        raise Refused("workshop_id", _("Only people of the workshop belong to a team."))
    return workshop


def join_team(member: Membership, workshop: Workshop | None) -> None:
    """Put the member into this team alone, or into none."""
    db.session.execute(delete(workshop_team).where(workshop_team.c.membership_id == member.id))
    if workshop is not None:
        db.session.execute(
            insert(workshop_team).values(workshop_id=workshop.id, membership_id=member.id)
        )
    db.session.expire(member, ["teams"])
