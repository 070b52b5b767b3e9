"""Looks at an XLSX from outside, before anything of it is unpacked."""

from __future__ import annotations

from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from billun.adapters.spreadsheets.limits import (
    MOST_FORMATS,
    MOST_SHRUNK,
    MOST_STYLE_TAGS,
    MOST_UNPACKED,
    MOST_UNPACKED_SETTINGS,
    MOST_UNPACKED_TEXTS,
    Fault,
    Unreadable,
)

CONTENTS = "[Content_Types].xml"
STYLES = "xl/styles.xml"
# Each becomes an object of its own, however short it is written.
FORMATS = ("xf", "font", "fill", "border", "numFmt", "dxf", "cellStyle")
ENCRYPTED = 0x1
MOST_PARTS = 5_000


def refuse_bad_package(archive: ZipFile) -> None:
    """Raise Unreadable for what is no XLSX, is locked, or would unpack to more than it should.

    What a part declares to unpack to is also all that `zipfile` will ever give of it.
    """
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if CONTENTS not in names:
        raise Unreadable(Fault.OPEN_DOCUMENT if "mimetype" in names else Fault.UNKNOWN_FORMAT)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unreadable(Fault.LOCKED)
    if len(parts) > MOST_PARTS or len(names) < len(parts) or is_bomb(parts):
        raise Unreadable(Fault.ZIP_BOMB)
    if STYLES in names:
        refuse_too_many_formats(archive)


def is_bomb(parts: list[ZipInfo]) -> bool:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    return (
        unpacked > MOST_UNPACKED
        or unpacked > MOST_SHRUNK * max(packed, 1)
        or any(part.file_size > most_of(part.filename) for part in parts)
    )


def most_of(name: str) -> int:
    """Styles, texts and the like are held in memory, sheets are read as a stream, pictures not at all."""
    if not name.endswith((".xml", ".rels")) or name.startswith("xl/worksheets/"):
        return MOST_UNPACKED
    return MOST_UNPACKED_TEXTS if name.endswith("sharedStrings.xml") else MOST_UNPACKED_SETTINGS


def refuse_too_many_formats(archive: ZipFile) -> None:
    tags = formats = 0

    def count(name: str, _attributes: dict[str, str]) -> None:
        nonlocal tags, formats
        tags += 1
        formats += name.rpartition("}")[2] in FORMATS
        if formats > MOST_FORMATS or tags > MOST_STYLE_TAGS:
            raise Unreadable(Fault.ZIP_BOMB)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = count
    with archive.open(STYLES) as styles:
        parser.ParseFile(styles)
