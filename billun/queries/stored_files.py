"""Which files of the storage belong to a row: what a purge takes away and an export takes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from billun.adapters.pictures import SIZES
from billun.models import Base, Company, Document, Drawing, ImportRun, Photo

DERIVATIVES = (*SIZES, "enhanced")


def files_of(row: Base) -> list[str]:
    """The keys under which something may lie for this row; not every one need be taken."""
    find = FILES.get(type(row))
    return [key for key in find(row) if key] if find else []


def files_of_photo(photo: Photo) -> list[str | None]:
    return [photo.original_key, *(photo.derivative_key(size) for size in DERIVATIVES)]


def files_of_drawing(drawing: Drawing) -> list[str | None]:
    return [drawing.derivative_key(size) for size in SIZES]


def files_of_whole_photo(photo: Photo) -> list[str]:
    """Those of the photo and of every drawing on a copy of it."""
    return [key for row in (photo, *photo.drawings) for key in files_of(row)]


def files_of_document(document: Document) -> list[str | None]:
    return [document.original_key, document.preview_key]


def files_of_import(run: ImportRun) -> list[str | None]:
    return [run.file_key]


def files_of_company(company: Company) -> list[str | None]:
    return [company.logo_key, company.export_key]


FILES: Mapping[type[Base], Callable[[Any], list[str | None]]] = {
    Photo: files_of_photo,
    Drawing: files_of_drawing,
    Document: files_of_document,
    ImportRun: files_of_import,
    Company: files_of_company,
}
