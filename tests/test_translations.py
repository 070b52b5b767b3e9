"""French is complete: nothing that the sources say is missing, fuzzy or broken."""

from __future__ import annotations

import pytest

from bin.translations import LOCALES, catalogue, check, collect


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_translated(locale: str) -> None:
    check(collect(), locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_translation_is_only_a_guess(locale: str) -> None:
    assert [entry.msgid for entry in catalogue(locale) if entry.fuzzy] == []
