"""What phones keep a copy of, and how they learn that something beside a row has changed."""

from __future__ import annotations

from sqlalchemy import update

from billun.extensions import db
from billun.models import Equipment
from billun.models.followed import PRESENT_TRANSACTION


def touch(equipment: Equipment) -> None:
    """Let every phone fetch the equipment again: it has gained or lost a code or an anomaly."""
    db.session.execute(
        update(Equipment)
        .where(Equipment.id == equipment.id)
        .values(changed_in=PRESENT_TRANSACTION)
        .execution_options(synchronize_session=False)
    )
