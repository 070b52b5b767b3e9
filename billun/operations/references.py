"""Gives out the references that people see."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from billun.extensions import db
from billun.models.base import now
from billun.models.reference import random_reference


def free_reference(prefix: str, column: InstrumentedAttribute[str]) -> str:
    """A reference that no row has in `column`. The column's unique constraint has the last word."""
    while True:
        reference = random_reference(prefix, now())
        if db.session.scalar(select(column).where(column == reference)) is None:
            return reference
