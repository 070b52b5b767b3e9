"""Labels for equipment as a PDF: sheets for an office printer, or one after the other for a label printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from billun.adapters.paper import Paper
from billun.adapters.qr_codes import qr_code

MOST_AT_ONCE = 2000


class LabelFormat(StrEnum):
    """`a4` are sheets of 24 labels; `62mm` is a roll of that width, cut every 29 mm."""

    A4 = "a4"
    ROLL = "62mm"


@dataclass(frozen=True)
class Label:
    """`url` goes into the code; `title` is the plate or fleet number, empty on a blank label."""

    billun_id: str
    url: str
    company: str
    title: str = ""


@dataclass(frozen=True)
class Layout:
    """A page and its labels, in mm. `code` is the side of the QR code with the white around it.

    `margin` is what lies between a label's edge and its content: printers do not reach a sheet's edge.
    """

    page: tuple[float, float]
    label: tuple[float, float]
    code: float
    margin: float

    @property
    def columns(self) -> int:
        return int(self.page[0] // self.label[0])

    @property
    def places(self) -> int:
        """Labels on a page."""
        return self.columns * int(self.page[1] // self.label[1])

    def corner(self, place: int) -> tuple[float, float]:
        row, column = divmod(place, self.columns)
        return column * self.label[0], row * self.label[1]


LAYOUTS = {
    # 3 × 8 without margins, such as Avery 3474 or Herma 4464 (70 × 37 mm).
    LabelFormat.A4: Layout(page=(210, 297), label=(70, 37.125), code=33, margin=5),
    # 29 × 62 mm, such as Brother DK-11209, or the endless DK-22205.
    LabelFormat.ROLL: Layout(page=(62, 29), label=(62, 29), code=29, margin=2),
}


def label_sheet(labels: Sequence[Label], form: LabelFormat, skip: int = 0) -> bytes:
    """The labels as a PDF; the first `skip` places of a sheet that was begun stay empty."""
    layout = LAYOUTS[form]
    paper = Paper(*layout.page, title="Billun")
    left = iter(labels)
    for free in free_places(layout, skip):
        page = list(islice(left, len(free)))
        if not page:
            break
        paper.add_page()
        for place, label in zip(free, page, strict=False):
            draw(paper, layout, label, *layout.corner(place))
    return paper.finished()


def free_places(layout: Layout, skip: int) -> Iterator[range]:
    """The places of each page, one page after the other without end."""
    yield range(skip % layout.places, layout.places)
    while True:
        yield range(layout.places)


def draw(paper: Paper, layout: Layout, label: Label, x: float, y: float) -> None:
    """The code at the left; beside it the ID in clear, what it sticks on above, whose it is below."""
    width, height = layout.label
    paper.qr(qr_code(label.url), x, y + (height - layout.code) / 2, layout.code)
    text, room = x + layout.code, width - layout.code - layout.margin
    middle = y + height / 2
    paper.line_of_text(label.title, text, middle - 6.8, room, 11, bold=True)
    paper.line_of_text(label.billun_id[:-6], text, middle - 1.8, room, 8)
    paper.line_of_text(label.billun_id[-6:], text, middle + 4.8, room, 20, bold=True, smallest=0)
    paper.line_of_text(label.company, text, middle + 9.4, room, 7.5)
