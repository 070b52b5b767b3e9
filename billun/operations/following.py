"""What phones keep a copy of, and how they learn that something beside a row has changed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, update

from billun.extensions import db
from billun.models import Company, Equipment
from billun.models.followed import PRESENT_TRANSACTION


def touch(equipment: Equipment) -> None:
    """Let every phone fetch the equipment again: it has gained or lost a code or an anomaly."""
    touch_where(Equipment.id == equipment.id)


def touch_all_of(company: Company) -> None:
    """The same for all that it owns: each item carries the company's name to the phones."""
    touch_where(Equipment.company_id == company.id)


def touch_where(condition: ColumnElement[bool]) -> None:
    db.session.execute(
        update(Equipment)
        .where(condition)
        .values(changed_in=PRESENT_TRANSACTION)
        .execution_options(synchronize_session=False)
    )
