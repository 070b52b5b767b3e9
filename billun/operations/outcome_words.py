"""What became of a report, in the words of the letters that tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from billun.models import (
    Anomaly,
    AnomalyStatus,
    Criticality,
    InterventionStatus,
    TimelineEntry,
    TimelineKind,
)
from billun.models import Outcome as InterventionOutcome


@dataclass(frozen=True)
class Outcome:
    """In a word or two, and in a sentence."""

    short: str
    sentence: str


def outcome_of(entry: TimelineEntry) -> Outcome:
    """What the entry tells the reporter."""
    older = same_as(entry)
    if older:
        return Outcome(_("Reported before"), same(older))
    if entry.kind == TimelineKind.MOVED:
        return Outcome(_("Corrected"), moved(entry))
    if entry.from_criticality and entry.to_criticality:
        return Outcome(_("Less urgent"), lowered(entry.from_criticality, entry.to_criticality))
    if was_put_off(entry):
        return put_off(entry)
    if was_not_found(entry):
        return Outcome(_("Nothing found"), _("The workshop looked, and did not find the damage."))
    return became(entry.to_status)


def became(status: AnomalyStatus | None) -> Outcome:
    """It ended in this status, or it is open again."""
    if status == AnomalyStatus.RESOLVED:
        return Outcome(_("Repaired"), _("The damage that you reported is repaired."))
    if status == AnomalyStatus.DISMISSED:
        return Outcome(_("Dismissed"), _("Nothing will be done about this report."))
    if status == AnomalyStatus.WITHDRAWN:
        return Outcome(_("Taken back"), _("The first report of this damage was taken back."))
    return Outcome(
        _("Being looked at again"), _("The damage that you reported is being looked at again.")
    )


def was_not_found(entry: TimelineEntry) -> bool:
    """Whether a repair ended it because there was nothing to repair."""
    ended = entry.to_status == AnomalyStatus.RESOLVED
    return ended and found_by_repair(entry) == InterventionOutcome.NOT_FOUND


def was_put_off(entry: TimelineEntry) -> bool:
    """Whether a repair that it was part of is over, or called off, and left it as it was."""
    waits = entry.to_status == AnomalyStatus.ACKNOWLEDGED
    return waits and found_by_repair(entry) == InterventionOutcome.DEFERRED


def found_by_repair(entry: TimelineEntry) -> InterventionOutcome | None:
    """What the repair that moved it says of it, if one did."""
    if entry.intervention_id is None:
        return None
    taken = [one for one in entry.anomaly.taken if one.intervention_id == entry.intervention_id]
    return taken[-1].outcome if taken else None


def put_off(entry: TimelineEntry) -> Outcome:
    repair = entry.intervention
    if repair and repair.status == InterventionStatus.CANCELLED:
        return Outcome(_("Repair called off"), _("The repair was called off."))
    return Outcome(_("Repair put off"), _("The repair was put off."))


def same_as(entry: TimelineEntry) -> Anomaly | None:
    """The older report as which this entry dismissed its own."""
    return entry.duplicate if entry.to_status == AnomalyStatus.DISMISSED else None


def same(older: Anomaly) -> str:
    return _(
        "It is the same as %(reference)s, which was reported before. You are told what becomes of that one.",
        reference=older.reference,
    )


def moved(entry: TimelineEntry) -> str:
    now = entry.to_equipment or entry.anomaly.equipment
    if not entry.from_equipment:
        return _("The report is about %(equipment)s.", equipment=now.title)
    return _(
        "The report is about %(equipment)s, not about %(before)s.",
        equipment=now.title,
        before=entry.from_equipment.title,
    )


def lowered(before: Criticality, after: Criticality) -> str:
    return _(
        "It was “%(before)s”, now it is “%(after)s”.",
        before=level_of(before),
        after=level_of(after),
    )


def level_of(criticality: Criticality) -> str:
    """In words. What an alert was owed for may have been lowered before it goes out."""
    return {
        Criticality.RED: _("Stop now"),
        Criticality.ORANGE: _("Repair before next trip"),
        Criticality.YELLOW: _("Plan a repair"),
        Criticality.GREEN: _("Drive on"),
    }[criticality]
