"""What an edit changed of an intervention, as its timeline keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from billun.models import Intervention, InterventionEntryKind, Membership
from billun.operations.bookings import iso
from billun.operations.ending_links import end_links
from billun.operations.history import differences
from billun.operations.intervention_timeline import record
from billun.operations.taking import held_anomalies, held_deadlines
from billun.operations.telling_workshop import tell_of_intervention


@dataclass(frozen=True)
class Standing:
    """How an intervention is at one moment of being edited."""

    place: dict[str, str | None]
    workshop_id: UUID | None
    people: Sequence[Membership]
    words: dict[str, Any]


def how_it_is(intervention: Intervention) -> Standing:
    people = list(intervention.assignees)
    place, words = where_and_when(intervention), plain_words(intervention)
    return Standing(place, intervention.workshop_id, people, words)


def record_edit(
    actor: Membership, intervention: Intervention, before: Standing, after: Standing
) -> None:
    """An entry for each sort of change, since each concerns other people.

    In another workshop the links of the former one are over at once.
    """
    if before.place != after.place:
        detail: dict[str, Any] = {"from": before.place, "to": after.place}
        tell(intervention, actor, InterventionEntryKind.MOVED, detail)
    if before.workshop_id != after.workshop_id:
        end_links(actor, intervention)
    added = [one for one in after.people if one not in before.people]
    removed = [one for one in before.people if one not in after.people]
    if added or removed:
        detail = {"added": named_people(added), "removed": named_people(removed)}
        tell(intervention, actor, InterventionEntryKind.ASSIGNED, detail)
    changes = differences(before.words, after.words)
    if changes:
        tell(intervention, actor, InterventionEntryKind.EDITED, {"changes": changes})


def tell(
    intervention: Intervention,
    actor: Membership,
    kind: InterventionEntryKind,
    detail: dict[str, Any],
) -> None:
    """Record it, and let those know whom it concerns."""
    tell_of_intervention(record(intervention, actor, kind, detail=detail))


def where_and_when(intervention: Intervention) -> dict[str, str | None]:
    """Its planned time and its place, as the timeline keeps them."""
    starts_at, ends_at = intervention.starts_at, intervention.ends_at
    return {
        "starts_at": iso(starts_at) if starts_at else None,
        "ends_at": iso(ends_at) if ends_at else None,
        "workshop": intervention.place_name,
        "bay": intervention.bay,
    }


def plain_words(intervention: Intervention) -> dict[str, Any]:
    """The rest of what people wrote of it, as the timeline keeps it."""
    return {
        "kind": intervention.kind.value,
        "priority": intervention.priority.value,
        "title": intervention.title,
        "description": intervention.description,
        "estimated_minutes": intervention.estimated_minutes,
        "anomalies": [one.anomaly.reference for one in held_anomalies(intervention)],
        "deadlines": sorted(one.deadline.code for one in held_deadlines(intervention)),
    }


def named_people(people: Sequence[Membership]) -> list[dict[str, str]]:
    """Memberships with their names, as the timeline keeps them."""
    return [{"id": str(member.id), "name": member.user.full_name} for member in people]
