"""Keeps a company's word on how long things are kept: batch by batch, each with its line in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, or_, select, update

from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import (
    AccessRecord,
    Anomaly,
    Company,
    Delivery,
    EquipmentChange,
    Photo,
    RetentionRun,
    TimelineEntry,
)
from billun.models.coarse_place import coarse_place, coarsened
from billun.operations.company_closing import is_to_be_purged
from billun.operations.company_purge import remove_files, remove_rows
from billun.operations.photo_care import RETENTION, erase_photo
from billun.queries.company_rows import owning, tables
from billun.queries.retention_due import (
    PLACED,
    Cutoffs,
    PlacedModel,
    access_records_due,
    anomalies_due,
    cutoffs,
    photos_due,
    places_due,
    walk_arounds_told_of,
)
from billun.queries.stored_files import files_of_whole_photo

ROWS_AT_ONCE = 500
# Each of these has files, which a storage far away removes one by one.
PHOTOS_AT_ONCE = 50
ANOMALIES_AT_ONCE = 20
# What a phone keeps of a row and when people changed it have nothing to do with its place.
UNTOUCHED = ("updated_at", "changed_in")


def companies_to_keep() -> Sequence[UUID]:
    """Every company, closed ones too, but for those that are being purged."""
    companies = db.session.scalars(select(Company).order_by(Company.id))
    return [company.id for company in companies if not is_to_be_purged(company)]


def keep_retention(company: Company) -> Mapping[str, int]:
    """Make an end of the next batch of what is due; say of which kind and how many, nothing at the end.

    Call it again after a commit. After a crash it goes on where it was: files go before the rows
    that name them. Raises StorageUnavailable: then nothing of this batch is gone.
    """
    limits = cutoffs(company, company.today)
    for kind, step in STEPS.items():
        gone = step(company, limits)
        if gone:
            note_gone(company, kind, gone)
            return {kind: gone}
    return {}


def coarsen_some(company: Company, limits: Cutoffs) -> int:
    for model in PLACED:
        due = places_due(model, company.id, limits.positions)
        ids = some(due.with_for_update(skip_locked=True, of=model), ROWS_AT_ONCE)
        if ids:
            coarsen(model, ids)
            return len(ids)
    return coarsen_histories(company, limits.positions)


def coarsen(model: PlacedModel, ids: Sequence[UUID]) -> None:
    """Round the places of these rows, and in what the phone first sent; nothing else of them changes."""
    table = cast(Table, model.__table__)
    names = [name for name in ("latitude", "longitude", "content") if name in table.c]
    rows = db.session.execute(
        select(table.c.id, *(table.c[name] for name in names)).where(table.c.id.in_(ids))
    )
    values = [coarse_values(row._mapping) for row in rows]  # noqa: SLF001  (the way that SQLAlchemy names)
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*names, "accuracy_m")}
    changed |= {name: table.c[name] for name in UNTOUCHED if name in table.c}
    if "address" in table.c:
        changed["address"] = None
    db.session.execute(
        update(table).where(table.c.id == bindparam("row_id")).values(changed), values
    )


def coarse_values(row: Mapping[Any, Any]) -> dict[str, Any]:
    none = dict.fromkeys(("latitude", "longitude", "accuracy_m"))
    exact = row["latitude"] is not None
    place = coarse_place(row["latitude"], row["longitude"]) if exact else none
    said = {"content": coarsened(row["content"])} if "content" in row else {}
    return {"row_id": row["id"], **{f"new_{name}": value for name, value in (place | said).items()}}


def coarsen_histories(company: Company, before: datetime) -> int:
    due = walk_arounds_told_of(company.id, before)
    ids = some(due.with_for_update(skip_locked=True, of=EquipmentChange), ROWS_AT_ONCE)
    for change in db.session.scalars(select(EquipmentChange).where(EquipmentChange.id.in_(ids))):
        nowhere, place = change.changes["position"]
        rounded = coarse_place(place["latitude"], place["longitude"])
        change.changes = change.changes | {"position": [nowhere, rounded]}
    return len(ids)


def remove_access_records(company: Company, limits: Cutoffs) -> int:
    ids = some(access_records_due(company.id, limits.access_records), ROWS_AT_ONCE)
    db.session.execute(delete(AccessRecord).where(AccessRecord.id.in_(ids)))
    return len(ids)


def erase_some(company: Company, limits: Cutoffs) -> int:
    """Erase photos: the row with its hash, the reason and the day stay."""
    ids = some(photos_due(company.id, limits.photos), PHOTOS_AT_ONCE)
    for id in ids:
        photo = db.session.get_one(Photo, id)
        for key in files_of_whole_photo(photo):
            storage().remove(key)
        erase_photo(None, photo, RETENTION)
    return len(ids)


def remove_anomalies(company: Company, limits: Cutoffs) -> int:
    """Remove reports whole: with photos and their files, drawings, sightings, timeline, and what was mailed of them."""
    due = anomalies_due(company.id, limits.anomalies)
    ids = some(due.with_for_update(skip_locked=True, of=Anomaly), ANOMALIES_AT_ONCE)
    if ids:
        entries = select(TimelineEntry.id).where(TimelineEntry.anomaly_id.in_(ids))
        about = or_(Delivery.subject_id.in_(ids), Delivery.subject_id.in_(entries))
        db.session.execute(delete(Delivery).where(Delivery.company_id == company.id, about))
        remove_whole(cast(Table, Anomaly.__table__), ids)
        db.session.expire_all()
    return len(ids)


def remove_whole(table: Table, ids: Sequence[UUID]) -> None:
    """The rows with these ids, after all that cannot be without them, each with its files."""
    for other, column in firm_references_to(table):
        found = db.session.scalars(select(other.c.id).where(column.in_(ids))).all()
        if found:
            remove_whole(other, found)
    remove_files(table, ids)
    remove_rows(table, [(id,) for id in ids])


def firm_references_to(table: Table) -> list[tuple[Table, Any]]:
    """The tables whose rows cannot be without a row of this one, and the column in which they name it."""
    return [
        (other, key.parent)
        for other in tables()
        for key in owning(other)
        if key.column.table is table
    ]


def some(ids: Any, most: int) -> Sequence[UUID]:
    return db.session.scalars(ids.limit(most)).all()


def note_gone(company: Company, kind: str, gone: int) -> None:
    """Add to the line of the company's present day, in the transaction in which it goes."""
    run = db.session.scalar(
        select(RetentionRun).where(
            RetentionRun.company_id == company.id, RetentionRun.at >= midnight(company)
        )
    )
    if run is None:
        run = RetentionRun(company_id=company.id, counts={})
        db.session.add(run)
    run.counts = run.counts | {kind: run.counts.get(kind, 0) + gone}
    db.session.flush()


def midnight(company: Company) -> datetime:
    return datetime.combine(company.today, time(), company.zone)


# Places before photos: an erased photo has none any more.
STEPS: Mapping[str, Callable[[Company, Cutoffs], int]] = {
    "positions": coarsen_some,
    "access_records": remove_access_records,
    "photos": erase_some,
    "anomalies": remove_anomalies,
}
