"""What may be done with equipment, from what is open on it (product.md)."""

from __future__ import annotations

from itertools import combinations

import pytest

from billun.models import AnomalyStatus, Criticality
from billun.models.anomaly_transitions import OPEN_STATUSES
from billun.operations.fitness import fitness_of

PLANNED = {"scheduled", "in_repair", "awaiting_parts"}
ALONE = {"red": "immobilised", "orange": "restricted", "green": "fit"}
ORDER = ["fit", "repair_planned", "restricted", "immobilised"]


def alone(criticality: str, status: str) -> str:
    return ALONE.get(criticality, "repair_planned" if status in PLANNED else "fit")


def test_equipment_with_nothing_open_is_fit() -> None:
    assert fitness_of([]) == "fit"


@pytest.mark.parametrize("status", OPEN_STATUSES)
@pytest.mark.parametrize("criticality", Criticality)
def test_one_open_anomaly(criticality: Criticality, status: AnomalyStatus) -> None:
    assert fitness_of([(criticality, status)]) == alone(criticality, status)


def test_the_worst_of_two_decides() -> None:
    every = [(level, status) for level in Criticality for status in OPEN_STATUSES]
    for pair in combinations(every, 2):
        assert fitness_of(pair) == max((alone(*one) for one in pair), key=ORDER.index)
