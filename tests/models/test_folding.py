"""How names and numbers are folded for a search that forgives."""

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from billun.models.folding import fold, normalise
from tests.models.folding_cases import FOLDED


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("ab-123 cd", "AB123CD"),
        ("Élan", "ELAN"),
        ("  ", ""),
        ("AB\u00a0123\u2011CD", "AB123CD"),
        ("ＡＢ１２", "AB12"),
        ("ß", "SS"),
    ],
)
def test_capital_letters_and_digits_stay(written: str, normalised: str) -> None:
    assert normalise(written) == normalised


@pytest.mark.parametrize("written", ["O0I1", "o0i1", "0o1i", "0-0 1/1"])
def test_letters_that_look_like_digits_are_digits(written: str) -> None:
    assert fold(written) == "0011"


@pytest.mark.parametrize(("written", "folded"), FOLDED.items())
def test_folding_is_what_the_phone_makes_of_it_too(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(any_.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_.text(max_size=60))
def test_what_is_folded_is_plain(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text).isalnum() or fold(text) == ""
