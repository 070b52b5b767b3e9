"""The app on phones: each says whose it is, how old it is, and what that person has not sent yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select

from billun.errors import Missing, Refused
from billun.extensions import db
from billun.models import Anomaly, Device, Membership, Photo
from billun.models.base import now
from billun.operations.anomalies import CLOCKS_MAY_DIFFER
from billun.operations.locks import lock_id

DEVICES_AT_MOST = 20


@dataclass(frozen=True, kw_only=True)
class DeviceForm:
    """What the app says of itself; `unsent_count` are the member's reports and the like that wait on it."""

    model: str
    system: str
    app_version: str
    installed: bool
    unsent_count: int
    last_sync_at: datetime | None = None


def register_device(actor: Membership, id: UUID, form: DeviceForm) -> tuple[Device, bool]:
    """The actor's installation as it is now, and whether this call made it.

    A shared phone has an id for each who uses it. Beyond DEVICES_AT_MOST the one seen longest ago makes room.
    Raises Missing for an id of somebody else, Refused for a synchronisation in the future.
    """
    if form.last_sync_at and form.last_sync_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused(
            "last_sync_at", _("This time is in the future. Check the clock of your device.")
        )
    lock_id(actor.id)
    lock_id(id)
    known = db.session.get(Device, id)
    if known is not None and known.membership_id != actor.id:
        raise Missing
    device = known or Device(id=id, company_id=actor.company_id, membership=actor)
    write(device, form)
    db.session.add(device)
    db.session.flush()
    if known is None:
        make_room(actor)
    return device, known is None


def make_room(actor: Membership) -> None:
    """What reports and photos name as their phone stays, however old it is."""
    seen = select(Device.id).where(Device.membership_id == actor.id)
    kept = seen.order_by(Device.last_seen_at.desc(), Device.id.desc()).limit(DEVICES_AT_MOST)
    gone = delete(Device).where(
        Device.membership_id == actor.id,
        Device.id.not_in(kept),
        ~exists().where(Anomaly.device_id == Device.id),
        ~exists().where(Photo.device_id == Device.id),
    )
    db.session.execute(gone.execution_options(synchronize_session=False))


def write(device: Device, form: DeviceForm) -> None:
    """What is not said of the last synchronisation stays."""
    device.model = form.model
    device.system = form.system
    device.app_version = form.app_version
    device.installed = form.installed
    device.unsent_count = form.unsent_count
    device.last_sync_at = form.last_sync_at or device.last_sync_at
    device.last_seen_at = now()
