"""How names and numbers are folded, so that a search forgives spaces, dashes, case, accents, O/0 and I/1.

In a Billun ID it forgives L/1 too.
"""

from __future__ import annotations

import re
import unicodedata

LOOK_ALIKES = str.maketrans("OI", "01")
# No Billun ID has an L (models/reference.py), so one that was typed is a 1. Plates have both.
BILLUN_ID = re.compile(r"BLN([0-9L]{4}[0-9A-Z]{6})")
END_OF_BILLUN_ID = 6


def normalise(text: str) -> str:
    """`text` as capital letters and digits alone: "ab-123 cd" becomes "AB123CD"."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return re.sub(r"[^A-Z0-9]", "", plain)


def fold(text: str) -> str:
    """`text` normalised, with the letters that people read as digits turned into those digits."""
    folded = normalise(text).translate(LOOK_ALIKES)
    billun_id = BILLUN_ID.fullmatch(folded)
    return f"BLN{billun_id[1].replace('L', '1')}" if billun_id else folded


def readings_of(word: str) -> list[str]:
    """The folded word, and where it may be the end of a Billun ID, as it would stand in one."""
    folded = fold(word)
    as_end = folded.replace("L", "1") if len(folded) == END_OF_BILLUN_ID else folded
    return list(dict.fromkeys((folded, as_end)))
