"""Everything that a closed company has on Billun, in one ZIP: tables as JSON, the register as CSV, the files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from io import TextIOWrapper
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import ColumnElement, Select, Table, case, func, select

from billun.adapters.progress import note_progress
from billun.adapters.spreadsheets.cells import Cell
from billun.adapters.spreadsheets.writing import csv_lines
from billun.adapters.storage import StoredFileMissing, storage
from billun.extensions import db
from billun.models import (
    Anomaly,
    Company,
    DeliveryKind,
    Document,
    Equipment,
    Intervention,
    Membership,
    Photo,
    PhotoState,
)
from billun.models.base import new_id, now
from billun.operations.deliveries import owe_mail
from billun.queries.company_rows import MEMBERSHIP, USER, of_company, tables

ROWS_AT_ONCE = 1_000
# What opens a door, what says nothing outside of Billun, and what is between a person and Billun.
KEPT_BACK = {
    "password_hash",
    "pin_hash",
    "pairing_id",
    "refresh_token_id",
    "is_admin",
    "email_confirmed_at",
}
# All that is told of people who have left.
OF_WHO_LEFT = {"id", "first_name", "last_name"}


def export_company(company: Company) -> bool:
    """Make the export of a closed company and keep it in the storage; say whether there is one now.

    A second call finds the first one's file. Raises StorageUnavailable.
    """
    if company.closed_at is None:
        return False
    if company.export_key:
        return True
    key = key_of(company)
    with TemporaryFile() as file:
        write_export(company, file)
        file.seek(0)
        storage().put(key, file, "application/zip")
    return keep(company, key)


def key_of(company: Company) -> str:
    """One for each closing, so that a job which was killed before it could tell is not a second file."""
    assert company.closed_at is not None
    moment = company.closed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
    return f"exports/{company.id}/{moment}.zip"


def keep(company: Company, key: str) -> bool:
    """Let the company know its export, unless somebody has opened it again meanwhile."""
    db.session.refresh(company, with_for_update={"of": Company})
    if company.closed_at is None or key_of(company) != key:
        storage().remove(key)
        return False
    company.export_key = key
    for member in main_managers(company):
        # Another closing is another matter, of which the person is told anew.
        owe_mail(
            DeliveryKind.COMPANY_EXPORT, member.user, subject_id=new_id(), company_id=company.id
        )
    db.session.flush()
    return True


def main_managers(company: Company) -> Iterator[Membership]:
    yield from db.session.scalars(
        select(Membership).where(Membership.company_id == company.id, Membership.is_main_manager)
    )


def write_export(company: Company, file: IO[bytes]) -> None:
    """Write the whole ZIP. However much there is, only a part of it is in memory at a time."""
    steps = len(tables()) + count(photos_of(company)) + count(documents_of(company))
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        done = 0
        for table in tables():
            write_table(archive, company, table)
            done += 1
            note_progress(company.id, done, steps)
        write_register(archive, company)
        for name, key in (*photo_files(company), *document_files(company)):
            write_file(archive, name, key)
            done += 1
            note_progress(company.id, done, steps)


def write_table(archive: ZipFile, company: Company, table: Table) -> None:
    """Its rows as a JSON array, one row a line."""
    columns = exported_columns(table, company.id)
    rows = streamed(select(*columns).where(exported(table, company.id)))
    with text_file(archive, f"tables/{table.name}.json") as text:
        text.write("[")
        for place, row in enumerate(rows):
            values = dict(zip((column.name for column in columns), row, strict=True))
            text.write(",\n" if place else "\n")
            text.write(json.dumps(values, default=in_json, ensure_ascii=False))
        text.write("\n]\n")


def exported_columns(table: Table, company_id: UUID) -> list[ColumnElement[Any]]:
    """What is told of a row; of people who have left no more than their name."""
    columns = [column for column in table.columns if column.name not in KEPT_BACK]
    if table is not USER:
        return [*columns]
    still_there = table.c.id.in_(joined(company_id).where(MEMBERSHIP.c.ended_at.is_(None)))
    return [
        column if column.name in OF_WHO_LEFT else case((still_there, column)).label(column.name)
        for column in columns
    ]


def exported(table: Table, company_id: UUID) -> ColumnElement[bool]:
    """The company's rows; of people all who have joined, wherever else they are.

    Who was only invited is told of by the invitation alone, as the inviter wrote it.
    """
    if table is USER:
        return table.c.id.in_(joined(company_id))
    return of_company(table, company_id)


def joined(company_id: UUID) -> Select[UUID]:
    """The users who have joined the company, also those who have left it since."""
    return select(MEMBERSHIP.c.user_id).where(
        MEMBERSHIP.c.company_id == company_id, MEMBERSHIP.c.joined_at.is_not(None)
    )


def write_register(archive: ZipFile, company: Company) -> None:
    """The equipment as a table that any spreadsheet program opens."""
    names = [column.name for column in Equipment.__table__.columns if is_for_people(column.name)]
    keys = sorted({key for (specs,) in streamed(register_of(company, "specs")) for key in specs})
    rows = (
        [cell(value) for value in (*values, *map(specs.get, keys))]
        for *values, specs in streamed(register_of(company, *names, "specs"))
    )
    with text_file(archive, "register.csv") as text:
        text.writelines(csv_lines([*names, *keys], rows, company.locale))


def register_of(company: Company, *names: str) -> Select[Any]:
    return (
        select(*(getattr(Equipment, name) for name in names))
        .where(Equipment.company_id == company.id)
        .order_by(Equipment.sort_key, Equipment.id)
    )


def is_for_people(name: str) -> bool:
    """Not the keys of searches and of other tables, nor what is written in columns of its own."""
    return name == "billun_id" or not (
        name.endswith(("_key", "_id")) or name in ("id", "content", "specs")
    )


def photo_files(company: Company) -> Iterator[tuple[str, str]]:
    """The originals, in a folder for each report or job."""
    for photo, reference in streamed(photos_of(company)):
        ending = (photo.media_type or "").rsplit("/", 1)[-1] or "bin"
        yield f"photos/{reference}/{photo.position + 1:02}-{photo.id}.{ending}", photo.original_key


def document_files(company: Company) -> Iterator[tuple[str, str]]:
    """The originals, in a folder for each piece of equipment."""
    for document, billun_id in streamed(documents_of(company)):
        name = PurePosixPath(document.file_name.replace("\\", "/")).name or "document"
        yield f"documents/{billun_id}/{document.id}-{name}", document.original_key


def photos_of(company: Company) -> Select[Photo, str]:
    return (
        select(Photo, func.coalesce(Anomaly.reference, Intervention.reference))
        .outerjoin(Anomaly, Photo.anomaly_id == Anomaly.id)
        .outerjoin(Intervention, Photo.intervention_id == Intervention.id)
        .where(Photo.company_id == company.id, Photo.state != PhotoState.EXPECTED)
        .order_by(Photo.id)
    )


def documents_of(company: Company) -> Select[Document, str]:
    return (
        select(Document, Equipment.billun_id)
        .join(Equipment, Document.equipment_id == Equipment.id)
        .where(Document.company_id == company.id)
        .order_by(Document.id)
    )


def write_file(archive: ZipFile, name: str, key: str) -> None:
    """The stored file as it came; a note in its place where the storage has lost it."""
    entry = ZipInfo(name, now().timetuple()[:6])
    # Photos and PDFs are compressed already.
    entry.compress_type = ZIP_STORED
    try:
        with storage().open(key) as stored, archive.open(entry, "w", force_zip64=True) as packed:
            shutil.copyfileobj(stored, packed, 1 << 20)
    except StoredFileMissing:
        archive.writestr(f"{name}.missing.txt", f"The storage holds no file under {key}.\n")


@contextmanager
def text_file(archive: ZipFile, name: str, encoding: str = "utf-8") -> Iterator[IO[str]]:
    with archive.open(name, "w", force_zip64=True) as packed:
        text = TextIOWrapper(packed, encoding=encoding, newline="")
        yield cast(IO[str], text)
        text.flush()
        text.detach()


def streamed(query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The rows of a query, read some at a time; the session keeps none that nobody else keeps."""
    yield from db.session.execute(query.execution_options(yield_per=ROWS_AT_ONCE))


def count(query: Select[*tuple[Any, ...]]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def in_json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def cell(value: object) -> Cell:
    """A value of the database as a spreadsheet has it."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", "seconds")
    if value is None or isinstance(value, (bool, int, float, date)):
        return value
    return str(value)
