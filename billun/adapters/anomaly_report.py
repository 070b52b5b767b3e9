"""The report of one anomaly as a PDF to print: facts, photos, fingerprints of the originals, what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image

from billun.adapters.qr_codes import qr_code
from billun.adapters.report_paper import CONTENT, INK, MARGIN, MUTED, WIDTH, ReportPaper, fitted
from billun.adapters.storage import StorageUnavailable, StoredFileMissing

ICONS = Path(__file__).parents[1] / "static" / "icons"
# Of a photo on paper: pixels along the longer side, which are 250 an inch and more, and JPEG quality.
LONGEST, QUALITY = 1024, 82
CODE, LOGO, SPOT = 30.0, (45.0, 14.0), 58.0
# Two photos beside each other; of tall ones two rows fit a page, of broad ones three.
PHOTO_GAP, PHOTO_HEIGHT, NO_PHOTO = 4.0, 104.0, 24.0
PHOTO_COLUMN = (CONTENT - PHOTO_GAP) / 2
PHOTO_TITLE, PHOTO_LINE = 4.4, 3.9
OUTLINE_INK, MARK = "#3b4a59", (192, 24, 24)

Opening = Callable[[str], IO[bytes]]


@dataclass(frozen=True)
class Entry:
    """One thing that happened: what, who and when, and what was said."""

    what: str
    aside: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Spot:
    """`picture` is a drawing of static/icons/outlines; `x` and `y` are percent of it."""

    picture: str
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Picture:
    """A photo by its keys in the storage, the best first; `without` is said where none is there."""

    title: str
    lines: tuple[str, ...]
    keys: tuple[str, ...]
    without: str


@dataclass(frozen=True, kw_only=True)
class AnomalyReport:
    """All that stands on the paper, in the reader's words. `criticality` is the key of its shape."""

    language: str
    title: str
    reference: str
    company: str
    logo_key: str | None
    url: str
    url_words: str
    criticality: str
    criticality_word: str
    headline: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    description_title: str
    description: str
    spot: Spot | None
    sections: tuple[Section, ...]
    photos_title: str
    photos: tuple[Picture, ...]
    originals_title: str
    originals_words: str
    originals: tuple[Entry, ...]
    foot: str
    page_words: str


def anomaly_report(report: AnomalyReport, opening: Opening) -> bytes:
    """The PDF. `opening` opens a stored file by its key, one at a time. Raises StorageUnavailable."""
    paper = ReportPaper(report.reference, report.language, report.foot, report.page_words)
    try:
        put_all(paper, report, opening)
    except StorageUnavailable:
        paper.give_up()
        raise
    return paper.finished()


def put_all(paper: ReportPaper, report: AnomalyReport, opening: Opening) -> None:
    put_head(paper, report, opening)
    put_verdict(paper, report)
    put_facts(paper, report)
    for section in report.sections:
        put_entries(paper, section)
    put_photos(paper, report, opening)
    put_originals(paper, report)


def put_head(paper: ReportPaper, report: AnomalyReport, opening: Opening) -> None:
    """Whose report it is, its name, and the code that leads to the page."""
    top = MARGIN
    if logo := stored(report.logo_key, opening):
        top += paper.picture(as_png(logo), MARGIN, top, *LOGO, middle=0) + 2
    left = WIDTH - MARGIN - CODE
    paper.qr(qr_code(report.url), left, MARGIN - 3, CODE)
    paper.set_xy(left, MARGIN - 3 + CODE)
    paper.pen(6.5, colour=MUTED)
    paper.cell(CODE, 3, paper.cut(paper.printable(report.url_words), CODE), align="C")
    paper.set_y(top)
    room = CONTENT - CODE - 4
    paper.words(report.company, 10, colour=MUTED, width=room)
    paper.words(f"{report.title} {report.reference}", 18, bold=True, width=room)
    paper.set_y(max(paper.get_y(), MARGIN + CODE + 2))


def put_verdict(paper: ReportPaper, report: AnomalyReport) -> None:
    """How bad it is, by shape and word, and what it is."""
    top = paper.get_y()
    paper.image(ICONS / f"criticality-{report.criticality}.svg", MARGIN, top, 13, 13)
    x, width = MARGIN + 17, CONTENT - 17
    paper.words(report.criticality_word, 15, bold=True, x=x, width=width)
    paper.words(report.headline, 11, x=x, width=width)
    paper.words(report.standing, 9.5, colour=MUTED, x=x, width=width)
    paper.set_y(max(paper.get_y(), top + 13) + 4)


