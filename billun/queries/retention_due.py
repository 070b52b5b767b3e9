"""What a company has kept for as long as it wished to: the same conditions count it and choose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Numeric,
    Select,
    and_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from billun.catalogue import Duration
from billun.extensions import db
from billun.models import (
    AccessRecord,
    Anomaly,
    AnomalyStatus,
    ChangeKind,
    Company,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    Intervention,
    Photo,
    PhotoState,
    Removal,
    Sighting,
    TakenAnomaly,
    TimelineEntry,
    TimelineKind,
    WalkAround,
)
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.models.coarse_place import COARSE_DECIMALS, COARSE_METRES

PlacedModel = type[Anomaly] | type[Photo] | type[Sighting] | type[WalkAround]
PLACED: tuple[PlacedModel, ...] = (Anomaly, Photo, Sighting, WalkAround)
OVER = tuple(status for status in AnomalyStatus if status not in OPEN_STATUSES)
# What is on a timeline without anything having happened to the damage.
SAYS_NOTHING_NEW = (
    TimelineKind.SEEN,
    TimelineKind.PHOTO_REMOVED,
    TimelineKind.HELD,
    TimelineKind.RELEASED,
)


@dataclass(frozen=True, kw_only=True)
class Cutoffs:
    """What came, or happened last, before these moments is due."""

    positions: datetime
    photos: datetime
    anomalies: datetime
    access_records: datetime


def cutoffs(company: Company, day: date) -> Cutoffs:
    """The periods of the company's settings, counted back from `day` in whole days where it works."""

    def before(count: int, unit: Any) -> datetime:
        return datetime.combine(Duration(count, unit).before(day), time(), company.zone)

    return Cutoffs(
        positions=before(company.position_retention_days, "days"),
        photos=before(company.photo_retention_months, "months"),
        anomalies=before(company.report_retention_months, "months"),
        access_records=before(company.audit_retention_months, "months"),
    )


def due_of(company: Company) -> Mapping[str, int]:
    """How much of each kind is due on the company's present day: what a run would make of it."""
    limits = cutoffs(company, company.today)
    places = [places_due(model, company.id, limits.positions) for model in PLACED]
    places.append(walk_arounds_told_of(company.id, limits.positions))
    return {
        "positions": sum(map(count, places)),
        "access_records": count(access_records_due(company.id, limits.access_records)),
        "photos": count(photos_due(company.id, limits.photos)),
        "anomalies": count(anomalies_due(company.id, limits.anomalies)),
    }


def count(ids: Select[UUID]) -> int:
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def places_due(model: PlacedModel, company_id: UUID, before: datetime) -> Select[UUID]:
    """The rows whose place is still exact, a typed address included."""
    conditions = [model.company_id == company_id, model.received_at < before, is_exact(model)]
    if model is Anomaly:
        conditions.append(Anomaly.id.not_in(held(company_id)))
    if model is Sighting:
        conditions.append(Sighting.anomaly_id.not_in(held(company_id)))
    if model is Photo:
        conditions.append(~is_of_what_is_held(company_id))
    return select(model.id).where(*conditions)


def is_exact(model: PlacedModel) -> ColumnElement[bool]:
    exact = and_(
        model.latitude.is_not(None),
        or_(
            model.accuracy_m.is_distinct_from(COARSE_METRES),
            is_unrounded(model.latitude),
            is_unrounded(model.longitude),
        ),
    )
    return or_(exact, Anomaly.address.is_not(None)) if model is Anomaly else exact


def is_unrounded(degrees: Any) -> ColumnElement[bool]:
    rounded = func.round(cast(degrees, Numeric), COARSE_DECIMALS)
    return cast(degrees, Numeric) != rounded


def walk_arounds_told_of(company_id: UUID, before: datetime) -> Select[UUID]:
    """The entries of equipment histories that say exactly where somebody walked around it."""
    radius = EquipmentChange.changes["position"][1]["accuracy_m"].astext
    return (
        select(EquipmentChange.id)
        .join(Equipment, Equipment.id == EquipmentChange.equipment_id)
        .where(
            Equipment.company_id == company_id,
            EquipmentChange.kind == ChangeKind.WALK_AROUND,
            EquipmentChange.created_at < before,
            EquipmentChange.changes.has_key("position"),
            radius.is_distinct_from(str(COARSE_METRES)),
        )
    )


