"""Which equipment carries exactly this code: typed, read aloud, or scanned from a label."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import CompoundSelect, Select, func, literal, select, union_all

from billun.extensions import db
from billun.models import BlankLabel, Equipment, EquipmentCode, EquipmentStatus, Membership
from billun.models.folding import fold

FOUND_AT_MOST = 20


def look_up(member: Membership, code: str) -> list[Equipment]:
    """What is in use with this Billun ID, code, fleet number, plate, VIN, serial or label URL, in that order."""
    return [item for item in carriers(member, code) if item.status != EquipmentStatus.RETIRED]


def carriers(member: Membership, code: str) -> list[Equipment]:
    """The same with what is retired, which comes last."""
    key = fold(code_of(code))
    if not key:
        return []
    ranked = rows_with(member, key).subquery()
    trust = select(ranked.c.id, func.min(ranked.c.trust).label("trust")).group_by(ranked.c.id)
    found = trust.subquery()
    return list(
        db.session.scalars(
            Equipment.visible_to(member)
            .join(found, found.c.id == Equipment.id)
            .order_by(
                Equipment.status == EquipmentStatus.RETIRED,
                found.c.trust,
                Equipment.sort_key,
                Equipment.id,
            )
            .limit(FOUND_AT_MOST)
        )
    )


def rows_with(member: Membership, key: str) -> CompoundSelect[Any]:
    """The id of whatever carries the key, and how far it is to be trusted: 0 is most. Each by its own index."""
    own = (
        Equipment.billun_id_key,
        Equipment.internal_id_key,
        Equipment.plate_key,
        Equipment.vin_key,
        Equipment.serial_key,
    )
    billun_id, *numbers = (Equipment.visible_to(member).where(column == key) for column in own)
    codes = EquipmentCode.visible_to(member).where(EquipmentCode.code_key == key)
    sources: list[tuple[Select[Any], Any]] = [
        (billun_id, Equipment.id),
        (codes, EquipmentCode.equipment_id),
        *((numbered, Equipment.id) for numbered in numbers),
    ]
    return union_all(
        *(
            rows.with_only_columns(id.label("id"), literal(trust).label("trust"))
            for trust, (rows, id) in enumerate(sources)
        )
    )


def label_in_stock(member: Membership, code: str) -> BlankLabel | None:
    """The company's printed label with this ID, as long as nothing carries it."""
    return db.session.scalar(
        BlankLabel.visible_to(member).where(
            BlankLabel.billun_id_key == fold(code_of(code)), BlankLabel.claimed_at.is_(None)
        )
    )


def code_of(text: str) -> str:
    """What the URL on one of our labels ends with (…/e/BLN-2026-7K3F9Q), else the text itself."""
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        try:
            *_site, place, code = urlsplit(text).path.rstrip("/").split("/")
        except ValueError:
            return text
        return code if place.lower() == "e" else text
    return text
