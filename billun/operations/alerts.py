"""Who is told at once about an anomaly, and by which messages."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Anomaly,
    Criticality,
    DeliveryKind,
    Equipment,
    Membership,
    Role,
    TimelineEntry,
)
from billun.operations.deliveries import owe_mail

ALERTING = (Criticality.ORANGE, Criticality.RED)


def alert_about(anomaly: Anomaly) -> None:
    """Owe a mail to those concerned by a new anomaly that is orange or red."""
    alert(anomaly, anomaly.id)


def alert_of_rise(rise: TimelineEntry) -> None:
    """The same for one that became orange or red, also where they were told of it before.

    The mail is about the rise: one about the anomaly itself is owed once.
    """
    alert(rise.anomaly, rise.id)


def alert_of_move(move: TimelineEntry) -> None:
    """The same for an open one that came to other equipment: those concerned by that learn of it."""
    if move.anomaly.is_open:
        alert(move.anomaly, move.id)


def alert(anomaly: Anomaly, subject_id: UUID) -> None:
    if anomaly.criticality not in ALERTING:
        return
    for member in concerned_by(anomaly.equipment):
        owe_mail(
            DeliveryKind.CRITICAL_ANOMALY,
            member.user,
            subject_id=subject_id,
            company_id=anomaly.company_id,
        )


def concerned_by(equipment: Equipment) -> list[Membership]:
    """The manager of the equipment's site and its workshop's team; where there is neither, all managers."""
    site_manager = equipment.site.manager if equipment.site else None
    team = equipment.workshop.team if equipment.workshop else []
    found = still_there([*([site_manager] if site_manager else []), *team])
    return found or list(
        db.session.scalars(
            select(Membership).where(
                Membership.company_id == equipment.company_id,
                Membership.role == Role.MANAGER,
                Membership.active(),
            )
        )
    )


def still_there(members: Iterable[Membership]) -> list[Membership]:
    return list({member.id: member for member in members if member.is_active}.values())
