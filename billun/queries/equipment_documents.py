"""The documents of a piece of equipment, and one of them by its id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, or_
from sqlalchemy.orm import joinedload

from billun.catalogue import catalogue
from billun.errors import Missing
from billun.extensions import db
from billun.models import Document, Equipment, Membership, Renewal
from billun.queries.pagination import Order

NEWEST_FIRST = Order((Document.created_at, Document.id), descending=True)


def documents_of(member: Membership, equipment: Equipment) -> Sequence[Document]:
    """Those in the lists that the member sees, by kind as the catalogue has them.

    Of each kind the one that lasts longest is first.
    """
    kinds = list(catalogue.document_types)
    found = db.session.scalars(
        listed(member, equipment)
        .options(joinedload(Document.author))
        .order_by(*NEWEST_FIRST.clauses())
    ).all()
    lasting = sorted(found, key=lambda one: one.expires_on or date.min, reverse=True)
    return sorted(
        lasting, key=lambda one: kinds.index(one.kind) if one.kind in kinds else len(kinds)
    )


def listed(member: Membership, equipment: Equipment, kind: str | None = None) -> Select[Document]:
    """The documents in the lists that the member sees, of one kind or of all."""
    query = Document.visible_to(member).where(Document.equipment_id == equipment.id)
    return query.where(Document.kind == kind) if kind else query


def document_with_id(member: Membership, id: UUID) -> Document:
    """A document in the lists. Raises Missing."""
    return found(Document.visible_to(member).where(Document.id == id))


def readable_document(member: Membership, id: UUID) -> Document:
    """A document in the lists, or a removed one that still proves a renewal. Raises Missing."""
    proves = exists().where(Renewal.document_id == Document.id)
    return found(
        Document.readable_by(member).where(
            Document.id == id, or_(Document.removed_at.is_(None), proves)
        )
    )


def removed_document(member: Membership, id: UUID) -> Document:
    """A document that may be put back, or is back already. Raises Missing."""
    return found(Document.readable_by(member).where(Document.id == id))


def found(query: Select[Document]) -> Document:
    document = db.session.scalar(query.options(joinedload(Document.equipment)))
    if document is None:
        raise Missing
    return document
