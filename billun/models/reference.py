"""The numbers that people see: `BLN-2026-7K3F9Q`, `ANO-2026-8ZK2M4`."""

from __future__ import annotations

import secrets
from datetime import datetime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_reference(prefix: str, moment: datetime) -> str:
    """A reference that nobody can guess, of the year of `moment`.

    Six characters of Crockford's base 32 (no I, L, O, U) can be typed, scanned and read aloud.
    """
    code = "".join(secrets.choice(CROCKFORD) for _ in range(6))
    return f"{prefix}-{moment.year}-{code}"
