"""What a company does differently from the catalogue: another interval of a check, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified

if TYPE_CHECKING:
    from billun.models.membership import Membership


class CheckOverride(Identified, Base):
    """`first` and `interval` are written as in the catalogue ("6 months"); None leaves the rule's own."""

    __tablename__ = "check_override"
    __table_args__ = (UniqueConstraint("company_id", "check"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    check: Mapped[str] = mapped_column(String(60))
    first: Mapped[str | None] = mapped_column(String(20))
    interval: Mapped[str | None] = mapped_column(String(20))
    off: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")

    author: Mapped[Membership | None] = relationship()
