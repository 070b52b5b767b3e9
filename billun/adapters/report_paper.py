"""A4 pages that fill from top to bottom: headings, facts, entries, pictures, and a foot with the page's number."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from billun.adapters.paper import FAMILY, Paper

WIDTH, HEIGHT, MARGIN, FOOT = 210.0, 297.0, 15.0, 20.0
CONTENT = WIDTH - 2 * MARGIN
BOTTOM = HEIGHT - FOOT
INK, MUTED, LINE = (20, 33, 46), (82, 97, 111), (199, 208, 217)
# A line's height in mm for a point of its letters.
LEADING = 0.3528 * 1.32
LABELS = 40.0


class ReportPaper(Paper):
    """`page_words` names a page with `{page}` and `{pages}`; `foot` stands at the left of each."""

    def __init__(self, title: str, language: str, foot: str, page_words: str) -> None:
        super().__init__(WIDTH, HEIGHT, title)
        self.foot, self.page_words = foot, page_words
        self.set_lang(language)
        self.set_margins(MARGIN, MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(True, FOOT)
        self.add_page()

    def give_up(self) -> None:
        """Let go of the fonts' files, where the paper will not be finished."""
        for font in self.fonts.values():
            font.close()  # type: ignore[union-attr]

    def footer(self) -> None:
        self.set_y(HEIGHT - 13)
        self.pen(7.5, colour=MUTED)
        number = self.page_words.format(page=self.page_no(), pages="{nb}")
        self.cell(CONTENT - 40, 4, self.cut(self.printable(self.foot), CONTENT - 42))
        self.cell(40, 4, number, align="R")

    def pen(
        self, points: float, *, bold: bool = False, colour: tuple[int, int, int] = INK
    ) -> float:
        """Set the letters; the height of one line of them in mm."""
        self.set_font(FAMILY, "B" if bold else "", points)
        self.set_text_color(*colour)
        return points * LEADING

    def words(
        self,
        text: str,
        points: float = 9.5,
        *,
        bold: bool = False,
        colour: tuple[int, int, int] = INK,
        x: float = MARGIN,
        width: float = CONTENT,
    ) -> None:
        """Text in as many lines as it needs; the next thing stands below it."""
        line = self.pen(points, bold=bold, colour=colour)
        self.set_x(x)
        self.multi_cell(width, line, self.in_lines(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def in_lines(self, text: str) -> str:
        """What the font can draw of it, the breaks between its lines kept."""
        return "\n".join(map(self.printable, text.splitlines()))

    def height_of(
        self, text: str, points: float, width: float = CONTENT, *, bold: bool = False
    ) -> float:
        line = self.pen(points, bold=bold)
        height = self.multi_cell(
            width, line, self.in_lines(text), align="L", dry_run=True, output="HEIGHT"
        )
        return float(height)  # type: ignore[arg-type]

    def room_for(self, height: float) -> None:
        """Go to a new page unless so much fits on this one."""
        if self.get_y() + height > BOTTOM:
            self.add_page()

    def heading(self, text: str) -> None:
        """A section's; it never stands alone at the foot of a page."""
        self.ln(4)
        self.room_for(22)
        self.words(text, 12, bold=True)
        self.set_draw_color(*LINE)
        self.line(MARGIN, self.get_y() + 0.8, MARGIN + CONTENT, self.get_y() + 0.8)
        self.ln(2.5)

    def facts(self, facts: Sequence[tuple[str, str]], width: float = CONTENT) -> None:
        """What each thing is called, and beside it what it is."""
        for label, value in facts:
            self.room_for(self.height_of(value, 9.5, width - LABELS))
            top, page = self.get_y(), self.page_no()
            self.words(value, x=MARGIN + LABELS, width=width - LABELS)
            below = (self.get_y(), self.page_no())
            if below[1] == page:
                self.set_y(top)
                self.words(label, 9.5, colour=MUTED, width=LABELS - 2)
                self.set_y(max(below[0], self.get_y()) + 0.8)

    def entry(self, head: str, aside: str, lines: Sequence[str] = ()) -> None:
        """One thing of a list: what, beside it who and when, and below what was said."""
        self.room_for(9)
        line = self.pen(9.5, bold=True)
        width = min(self.get_string_width(self.printable(head)) + 3, CONTENT * 0.6)
        self.cell(width, line, self.cut(self.printable(head), width - 1))
        self.pen(8.5, colour=MUTED)
        self.cell(
            CONTENT - width,
            line,
            self.cut(self.printable(aside), CONTENT - width - 2),
            new_x="LMARGIN",
            new_y="NEXT",
        )
        for text in lines:
            self.words(text, 9, x=MARGIN + 4, width=CONTENT - 4)
        self.ln(1.2)

    def picture(
        self,
        content: bytes,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        middle: float = 0.5,
    ) -> float:
        """A picture as large as it fits, in the middle of its place or, at 0, at its left; its height in mm."""
        across, down = fitted(content, width, height)
        left = x + (width - across) * middle
        self.image(BytesIO(content), left, y, across, down)
        return down


def fitted(content: bytes, width: float, height: float) -> tuple[float, float]:
    """How wide and high a picture is, in mm, as large as it fits into so much."""
    with Image.open(BytesIO(content)) as opened:
        across, down = opened.size
    scale = min(width / across, height / down)
    return across * scale, down * scale
