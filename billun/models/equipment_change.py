"""One change of a piece of equipment: who, when, what it was and what it became."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from billun.models.base import Base, Identified, enum_column

if TYPE_CHECKING:
    from billun.models.equipment import Equipment
    from billun.models.membership import Membership


class ChangeKind(StrEnum):
    ADDED = "added"
    EDITED = "edited"
    IMPORTED = "imported"
    RETIRED = "retired"
    ATTACHED = "attached"
    LABELLED = "labelled"
    RENEWED = "renewed"
    DEADLINE_SET = "deadline_set"
    DOCUMENT = "document"
    SAFETY_KIT = "safety_kit"
    METER = "meter"
    WALK_AROUND = "walk_around"
    REPLACED = "replaced"
    INTERVENTION = "intervention"


class EquipmentChange(Identified, Base):
    """`changes` holds `{name: [before, after]}`; a catalogue field is named `specs.<key>`.

    `version` is the equipment's version after the change, None where people do not edit that part by form.
    """

    __tablename__ = "equipment_change"
    __table_args__ = (
        Index("ix_equipment_change_equipment_id_created_at", "equipment_id", "created_at"),
    )

    equipment_id: Mapped[UUID] = mapped_column(ForeignKey("equipment.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind))
    version: Mapped[int | None]
    changes: Mapped[dict[str, list[Any]]] = mapped_column(JSONB, default=dict)

    equipment: Mapped[Equipment] = relationship()
    actor: Mapped[Membership | None] = relationship()
