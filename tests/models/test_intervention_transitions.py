"""Every cell of the table of an intervention's life, which stands here a second time."""

from __future__ import annotations

from itertools import product

import pytest

from billun.models import Intervention, InterventionStatus, Outcome
from billun.models.anomaly_transitions import TRANSITIONS as OF_ANOMALIES
from billun.models.anomaly_transitions import AnomalyStatus, Part
from billun.models.intervention_transitions import (
    OPEN_INTERVENTIONS,
    STATUS_AFTER,
    TRANSITIONS,
    row_between,
    steps_from,
)

# From, to, and where it brings its anomalies: None where each one's outcome says so.
TABLE = {
    ("planned", "in_progress"): "in_repair",
    ("planned", "cancelled"): "acknowledged",
    ("in_progress", "awaiting_parts"): "awaiting_parts",
    ("in_progress", "completed"): None,
    ("in_progress", "cancelled"): "acknowledged",
    ("awaiting_parts", "in_progress"): "in_repair",
    ("awaiting_parts", "cancelled"): "acknowledged",
}


@pytest.mark.parametrize(
    ("source", "target"), list(product(InterventionStatus, InterventionStatus))
)
def test_every_cell_of_the_table(source: InterventionStatus, target: InterventionStatus) -> None:
    row = row_between(source, target)
    cell = (source.value, target.value)
    assert (row is not None) == (cell in TABLE)
    if row is not None:
        assert (row.moves_to.value if row.moves_to else None) == TABLE[cell]
        assert row.needs_outcomes == (target == InterventionStatus.COMPLETED)


def test_the_steps_shown_are_those_of_the_table() -> None:
    for source in InterventionStatus:
        shown = {step.target.value for step in Intervention(status=source).steps}
        assert shown == {to for begin, to in TABLE if begin == source.value}


def test_what_is_over_leads_nowhere_and_holds_nothing() -> None:
    for over in (InterventionStatus.COMPLETED, InterventionStatus.CANCELLED):
        assert steps_from(over) == []
        assert not Intervention(status=over).is_open
    assert all(Intervention(status=status).is_open for status in OPEN_INTERVENTIONS)


def test_wherever_an_intervention_brings_an_anomaly_the_anomalies_table_lets_it() -> None:
    led_to = {row.moves_to for row in TRANSITIONS if row.moves_to} | set(STATUS_AFTER.values())
    reached = {row.target for row in OF_ANOMALIES if Part.INTERVENTION in row.parts}
    assert led_to <= reached


def test_what_was_put_off_waits_again_and_the_rest_is_over() -> None:
    assert set(STATUS_AFTER) == set(Outcome)
    assert {one for one in Outcome if STATUS_AFTER[one] != AnomalyStatus.RESOLVED} == {
        Outcome.DEFERRED
    }