def photos_due(company_id: UUID, before: datetime) -> Select[UUID]:
    """Photos of equipment that has been retired since before then, the equipment's one after the other."""
    return (
        select(Photo.id)
        .outerjoin(Anomaly, Anomaly.id == Photo.anomaly_id)
        .outerjoin(Intervention, Intervention.id == Photo.intervention_id)
        .join(
            Equipment,
            Equipment.id == func.coalesce(Anomaly.equipment_id, Intervention.equipment_id),
        )
        .where(
            Photo.company_id == company_id,
            Photo.state != PhotoState.EXPECTED,
            Photo.removal.is_distinct_from(Removal.ERASED),
            ~is_of_what_is_held(company_id),
            Equipment.status == EquipmentStatus.RETIRED,
            retired_at() < before,
        )
        .order_by(Equipment.id, Photo.id)
    )


def retired_at() -> ColumnElement[datetime]:
    """When the equipment was last said to be retired, by whichever way; else when it was last written."""
    said = (
        select(func.max(EquipmentChange.created_at))
        .where(
            EquipmentChange.equipment_id == Equipment.id,
            EquipmentChange.changes["status"][1].astext == EquipmentStatus.RETIRED.value,
        )
        .scalar_subquery()
    )
    return func.coalesce(said, Equipment.updated_at)


def anomalies_due(company_id: UUID, before: datetime) -> Select[UUID]:
    """Those that have been over since before then, an older one together with the last of its duplicates."""
    younger = aliased(Anomaly)
    stays = and_(younger.duplicate_of_id == Anomaly.id, ~has_been_over(younger, company_id, before))
    return select(Anomaly.id).where(
        Anomaly.company_id == company_id,
        has_been_over(Anomaly, company_id, before),
        ~exists().where(stays),
    )


def has_been_over(anomaly: Any, company_id: UUID, before: datetime) -> ColumnElement[bool]:
    """Received before then, over, held by nothing, and nothing happened to it since."""
    happened = exists().where(
        TimelineEntry.anomaly_id == anomaly.id,
        TimelineEntry.at >= before,
        TimelineEntry.kind.not_in(SAYS_NOTHING_NEW),
    )
    return and_(
        anomaly.received_at < before,
        anomaly.status.in_(OVER),
        anomaly.id.not_in(held(company_id)),
        ~happened,
    )


def access_records_due(company_id: UUID, before: datetime) -> Select[UUID]:
    """Those of what is on hold stay: who has seen it may be asked with it."""
    photos = select(Photo.id).where(is_of_what_is_held(company_id))
    return select(AccessRecord.id).where(
        AccessRecord.company_id == company_id,
        AccessRecord.at < before,
        AccessRecord.subject_id.not_in(held(company_id)),
        AccessRecord.subject_id.not_in(photos),
    )


def is_of_what_is_held(company_id: UUID) -> ColumnElement[bool]:
    """Whether a photo shows what is on hold, or the work that was done for it."""
    work = select(TakenAnomaly.intervention_id).where(TakenAnomaly.anomaly_id.in_(held(company_id)))
    of_report = func.coalesce(Photo.anomaly_id.in_(held(company_id)), false())
    return or_(of_report, func.coalesce(Photo.intervention_id.in_(work), false()))


def held(company_id: UUID) -> CompoundSelect[UUID]:
    """The anomalies on legal hold, with the older one that each repeats and those that repeat it."""
    on_hold = select(Anomaly).where(Anomaly.company_id == company_id, Anomaly.held_at.is_not(None))
    younger = aliased(Anomaly)
    return union(
        on_hold.with_only_columns(Anomaly.id),
        on_hold.where(Anomaly.duplicate_of_id.is_not(None)).with_only_columns(
            Anomaly.duplicate_of_id
        ),
        on_hold.join(younger, younger.duplicate_of_id == Anomaly.id).with_only_columns(younger.id),
    )
