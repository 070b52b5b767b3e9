"""What somebody drew on a copy of a photo: arrows, circles, words, and veils over faces and plates."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.membership import Membership
    from billun.models.photo import Photo


class DrawingState(StrEnum):
    STORED = "stored"
    READY = "ready"
    FAILED = "failed"


class Drawing(Identified, Base):
    """A labelled derivative: the photo itself is never touched.

    `shapes` are in the proportions of the photo, 0 to 1 from its upper left corner. One that
    `conceals` holds a blur: it is what other companies see in the place of the photo.
    """

    __tablename__ = "drawing"
    __table_args__ = (
        Index("ix_drawing_stored", "created_at", postgresql_where=text("state = 'stored'")),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photo.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    shapes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    conceals: Mapped[bool] = mapped_column(default=False)
    state: Mapped[DrawingState] = mapped_column(
        enum_column(DrawingState), default=DrawingState.STORED
    )
    attempts: Mapped[int] = mapped_column(default=0)

    photo: Mapped[Photo] = relationship(back_populates="drawings")
    author: Mapped[Membership] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Drawing]:
        return select(cls).where(cls.company_id == member.company_id)

    @property
    def is_ready(self) -> bool:
        return self.state == DrawingState.READY

    def can_be_removed_by(self, member: Membership) -> bool:
        """Its author, a supervisor, a manager; without one that conceals, partners would see the photo."""
        own = member.company_id == self.company_id
        wrote = member.id == self.author_id and not self.conceals
        return own and (wrote or member.is_manager or member.is_supervisor)

    def derivative_key(self, size: str) -> str:
        return f"photos/{self.photo_id}/drawing-{self.id}-{size}.webp"