def put_facts(paper: ReportPaper, report: AnomalyReport) -> None:
    top = paper.get_y()
    paper.facts(report.facts, CONTENT - SPOT - 6 if report.spot else CONTENT)
    below = paper.get_y()
    if report.spot:
        paper.set_y(top + put_spot(paper, report.spot, WIDTH - MARGIN - SPOT, top))
        paper.set_y(max(below, paper.get_y()))
    if report.description:
        paper.heading(report.description_title)
        paper.words(report.description, 10.5)


def put_spot(paper: ReportPaper, spot: Spot, x: float, y: float) -> float:
    """The drawing of the equipment with a ring where the damage is; its height in mm."""
    drawing = (ICONS / "outlines" / f"{spot.picture}.svg").read_text(encoding="utf-8")
    _left, _top, across, down = (
        float(part) for part in drawing.split('viewBox="')[1].split('"')[0].split()
    )
    height = SPOT * down / across
    inked = drawing.replace("currentColor", OUTLINE_INK).encode()
    paper.image(BytesIO(inked), x, y, SPOT, height)
    across, down = x + SPOT * spot.x / 100, y + height * spot.y / 100
    paper.set_draw_color(*MARK)
    paper.set_fill_color(*MARK)
    with paper.local_context(line_width=0.8):
        paper.ellipse(across - 3.2, down - 3.2, 6.4, 6.4)
    paper.ellipse(across - 1, down - 1, 2, 2, style="F")
    paper.set_y(y + height + 1)
    paper.words(spot.label, 8.5, colour=MUTED, x=x, width=SPOT)
    return paper.get_y() - y


def put_entries(paper: ReportPaper, section: Section) -> None:
    paper.heading(section.title)
    for entry in section.entries:
        paper.entry(entry.what, entry.aside, entry.lines)


def put_photos(paper: ReportPaper, report: AnomalyReport, opening: Opening) -> None:
    """Two beside each other, from a new page on."""
    if not report.photos:
        return
    paper.add_page()
    paper.heading(report.photos_title)
    for place in range(0, len(report.photos), 2):
        put_row(paper, report.photos[place : place + 2], opening)


def put_row(paper: ReportPaper, photos: Sequence[Picture], opening: Opening) -> None:
    contents = [content_of(photo, opening) for photo in photos]
    height = max(height_of(content) for content in contents) + max(map(below, photos))
    paper.room_for(height)
    top = paper.get_y()
    for column, (photo, content) in enumerate(zip(photos, contents, strict=True)):
        put_photo(paper, photo, content, MARGIN + column * (PHOTO_COLUMN + PHOTO_GAP), top)
    paper.set_y(top + height + PHOTO_GAP)


def content_of(photo: Picture, opening: Opening) -> bytes | None:
    found = next((found for key in photo.keys if (found := stored(key, opening))), None)
    return as_jpeg(found) if found else None


def height_of(content: bytes | None) -> float:
    return fitted(content, PHOTO_COLUMN, PHOTO_HEIGHT)[1] if content else NO_PHOTO


def below(photo: Picture) -> float:
    """How many mm its words take."""
    return PHOTO_TITLE + len(photo.lines) * PHOTO_LINE


def put_photo(
    paper: ReportPaper, photo: Picture, content: bytes | None, x: float, y: float
) -> None:
    height = NO_PHOTO
    if content:
        height = paper.picture(content, x, y, PHOTO_COLUMN, PHOTO_HEIGHT)
    else:
        paper.rect(x, y, PHOTO_COLUMN, height)
        paper.line_of_text(photo.without, x + 3, y + height / 2, PHOTO_COLUMN - 6, 8.5)
    baseline = y + height + PHOTO_TITLE
    paper.set_text_color(*INK)
    paper.line_of_text(photo.title, x, baseline, PHOTO_COLUMN, 9, bold=True)
    paper.set_text_color(*MUTED)
    for place, line in enumerate(photo.lines, 1):
        paper.line_of_text(line, x, baseline + place * PHOTO_LINE, PHOTO_COLUMN, 8)


def put_originals(paper: ReportPaper, report: AnomalyReport) -> None:
    if not report.originals:
        return
    paper.heading(report.originals_title)
    paper.words(report.originals_words, 9, colour=MUTED)
    paper.ln(2)
    for original in report.originals:
        paper.entry(original.what, original.aside, original.lines)


def stored(key: str | None, opening: Opening) -> bytes | None:
    """The content of a file, or None where there is none."""
    if key is None:
        return None
    try:
        with opening(key) as file:
            return file.read()
    except StoredFileMissing:
        return None


def as_jpeg(content: bytes) -> bytes:
    """As paper takes it, and no larger than paper needs."""
    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    written = BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def as_png(content: bytes) -> bytes:
    written = BytesIO()
    with Image.open(BytesIO(content)) as opened:
        opened.save(written, "PNG")
    return written.getvalue()
