"""Cards by which whoever holds one joins the company, for people without an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import select

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Invitation, InvitationKind, Membership, Role, Trade
from billun.models.base import new_id, now
from billun.models.invitation import INVITATIONS_LAST
from billun.operations.locks import lock_id
from billun.operations.teams import team_for

CARDS_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class CardsForm:
    """So many cards, all for the same work."""

    count: int = 1
    role: Role = Role.DRIVER
    trade: Trade | None = None
    workshop_id: UUID | None = None


def issue_join_cards(
    actor: Membership, form: CardsForm, id: UUID | None = None
) -> tuple[list[Invitation], bool]:
    """The cards, and whether this call made them. Raises Refused, Conflict, Missing.

    `id` is that of the first card; the others follow from it, so that all are known when it is
    sent again. A card may be lost, so none makes a manager.
    """
    if not 1 <= form.count <= CARDS_AT_ONCE:
        raise Refused("count", _("From 1 to %(most)s cards at once.", most=CARDS_AT_ONCE))
    if form.role == Role.MANAGER:
        raise Refused("role", _("Invite managers by name, not by a card for anybody."))
    first = id or new_id()
    lock_id(first)
    present = cards_with(first)
    if present:
        return same_cards(actor, present, form), False
    team = team_for(actor, form.role, form.trade, form.workshop_id)
    cards = [
        Invitation(
            id=each,
            company=actor.company,
            inviter=actor,
            kind=InvitationKind.JOIN_CARD,
            role=form.role,
            trade=form.trade,
            workshop=team,
            expires_at=now() + INVITATIONS_LAST,
        )
        for each in ids_from(first)[: form.count]
    ]
    db.session.add_all(cards)
    db.session.flush()
    return cards, True


def cards_with(first: UUID) -> list[Invitation]:
    """The cards that were made under this id, in their order."""
    ids = ids_from(first)
    found = db.session.scalars(select(Invitation).where(Invitation.id.in_(ids)))
    return sorted(found, key=lambda card: ids.index(card.id))


def ids_from(first: UUID) -> list[UUID]:
    return [first, *(uuid5(first, str(number)) for number in range(1, CARDS_AT_ONCE))]


def same_cards(actor: Membership, present: list[Invitation], form: CardsForm) -> list[Invitation]:
    """The cards that this id made before. Raises Missing for another company's, Conflict for other content."""
    first = present[0]
    if first.company_id != actor.company_id:
        raise Missing
    kept = (len(present), first.kind, first.role, first.trade, first.workshop_id)
    sent = (form.count, InvitationKind.JOIN_CARD, form.role, form.trade, form.workshop_id)
    if kept != sent:
        raise Conflict(_("This id was used for something else."))
    return present
