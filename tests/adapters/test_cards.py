"""Cards that are handed to people without e-mail."""

from __future__ import annotations

import pytest

from billun.adapters.cards import JoinCard, join_cards
from tests.adapters.test_label_sheets import pages_of, texts_of

CARD = JoinCard(
    name="Amélie Żak",
    role_word="Conductrice",
    company="Transports Évreux",
    url="https://fleet.example.com/join/eyJhbGciOiJIUzI1NiJ9.0a1b2c3d4e5f",
    expiry="Valable jusqu’au 23 déc. 2026",
    lines=("Scannez le code.", "Choisissez un mot de passe.", "Signalez un dommage."),
)


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (8, 1), (9, 2)])
def test_a_sheet_holds_eight(count: int, sheets: int) -> None:
    assert len(pages_of(join_cards([CARD] * count))) == sheets


def test_it_says_who_may_join_whom_until_when_and_how() -> None:
    text = texts_of(join_cards([CARD]))
    for word in (CARD.name, CARD.role_word, CARD.company, CARD.expiry, *CARD.lines):
        assert word in text


def test_a_card_for_anybody_has_no_name() -> None:
    nameless = JoinCard("", "Driver", "Vauquelin", CARD.url, "Until tomorrow", ("Scan it.",))
    assert "Driver" in texts_of(join_cards([nameless]))
