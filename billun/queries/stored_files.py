"""Which files of the storage belong to a row: what a purge takes away and an export takes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from billun.adapters.pictures import SIZES
from billun.models import Base, Company, Document, ImportRun, Photo


def files_of(row: Base) -> list[str]:
    """The keys under which something may lie for this row; not every one need be taken."""
    find = FILES.get(type(row))
    return [key for key in find(row) if key] if find else []


def files_of_photo(photo: Photo) -> list[str | None]:
    return [photo.original_key, *(photo.derivative_key(size) for size in SIZES)]


def files_of_document(document: Document) -> list[str | None]:
    return [document.original_key, document.preview_key]


def files_of_import(run: ImportRun) -> list[str | None]:
    return [run.file_key]


def files_of_company(company: Company) -> list[str | None]:
    return [company.logo_key, company.export_key]


FILES: Mapping[type[Base], Callable[[Any], list[str | None]]] = {
    Photo: files_of_photo,
    Document: files_of_document,
    ImportRun: files_of_import,
    Company: files_of_company,
}
