"""QR codes as their modules, to be drawn on paper or on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import segno

# Modules of white that the standard wants around a code (ISO/IEC 18004, 4 for a QR code).
QUIET_ZONE = 4


@dataclass(frozen=True)
class QrCode:
    """`rows` hold 1 for a dark module, without the quiet zone around them."""

    rows: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Modules along one side."""
        return len(self.rows)

    @property
    def framed_size(self) -> int:
        """Modules along one side, the quiet zone included."""
        return self.size + 2 * QUIET_ZONE

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """The dark modules as bars of one row each: column, row, length."""
        for row, modules in enumerate(self.rows):
            column = 0
            for dark, run in groupby(modules):
                length = len(list(run))
                if dark:
                    yield column, row, length
                column += length

    @property
    def path(self) -> str:
        """The bars as the path of an SVG whose view box has `framed_size` units along a side."""
        return "".join(
            f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
            for column, row, length in self.bars()
        )


def qr_code(text: str) -> QrCode:
    """The smallest code for `text` that stays readable with a seventh of it lost (level M)."""
    made = segno.make_qr(text, error="m")
    return QrCode(tuple(bytes(row) for row in made.matrix))
