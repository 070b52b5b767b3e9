"""By which installation of the app something was sent: part of the evidence."""

from __future__ import annotations

from uuid import UUID

from billun.extensions import db
from billun.models import Device, Membership
from billun.operations.locks import lock_id


def device_used(actor: Membership, id: UUID | None) -> Device | None:
    """The actor's installation that sends something; one that has not introduced itself yet is noted.

    An id that is somebody else's says nothing of this actor: None.
    """
    if id is None:
        return None
    known = db.session.get(Device, id) or new_device(actor, id)
    return known if known.membership_id == actor.id else None


def new_device(actor: Membership, id: UUID) -> Device:
    """Somebody may introduce the same one at this moment: then it is theirs."""
    lock_id(id)
    known = db.session.get(Device, id)
    if known is not None:
        return known
    device = Device(id=id, company_id=actor.company_id, membership_id=actor.id)
    db.session.add(device)
    db.session.flush()
    return device
