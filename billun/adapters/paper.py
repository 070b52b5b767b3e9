"""Paper to print on: a PDF with our fonts, QR codes as shapes, and texts that fit their place."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from billun.adapters.qr_codes import QUIET_ZONE, QrCode

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "fonts"
# Latin, Greek and Cyrillic with all their accents, and narrow, so that a long name still fits.
FAMILY = "DejaVu"
SMALLEST_PART = 0.66
ROUNDING = 0.01
UNPRINTABLE, CUT = "?", "…"

# They speak of each glyph that the document can do without.
for name in ("fontTools", "fpdf"):
    logging.getLogger(name).setLevel(logging.ERROR)


class Paper(FPDF):
    """Measured in millimetres from the top left; where a page ends is the caller's choice."""

    def __init__(self, width: float, height: float, title: str) -> None:
        super().__init__(unit="mm", format=(width, height))
        self.set_auto_page_break(False)
        self.set_title(title)
        self.set_creator("Billun")
        # Else a program shrinks the page to what the printer reaches, and labels leave their places.
        self.viewer_preferences = ViewerPreferences(print_scaling="None")
        self.add_font(FAMILY, "", FONTS / "DejaVuSansCondensed.ttf")
        self.add_font(FAMILY, "B", FONTS / "DejaVuSansCondensed-Bold.ttf")

    def line_of_text(
        self,
        text: str,
        x: float,
        baseline: float,
        width: float,
        points: float,
        *,
        bold: bool = False,
        smallest: float = SMALLEST_PART,
    ) -> None:
        """One line at most `width` wide: smaller where needed, down to a part of it, then cut short."""
        self.set_font(FAMILY, "B" if bold else "", points)
        text = self.printable(text)
        wanted = self.get_string_width(text)
        if wanted > width:
            self.set_font_size(points * max(smallest, width / wanted))
            text = self.cut(text, width)
        self.text(x, baseline, text)

    def printable(self, text: str) -> str:
        """The text with what the font cannot draw replaced."""
        known = self.current_font.cmap  # type: ignore[union-attr]
        return "".join(sign if ord(sign) in known else UNPRINTABLE for sign in text)

    def cut(self, text: str, width: float) -> str:
        if self.get_string_width(text) <= width + ROUNDING:
            return text
        while text and self.get_string_width(text + CUT) > width:
            text = text[:-1]
        return text.rstrip() + CUT

    def qr(self, code: QrCode, x: float, y: float, framed: float) -> None:
        """The code and the white around it in a square with sides of `framed` mm."""
        module = framed / code.framed_size * self.k
        left, top = x * self.k + QUIET_ZONE * module, (self.h - y) * self.k - QUIET_ZONE * module
        bars = " ".join(f"{column} {row} {length} 1 re" for column, row, length in code.bars())
        # Rows count downwards, a PDF upwards.
        self._out(f"q {module:.4f} 0 0 {-module:.4f} {left:.3f} {top:.3f} cm {bars} f Q")

    def finished(self) -> bytes:
        written = BytesIO()
        self.output(written)
        return written.getvalue()
