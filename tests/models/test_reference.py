"""The references that people see."""

import re
from datetime import UTC, datetime

from billun.models.reference import random_reference

CROCKFORD = re.compile(r"ANO-2026-[0-9A-HJKMNP-TV-Z]{6}\Z")


def test_a_reference_has_its_year_and_no_letter_that_is_misread() -> None:
    for _ in range(200):
        assert CROCKFORD.match(random_reference("ANO", datetime(2026, 11, 22, tzinfo=UTC)))


def test_nobody_guesses_the_next_one() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert len({random_reference("BLN", moment) for _ in range(500)}) == 500
