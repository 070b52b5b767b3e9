"""Who is told at once about an anomaly, and by which messages."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from billun.extensions import db
from billun.models import Anomaly, Criticality, DeliveryKind, Equipment, Membership, Role
from billun.operations.deliveries import owe_mail

ALERTING = (Criticality.ORANGE, Criticality.RED)


def alert_about(anomaly: Anomaly) -> None:
    """Owe a mail to those concerned by an orange or red anomaly."""
    if anomaly.criticality not in ALERTING:
        return
    for member in concerned_by(anomaly.equipment):
        owe_mail(
            DeliveryKind.CRITICAL_ANOMALY,
            member.user,
            subject_id=anomaly.id,
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
