"""Installations of the app: each says who uses it, how old it is, and what it has not sent yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import Device, Membership
from billun.models.base import now
from billun.operations.anomalies import CLOCKS_MAY_DIFFER
from billun.operations.locks import lock_id


@dataclass(frozen=True, kw_only=True)
class DeviceForm:
    """What the app says of itself; `unsent_count` are reports and the like that wait on it."""

    model: str
    system: str
    app_version: str
    installed: bool
    unsent_count: int
    last_sync_at: datetime | None = None


def register_device(actor: Membership, id: UUID, form: DeviceForm) -> tuple[Device, bool]:
    """The installation as it is now, and whether this call made it. It is the actor's from here on.

    Raises Missing for an id of another company, Refused for a synchronisation in the future.
    """
    if form.last_sync_at and form.last_sync_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused(
            "last_sync_at", _("This time is in the future. Check the clock of your device.")
        )
    lock_id(id)
    known = db.session.get(Device, id)
    if known is not None and known.company_id != actor.company_id:
        raise Missing
    device = known or Device(id=id, company_id=actor.company_id, membership_id=actor.id)
    write(actor, device, form)
    db.session.add(device)
    db.session.flush()
    return device, known is None


def write(actor: Membership, device: Device, form: DeviceForm) -> None:
    """What is not said of the last synchronisation stays, unless it was somebody else's."""
    stays = device.last_sync_at if device.membership_id == actor.id else None
    device.membership = actor
    device.model = form.model
    device.system = form.system
    device.app_version = form.app_version
    device.installed = form.installed
    device.unsent_count = form.unsent_count
    device.last_sync_at = form.last_sync_at or stays
    device.last_seen_at = now()
