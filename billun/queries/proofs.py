"""The papers of an item that may prove a renewal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from billun.extensions import db
from billun.models import Document, Equipment

MOST = 100


def proofs_of(equipment: Equipment) -> Sequence[Document]:
    """The item's documents, the newest first."""
    return db.session.scalars(
        select(Document)
        .where(Document.equipment_id == equipment.id, Document.removed_at.is_(None))
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(MOST)
    ).all()
