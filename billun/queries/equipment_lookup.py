"""Which equipment carries exactly this code: typed, read aloud, or scanned from a label."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy import or_

from billun.extensions import db
from billun.models import Equipment, EquipmentStatus, Membership
from billun.models.folding import fold


def look_up(member: Membership, code: str) -> list[Equipment]:
    """The items with this Billun ID, fleet number, plate, VIN, serial or label URL, in that order of trust."""
    key = fold(code_of(code))
    if not key:
        return []
    found = db.session.scalars(
        Equipment.visible_to(member)
        .where(
            Equipment.status != EquipmentStatus.RETIRED,
            or_(
                Equipment.billun_id_key == key,
                Equipment.internal_id_key == key,
                Equipment.plate_key == key,
                Equipment.vin_key == key,
                Equipment.serial_key == key,
            ),
        )
        .order_by(Equipment.sort_key, Equipment.id)
        .limit(20)
    )
    return sorted(found, key=lambda item: item.billun_id_key != key)


def code_of(text: str) -> str:
    """What a label's URL ends with, else the text itself."""
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        try:
            return urlsplit(text).path.rstrip("/").rsplit("/", 1)[-1]
        except ValueError:
            return ""
    return text
