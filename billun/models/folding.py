"""How names and numbers are folded, so that a search forgives spaces, dashes, case, accents, O/0 and I/1."""

from __future__ import annotations

import re
import unicodedata

LOOK_ALIKES = str.maketrans("OI", "01")


def normalise(text: str) -> str:
    """`text` as capital letters and digits alone: "ab-123 cd" becomes "AB123CD"."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return re.sub(r"[^A-Z0-9]", "", plain)


def fold(text: str) -> str:
    """`text` normalised, with the letters that people read as digits turned into those digits."""
    return normalise(text).translate(LOOK_ALIKES)
