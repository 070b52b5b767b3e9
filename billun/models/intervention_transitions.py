"""The life of an intervention as one table (product.md): pages, API and the buttons shown all read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from billun.models.anomaly_transitions import AnomalyStatus


class InterventionStatus(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    AWAITING_PARTS = "awaiting_parts"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What became of an anomaly that an intervention took on."""

    REPAIRED = "repaired"
    NOT_FOUND = "not_found"
    DEFERRED = "deferred"


S = InterventionStatus

# As long as it is one of these it holds its bay, its equipment, its anomalies and its deadlines.
OPEN_INTERVENTIONS = (S.PLANNED, S.IN_PROGRESS, S.AWAITING_PARTS)
RUNNING_INTERVENTIONS = (S.IN_PROGRESS, S.AWAITING_PARTS)


@dataclass(frozen=True)
class InterventionTransition:
    """One row: from any of `sources` to `target`, by the workshop or a manager.

    `moves_to` is where it brings its anomalies; None where each one's outcome says so.
    """

    sources: tuple[InterventionStatus, ...]
    target: InterventionStatus
    moves_to: AnomalyStatus | None
    needs_outcomes: bool = False


TRANSITIONS = (
    InterventionTransition((S.PLANNED, S.AWAITING_PARTS), S.IN_PROGRESS, AnomalyStatus.IN_REPAIR),
    InterventionTransition((S.IN_PROGRESS,), S.AWAITING_PARTS, AnomalyStatus.AWAITING_PARTS),
    InterventionTransition((S.IN_PROGRESS,), S.COMPLETED, None, needs_outcomes=True),
    InterventionTransition(
        (S.PLANNED, S.IN_PROGRESS, S.AWAITING_PARTS), S.CANCELLED, AnomalyStatus.ACKNOWLEDGED
    ),
)

STATUS_AFTER = {
    Outcome.REPAIRED: AnomalyStatus.RESOLVED,
    Outcome.NOT_FOUND: AnomalyStatus.RESOLVED,
    Outcome.DEFERRED: AnomalyStatus.ACKNOWLEDGED,
}


def row_between(
    source: InterventionStatus, target: InterventionStatus
) -> InterventionTransition | None:
    """The step from `source` to `target`, if there is one."""
    return next(
        (row for row in TRANSITIONS if source in row.sources and row.target == target), None
    )


def steps_from(source: InterventionStatus) -> list[InterventionTransition]:
    """Every step that leads away from `source`, in the table's order."""
    return [row for row in TRANSITIONS if source in row.sources]
