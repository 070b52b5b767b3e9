"""What the rules ask about a company's register: one by one, or for an import all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from uuid import UUID, uuid5

from sqlalchemy import Select, select

from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    BlankLabel,
    CheckOverride,
    Company,
    Criticality,
    Deadline,
    Equipment,
    EquipmentStatus,
    Site,
    Workshop,
)
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.models.base import now
from billun.models.folding import fold
from billun.models.reference import random_reference
from billun.operations.locks import lock_id
from billun.operations.references import free_reference

NOT_IN_USE = (EquipmentStatus.RETIRED, EquipmentStatus.PROVISIONAL)
REFERENCES_AT_ONCE = 500

OpenAnomaly = tuple[Criticality, AnomalyStatus]


class Register:
    """Answers from the database, each question as it comes."""

    def __init__(self, company: Company) -> None:
        self.company = company

    def free_billun_id(self) -> str:
        """A Billun ID that neither equipment nor a printed label has."""
        while True:
            reference = free_reference("BLN", Equipment.billun_id)
            if not printed([reference]):
                return reference

    def owns(self, model: type[Site | Workshop], id: UUID) -> bool:
        owner = db.session.scalar(select(model.company_id).where(model.id == id))
        return owner == self.company.id

    def item(self, id: UUID) -> Equipment | None:
        item = db.session.get(Equipment, id)
        return item if item and item.company_id == self.company.id else None

    def with_number(self, internal_id: str) -> Equipment | None:
        """Whatever has this fleet number, however it is written; retired items keep theirs."""
        return db.session.scalar(self.items().where(Equipment.internal_id_key == fold(internal_id)))

    def with_plate(self, plate: str) -> list[Equipment]:
        """What is in use with this plate."""
        return list(
            db.session.scalars(
                self.items().where(
                    Equipment.plate_key == fold(plate), Equipment.status.not_in(NOT_IN_USE)
                )
            )
        )

    def hold(self, *names: str | None) -> None:
        """Let nobody else take these numbers or plates until the transaction ends."""
        for name in sorted({fold(name) for name in names if name}):
            lock_id(uuid5(self.company.id, name))

    def attached_to(self, equipment: Equipment) -> list[Equipment]:
        return list(db.session.scalars(self.items().where(Equipment.parent_id == equipment.id)))

    def deadlines_of(self, equipment: Equipment) -> list[Deadline]:
        return list(
            db.session.scalars(select(Deadline).where(Deadline.equipment_id == equipment.id))
        )

    def open_anomalies_of(self, equipment: Equipment) -> list[OpenAnomaly]:
        rows = db.session.execute(
            select(Anomaly.criticality, Anomaly.status).where(
                Anomaly.equipment_id == equipment.id, Anomaly.status.in_(OPEN_STATUSES)
            )
        )
        return [(row.criticality, row.status) for row in rows]

    @cached_property
    def overrides(self) -> Mapping[str, CheckOverride]:
        """What the company does differently from the catalogue, by check."""
        found = db.session.scalars(
            select(CheckOverride).where(CheckOverride.company_id == self.company.id)
        )
        return {override.check: override for override in found}

    def items(self) -> Select[Equipment]:
        return select(Equipment).where(Equipment.company_id == self.company.id)


class LoadedRegister(Register):
    """Answers from memory: the whole register is read once, and what is written is remembered."""

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        self.by_id: dict[UUID, Equipment] = {}
        self.by_billun_id: dict[str, Equipment] = {}
        self.by_number: dict[str, Equipment] = {}
        self.by_plate: dict[str, list[Equipment]] = defaultdict(list)
        self.keys_of: dict[UUID, tuple[str | None, str | None]] = {}
        self.free_references: list[str] = []
        for item in db.session.scalars(self.items()):
            self.remember(item)
        self.deadlines = grouped(
            db.session.scalars(select(Deadline).where(Deadline.company_id == company.id))
        )
        self.open_anomalies: dict[UUID, list[OpenAnomaly]] = defaultdict(list)
        for id, criticality, status in db.session.execute(
            select(Anomaly.equipment_id, Anomaly.criticality, Anomaly.status).where(
                Anomaly.company_id == company.id, Anomaly.status.in_(OPEN_STATUSES)
            )
        ):
            self.open_anomalies[id].append((criticality, status))

    def remember(self, item: Equipment) -> None:
        """Know an item by what it is called now."""
        number, plate = self.keys_of.get(item.id, (None, None))
        if number != item.internal_id_key and self.by_number.get(number or "") is item:
            del self.by_number[number or ""]
        if plate and item in self.by_plate[plate]:
            self.by_plate[plate].remove(item)
        self.by_id[item.id] = item
        self.by_billun_id[item.billun_id_key] = item
        if item.internal_id_key:
            self.by_number[item.internal_id_key] = item
        if item.plate_key:
            self.by_plate[item.plate_key].append(item)
        self.keys_of[item.id] = (item.internal_id_key, item.plate_key)

    def free_billun_id(self) -> str:
        while not self.free_references:
            candidates = {random_reference("BLN", now()) for _ in range(REFERENCES_AT_ONCE)}
            taken = {
                *db.session.scalars(
                    select(Equipment.billun_id).where(Equipment.billun_id.in_(candidates))
                ),
                *printed(candidates),
                *(item.billun_id for item in self.by_id.values()),
            }
            self.free_references = sorted(candidates - taken)
        return self.free_references.pop()

    def owns(self, model: type[Site | Workshop], id: UUID) -> bool:
        return id in (self.sites_by_id if model is Site else self.workshops_by_id)

    def item(self, id: UUID) -> Equipment | None:
        return self.by_id.get(id)

    def with_billun_id(self, billun_id: str) -> Equipment | None:
        return self.by_billun_id.get(fold(billun_id))

    def with_number(self, internal_id: str) -> Equipment | None:
        return self.by_number.get(fold(internal_id))

    def with_plate(self, plate: str) -> list[Equipment]:
        found = self.by_plate.get(fold(plate), [])
        return [item for item in found if item.status not in NOT_IN_USE]

    def not_in_use_with_plate(self, plate: str) -> list[Equipment]:
        """What is retired or provisional with this plate."""
        found = self.by_plate.get(fold(plate), [])
        return [item for item in found if item.status in NOT_IN_USE]

    def hold(self, *names: str | None) -> None:
        """The unique indexes have the last word: an import would need more locks than there are."""

    def attached_to(self, equipment: Equipment) -> list[Equipment]:
        return [item for item in self.by_id.values() if item.parent_id == equipment.id]

    def deadlines_of(self, equipment: Equipment) -> list[Deadline]:
        return self.deadlines.setdefault(equipment.id, [])

    def open_anomalies_of(self, equipment: Equipment) -> list[OpenAnomaly]:
        return self.open_anomalies.get(equipment.id, [])

    @cached_property
    def sites_by_id(self) -> Mapping[UUID, Site]:
        found = db.session.scalars(select(Site).where(Site.company_id == self.company.id))
        return {site.id: site for site in found}

    @cached_property
    def workshops_by_id(self) -> Mapping[UUID, Workshop]:
        found = db.session.scalars(select(Workshop).where(Workshop.company_id == self.company.id))
        return {workshop.id: workshop for workshop in found}


def grouped(deadlines: Iterable[Deadline]) -> dict[UUID, list[Deadline]]:
    groups: dict[UUID, list[Deadline]] = defaultdict(list)
    for deadline in deadlines:
        groups[deadline.equipment_id].append(deadline)
    return groups


def printed(references: Iterable[str]) -> set[str]:
    """Those that stand on a blank label already."""
    return set(
        db.session.scalars(
            select(BlankLabel.billun_id).where(BlankLabel.billun_id.in_(list(references)))
        )
    )
