"""The life of an anomaly as one table (product.md): pages, API and the buttons shown all read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AnomalyStatus(StrEnum):
    INCOMING = "incoming"
    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    SCHEDULED = "scheduled"
    IN_REPAIR = "in_repair"
    AWAITING_PARTS = "awaiting_parts"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """Who may take a step. One member can play several parts."""

    WORKSHOP = "workshop"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    REPORTER = "reporter"
    INTERVENTION = "intervention"
    SYSTEM = "system"


S = AnomalyStatus
P = Part

OPEN_STATUSES = (S.INCOMING, S.REPORTED, S.ACKNOWLEDGED, S.SCHEDULED, S.IN_REPAIR, S.AWAITING_PARTS)
# Nobody of the workshop has taken it on yet.
WAITING_STATUSES = (S.INCOMING, S.REPORTED)
PLANNED_STATUSES = (S.SCHEDULED, S.IN_REPAIR, S.AWAITING_PARTS)
# Where it can still turn out to be about other equipment.
MOVABLE_STATUSES = (S.INCOMING, S.REPORTED, S.ACKNOWLEDGED, S.RESOLVED)


@dataclass(frozen=True)
class Transition:
    """One row: from any of `sources` to `target`, by any of `parts`.

    `grave_parts` replaces `parts` where the anomaly is one of the `grave` criticalities.
    """

    sources: tuple[AnomalyStatus, ...]
    target: AnomalyStatus
    parts: frozenset[Part]
    needs_reason: bool = False
    grave: frozenset[str] = frozenset()
    grave_parts: frozenset[Part] = frozenset()

    def parts_for(self, criticality: str) -> frozenset[Part]:
        return self.grave_parts if criticality in self.grave else self.parts


PARTS_OF_ROLE = {
    "driver": frozenset({P.REPORTER}),
    # Interventions are made by these two roles, so what only an intervention moves is theirs in a way.
    "workshop": frozenset({P.REPORTER, P.WORKSHOP, P.SUPERVISOR, P.INTERVENTION}),
    "manager": frozenset({P.REPORTER, P.MANAGER, P.INTERVENTION}),
}

WORKSHOP = frozenset({P.WORKSHOP})
WORKSHOP_OR_MANAGER = frozenset({P.WORKSHOP, P.MANAGER})
SUPERVISOR = frozenset({P.SUPERVISOR})
SUPERVISOR_OR_MANAGER = frozenset({P.SUPERVISOR, P.MANAGER})
RED = frozenset({"red"})
ORANGE_OR_RED = frozenset({"orange", "red"})

TRANSITIONS = (
    Transition((S.INCOMING,), S.REPORTED, frozenset({P.SYSTEM})),
    Transition((S.INCOMING, S.REPORTED), S.ACKNOWLEDGED, WORKSHOP_OR_MANAGER),
    Transition(
        (S.INCOMING, S.REPORTED),
        S.DISMISSED,
        WORKSHOP_OR_MANAGER,
        needs_reason=True,
        grave=ORANGE_OR_RED,
        grave_parts=SUPERVISOR_OR_MANAGER,
    ),
    Transition((S.INCOMING, S.REPORTED), S.WITHDRAWN, frozenset({P.REPORTER}), needs_reason=True),
    # "Fixed on the spot" is the workshop's alone; a red one is its supervisor's.
    Transition((S.REPORTED,), S.RESOLVED, WORKSHOP, grave=RED, grave_parts=SUPERVISOR),
    Transition(
        (S.ACKNOWLEDGED,),
        S.RESOLVED,
        WORKSHOP_OR_MANAGER,
        grave=RED,
        grave_parts=SUPERVISOR_OR_MANAGER,
    ),
    Transition(
        (S.ACKNOWLEDGED,),
        S.DISMISSED,
        WORKSHOP_OR_MANAGER,
        needs_reason=True,
        grave=ORANGE_OR_RED,
        grave_parts=SUPERVISOR_OR_MANAGER,
    ),
    Transition((S.ACKNOWLEDGED,), S.SCHEDULED, frozenset({P.INTERVENTION})),
    Transition((S.SCHEDULED, S.AWAITING_PARTS), S.IN_REPAIR, frozenset({P.INTERVENTION})),
    Transition((S.IN_REPAIR,), S.AWAITING_PARTS, frozenset({P.INTERVENTION})),
    Transition(PLANNED_STATUSES, S.RESOLVED, frozenset({P.INTERVENTION})),
    Transition(PLANNED_STATUSES, S.ACKNOWLEDGED, frozenset({P.INTERVENTION})),
    # The system closes what rested for a week, red ones apart.
    Transition(
        (S.RESOLVED,),
        S.CLOSED,
        SUPERVISOR_OR_MANAGER | {P.SYSTEM},
        grave=RED,
        grave_parts=SUPERVISOR_OR_MANAGER,
    ),
    Transition((S.RESOLVED,), S.ACKNOWLEDGED, SUPERVISOR_OR_MANAGER),
    Transition((S.DISMISSED, S.CLOSED), S.REPORTED, frozenset({P.MANAGER}), needs_reason=True),
)


def rows_from(source: AnomalyStatus) -> list[Transition]:
    """Every step that leads away from `source`."""
    return [row for row in TRANSITIONS if source in row.sources]


def rows_to(target: AnomalyStatus) -> list[Transition]:
    """Every step that leads to `target`."""
    return [row for row in TRANSITIONS if row.target == target]


def role_reaches(role: str, target: AnomalyStatus) -> bool:
    """Whether anyone of this role can ever bring an anomaly to `target`."""
    played = PARTS_OF_ROLE[role]
    return any(played & (row.parts | row.grave_parts) for row in rows_to(target))
