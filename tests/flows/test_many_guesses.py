"""Ten wrong passwords lock a name, also when they come all at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.fixtures.cast import Cast
from tests.fixtures.live import House


def test_guesses_at_once_count_like_guesses_in_a_row(live: House, live_cast: Cast) -> None:
    def guess(number: int) -> int:
        body = {"login": live_cast.driver.email, "password": f"guess {number}"}
        return requests.post(f"{live.url}/api/auth/login", json=body, timeout=60).status_code

    with ThreadPoolExecutor(20) as threads:
        answers = Counter(threads.map(guess, range(20)))
    assert answers == {401: 10, 429: 10}
