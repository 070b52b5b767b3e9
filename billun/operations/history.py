"""The history of a piece of equipment: who changed what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from billun.extensions import db
from billun.models import ChangeKind, Equipment, EquipmentChange, Membership


def record_change(
    actor: Membership | None,
    equipment: Equipment,
    kind: ChangeKind,
    changes: Mapping[str, list[Any]] | None = None,
    version: int | None = None,
) -> None:
    """Keep one change. `changes` is `{name: [before, after]}` in what JSON holds; None is Billun itself."""
    db.session.add(
        EquipmentChange(
            equipment=equipment,
            actor_id=actor.id if actor else None,
            kind=kind,
            changes=dict(changes or {}),
            version=version,
        )
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs between two states, as `record_change` wants it."""
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name)
    }
