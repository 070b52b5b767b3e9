"""A paper of a piece of equipment: registration, insurance, a certificate; stored as it came."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.catalogue import catalogue
from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.equipment import Equipment
    from billun.models.intervention import Intervention
    from billun.models.membership import Membership


class DocumentState(StrEnum):
    """`ready` once its preview is made."""

    STORED = "stored"
    READY = "ready"
    FAILED = "failed"


def kinds_hidden_from(member: Membership) -> list[str]:
    """What drivers do not see: invoices say what things cost."""
    if member.is_manager or member.is_workshop:
        return []
    return [key for key, type in catalogue.document_types.items() if type.office]


class Document(Identified, Base):
    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_equipment_id_kind", "equipment_id", "kind"),
        Index("ix_document_stored", "created_at", postgresql_where=text("state = 'stored'")),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    # The repair that it came with: an invoice, a report, a proof of a check.
    intervention_id: Mapped[UUID | None] = mapped_column(ForeignKey("intervention.id"), index=True)
    # A key of catalogue.document_types.
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(80), default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    byte_size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[DocumentState] = mapped_column(
        enum_column(DocumentState), default=DocumentState.STORED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    page_count: Mapped[int | None]
    # Taken out of the lists; the file and the row stay as long as a renewal names them.
    removed_at: Mapped[datetime | None]

    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    equipment: Mapped[Equipment] = relationship()
    intervention: Mapped[Intervention | None] = relationship(back_populates="documents")
    author: Mapped[Membership | None] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Document]:
        """Those in the lists."""
        return cls.readable_by(member).where(cls.removed_at.is_(None))

    @classmethod
    def readable_by(cls, member: Membership) -> Select[Document]:
        """Those that were taken out of the lists too; for drivers without those of the office."""
        return select(cls).where(
            cls.company_id == member.company_id, cls.kind.not_in(kinds_hidden_from(member))
        )

    @property
    def is_ready(self) -> bool:
        """Whether there is a picture of its first page."""
        return self.state == DocumentState.READY

    @property
    def original_key(self) -> str:
        return f"documents/{self.company_id}/{self.id}/{self.sha256}"

    @property
    def preview_key(self) -> str:
        return f"documents/{self.company_id}/{self.id}/preview.webp"
