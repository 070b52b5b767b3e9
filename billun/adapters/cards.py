"""Cards that let a person in: printed, cut out, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billun.adapters.paper import Paper
from billun.adapters.qr_codes import qr_code

A4 = (210.0, 297.0)
COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
MARGIN, CODE = 8.0, 46.0


@dataclass(frozen=True)
class JoinCard:
    """`name` is the person's, empty on a card for anybody; `lines` say what to do, at most three.

    `expiry` says until when, in the reader's words: "Valid until 23 Dec 2026".
    """

    name: str
    role_word: str
    company: str
    url: str
    expiry: str
    lines: tuple[str, ...]


def join_cards(cards: Sequence[JoinCard]) -> bytes:
    """The cards as a PDF, eight on a sheet of A4, with marks to cut along."""
    paper = Paper(*A4, title="Billun")
    for number, card in enumerate(cards):
        place = number % (COLUMNS * ROWS)
        if place == 0:
            paper.add_page()
            cutting_lines(paper)
        row, column = divmod(place, COLUMNS)
        draw(paper, card, column * WIDTH, row * HEIGHT)
    return paper.finished()


def cutting_lines(paper: Paper) -> None:
    paper.set_draw_color(160)
    paper.set_line_width(0.15)
    paper.set_dash_pattern(1, 1)
    for column in range(1, COLUMNS):
        paper.line(column * WIDTH, 0, column * WIDTH, A4[1])
    for row in range(1, ROWS):
        paper.line(0, row * HEIGHT, A4[0], row * HEIGHT)


def draw(paper: Paper, card: JoinCard, x: float, y: float) -> None:
    """The code at the left, whom it is for beside it, what to do below."""
    paper.qr(qr_code(card.url), x + MARGIN / 2, y + MARGIN / 2, CODE)
    text, room = x + MARGIN / 2 + CODE, WIDTH - MARGIN - CODE
    paper.line_of_text(card.company, text, y + 16, room, 13, bold=True)
    for number, word in enumerate(word for word in (card.name, card.role_word) if word):
        paper.line_of_text(word, text, y + 24.5 + number * 7, room, 12)
    paper.line_of_text(card.expiry, text, y + 45, room, 8.5)
    for number, line in enumerate(card.lines, start=1):
        step = f"{number}. {line}"
        paper.line_of_text(step, x + MARGIN, y + 51.5 + number * 5, WIDTH - 2 * MARGIN, 9.5)
