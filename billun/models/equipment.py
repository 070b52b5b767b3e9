"""A vehicle, a trailer or a handling machine, and what may be done with it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from billun.models.base import Base, Identified, enum_column, now
from billun.models.folding import fold, normalise
from billun.models.followed import Followed

if TYPE_CHECKING:
    from billun.models.anomaly import Anomaly
    from billun.models.company import Company
    from billun.models.deadline import Deadline
    from billun.models.membership import Membership
    from billun.models.site import Site
    from billun.models.workshop import Workshop


LONGEST_ROW_OF_REPLACEMENTS = 5


class EquipmentStatus(StrEnum):
    PROVISIONAL = "provisional"
    ACTIVE = "active"
    IN_WORKSHOP = "in_workshop"
    STOOD_DOWN = "stood_down"
    RETIRED = "retired"


class Fitness(StrEnum):
    """Derived from what is open on the equipment, never typed in. From fit to worst."""

    FIT = "fit"
    REPAIR_PLANNED = "repair_planned"
    RESTRICTED = "restricted"
    IMMOBILISED = "immobilised"


class Ownership(StrEnum):
    OWN = "own"
    LEASED = "leased"
    HIRED = "hired"
    ENTRUSTED = "entrusted"


class Equipment(Followed, Identified, Base):
    __tablename__ = "equipment"
    __table_args__ = (
        UniqueConstraint("company_id", "internal_id_key"),
        # All that the list asks of an item, so that searching, sorting and counting read no other page.
        Index(
            "ix_equipment_company_id_list",
            "company_id",
            "sort_key",
            "id",
            postgresql_include=[
                "search_key",
                "family",
                "kind",
                "status",
                "fitness",
                "ownership",
                "site_id",
                "workshop_id",
                "next_due_on",
                "unknown_deadlines",
                "created_at",
            ],
        ),
        Index(
            "uq_equipment_plate",
            "company_id",
            "plate_key",
            text("coalesce(plate_country, '')"),
            unique=True,
            postgresql_where=text("status NOT IN ('retired', 'provisional')"),
        ),
        Index("ix_equipment_company_id_plate_key", "company_id", "plate_key"),
        Index("ix_equipment_company_id_vin_key", "company_id", "vin_key"),
        Index("ix_equipment_company_id_serial_key", "company_id", "serial_key"),
        Index("ix_equipment_billun_id_key", "billun_id_key"),
        Index("ix_equipment_company_id_next_due_on", "company_id", "next_due_on"),
        Index("ix_equipment_company_id_changed_in", "company_id", "changed_in", "id"),
    )

    billun_id: Mapped[str] = mapped_column(String(20), unique=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"))
    family: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    internal_id: Mapped[str | None] = mapped_column(String(40))
    plate: Mapped[str | None] = mapped_column(String(20))
    plate_country: Mapped[str | None] = mapped_column(String(3))
    plate_normalised: Mapped[str | None] = mapped_column(String(20))
    vin: Mapped[str | None] = mapped_column(String(40))
    serial: Mapped[str | None] = mapped_column(String(60))
    make: Mapped[str] = mapped_column(String(80), default="")
    model: Mapped[str] = mapped_column(String(80), default="")
    first_registered_on: Mapped[date | None]
    description: Mapped[str] = mapped_column(String(500), default="")
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"), index=True)
    workshop_id: Mapped[UUID | None] = mapped_column(ForeignKey("workshop.id"), index=True)
    status: Mapped[EquipmentStatus] = mapped_column(
        enum_column(EquipmentStatus), default=EquipmentStatus.ACTIVE
    )
    fitness: Mapped[Fitness] = mapped_column(enum_column(Fitness), default=Fitness.FIT)
    specs: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    ownership: Mapped[Ownership] = mapped_column(enum_column(Ownership), default=Ownership.OWN)
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    contract_ends_on: Mapped[date | None]

    # What it is coupled to or mounted on: a trailer to its tractor, a tail lift to its trailer.
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"), index=True)

    # What a provisional item turned out to be. Reports that still name this one go there.
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("equipment.id"), index=True)

    # Counts the times that people wrote it, so that the second of two editors is told of the first.
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    # Kept by operations/deadlines.py: the earliest known due day, and how many dates are to be completed.
    next_due_on: Mapped[date | None]
    unknown_deadlines: Mapped[int] = mapped_column(default=0)

    # What it was first made from, so that the same request sent again is known from another one.
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, deferred=True)

    # Folded copies, so that a search is an equality or a LIKE on plain text.
    billun_id_key: Mapped[str] = mapped_column(String(20))
    internal_id_key: Mapped[str | None] = mapped_column(String(40))
    plate_key: Mapped[str | None] = mapped_column(String(20))
    vin_key: Mapped[str | None] = mapped_column(String(40))
    serial_key: Mapped[str | None] = mapped_column(String(60))
    search_key: Mapped[str] = mapped_column(String(400), default="")
    sort_key: Mapped[str] = mapped_column(String(60), default="")

    company: Mapped[Company] = relationship()
    parent: Mapped[Equipment | None] = relationship(
        remote_side="Equipment.id", back_populates="attached", foreign_keys=[parent_id]
    )
    attached: Mapped[list[Equipment]] = relationship(
        back_populates="parent", order_by="Equipment.sort_key", foreign_keys=[parent_id]
    )
    replaced_by: Mapped[Equipment | None] = relationship(
        remote_side="Equipment.id", foreign_keys=[replaced_by_id]
    )
    deadlines: Mapped[list[Deadline]] = relationship(back_populates="equipment")
    site: Mapped[Site | None] = relationship()
    workshop: Mapped[Workshop | None] = relationship()
    anomalies: Mapped[list[Anomaly]] = relationship(back_populates="equipment")

    @classmethod
    def visible_to(cls, member: Membership) -> Select[Equipment]:
        """Everything of the member's company; what is shared by partners joins here."""
        return select(cls).where(cls.company_id == member.company_id)

    @validates("billun_id", "internal_id", "vin", "serial")
    def keep_key(self, name: str, value: str | None) -> str | None:
        setattr(self, f"{name}_key", cut(fold(value), f"{name}_key") if value else None)
        return value

    @validates("plate")
    def keep_plate(self, name: str, value: str | None) -> str | None:
        self.plate_normalised = cut(normalise(value), "plate_normalised") if value else None
        self.plate_key = cut(fold(value), "plate_key") if value else None
        return value

    def index_for_search(self) -> None:
        """Bring the folded search and sort columns up to date with what people see."""
        seen = (
            self.billun_id,
            self.internal_id,
            self.plate,
            self.vin,
            self.serial,
            self.make,
            self.model,
        )
        self.search_key = " ".join(fold(text) for text in seen if text)[:400]
        self.sort_key = fold(self.title)[:60]

    @property
    def in_its_place(self) -> Equipment:
        """What a provisional item turned out to be; any other one is itself."""
        item = self
        for _step in range(LONGEST_ROW_OF_REPLACEMENTS):
            if item.status != EquipmentStatus.RETIRED or item.replaced_by is None:
                break
            item = item.replaced_by
        return item

    @property
    def title(self) -> str:
        """What people call it: the plate, else the fleet number, else the Billun ID."""
        return self.plate or self.internal_id or self.billun_id

    @property
    def make_and_model(self) -> str:
        return f"{self.make} {self.model}".strip()

    def can_be_reported_on_by(self, member: Membership) -> bool:
        return self.company_id == member.company_id and self.status != EquipmentStatus.RETIRED


def cut(text: str, column: str) -> str | None:
    """The text as long as the column is: folding turns some single signs into whole words."""
    return text[: Equipment.__table__.c[column].type.length] or None  # type: ignore[attr-defined]
