"""What counts as a sound translation."""

from __future__ import annotations

import polib
import pytest

from bin.translations import faults


def entry(msgid: str, msgstr: str = "", **other: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **other)


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (None, "Hello %(name)s"),
        (entry("Hello %(name)s"), "Hello %(name)s"),
        (entry("Hello %(name)s", "Salut", flags=["fuzzy"]), "Hello %(name)s"),
        (entry("Hello %(name)s", "Salut %(nom)s"), "unknown placeholder nom"),
        (entry("Hello %(name)s", msgid_plural="x", msgstr_plural={0: "a", 1: "b"}), "its plural"),
    ],
)
def test_faults(found: polib.POEntry | None, fault: str) -> None:
    assert fault in "".join(faults(entry("Hello %(name)s"), found))


def test_a_sound_translation_has_no_fault() -> None:
    assert not list(faults(entry("Hello %(name)s"), entry("Hello %(name)s", "Salut %(name)s")))
