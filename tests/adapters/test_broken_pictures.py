"""Broken pictures take no worker down and keep none from its work: each ends ready, or failed with words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter

from bin.places import ROOT
from tests.fixtures.services import environment_of_processes

MUTATIONS = 1000


def test_a_thousand_broken_pictures_end_ready_or_failed_with_words(
    environment: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.adapters.mutations", str(MUTATIONS)],
        cwd=ROOT,
        env=environment_of_processes(**environment),
        capture_output=True,
        check=True,
        text=True,
        timeout=300,
    )
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    assert [number for number, _end, _why in ends] == list(range(MUTATIONS))
    assert [one for one in ends if one[1] == "died"] == []
    assert [one for one in ends if one[1] == "failed" and not re.search(r"\w", one[2])] == []
    # Mutations that break everything, or nothing, would show little.
    assert Counter(end for _number, end, _why in ends)["failed"] in range(200, 900)
