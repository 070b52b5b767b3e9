"""The technical data and due days of the demo's equipment, from the tables beside this file."""

import hashlib
from collections.abc import Mapping

from billun.demo.content.tables import read_ini

LONGEST_SPAN = 330


def specs_of(internal_id: str, kind: str) -> dict[str, str]:
    """The values of an item by catalogue field, as people write them."""
    return {**section("specs.ini", kind), **section("specs.ini", internal_id)}


def days_until_due(internal_id: str, code: str, longest: int | None) -> int | None:
    """In how many days a check is due, at most `longest`; None where nobody has said a date."""
    named = section("due_days.ini", internal_id)
    if code in named:
        return int(named[code]) if named[code] else None
    number = int.from_bytes(hashlib.sha256(f"{internal_id} {code}".encode()).digest()[:4])
    span = min(longest or LONGEST_SPAN, LONGEST_SPAN)
    # Short intervals too are mostly in good time.
    return span // 4 + number % (span - span // 4)


def section(table: str, name: str) -> Mapping[str, str]:
    read = read_ini(table)
    return dict(read[name]) if read.has_section(name) else {}
