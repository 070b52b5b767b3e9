"""A file that somebody brings in, from its arrival to the last row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.company import Company
    from billun.models.membership import Membership


class ImportTarget(StrEnum):
    EQUIPMENT = "equipment"
    PEOPLE = "people"


class ImportState(StrEnum):
    """Whoever waits: a worker in `arrived`, `checking`, `writing`; a person in `read` and `checked`."""

    ARRIVED = "arrived"
    READ = "read"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


WAITING_FOR_WORK = (ImportState.ARRIVED, ImportState.CHECKING, ImportState.WRITING)


class ImportRun(Identified, Base):
    """`heads` are the file's own columns, `sample` its first rows, `matching` `{head: column key}`.

    `troubles` lists every bad row: `{"row": 7, "column": head, "reason": text}`; `row` as a
    spreadsheet counts, the heads being row 1.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        Index(
            "ix_import_run_waiting",
            "touched_at",
            postgresql_where=text("state IN ('arrived', 'checking', 'writing')"),
        ),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    target: Mapped[ImportTarget] = mapped_column(enum_column(ImportTarget))
    state: Mapped[ImportState] = mapped_column(
        enum_column(ImportState), default=ImportState.ARRIVED
    )
    file_name: Mapped[str] = mapped_column(String(200))
    byte_size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(5), default="en")
    # Letters with accents may have been read wrongly.
    encoding_guessed: Mapped[bool] = mapped_column(default=False)
    heads: Mapped[list[str]] = mapped_column(JSONB, default=list)
    sample: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
    matching: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    troubles: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, deferred=True)
    refusal: Mapped[str] = mapped_column(String(500), default="")
    rows: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_bad: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    touched_at: Mapped[datetime]

    company: Mapped[Company] = relationship()
    author: Mapped[Membership] = relationship()

    @classmethod
    def visible_to(cls, member: Membership) -> Select[ImportRun]:
        return select(cls).where(cls.company_id == member.company_id)

    @property
    def file_key(self) -> str:
        return f"imports/{self.company_id}/{self.id}/{self.sha256}"
