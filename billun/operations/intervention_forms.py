"""What somebody says of an intervention, and how it will be stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from billun.errors import Refused
from billun.models import Intervention, InterventionKind, Priority
from billun.operations.taking import held_anomalies, held_deadlines

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 4_000
LONGEST_ESTIMATE = 100_000
MOST_PEOPLE = 50
MOST_TAKEN = 100
# What a column holds as the form says it.
PLAIN = frozenset(
    {"kind", "title", "starts_at", "ends_at", "bay", "priority", "description", "estimated_minutes"}
)


@dataclass(frozen=True, kw_only=True)
class InterventionForm:
    """What somebody plans. Times are moments; `estimated_minutes` is the work, which may be shorter than the time.

    `assignee_ids` are the users' ids. Without times only where a plan made it and nobody has placed it yet.
    """

    equipment_id: UUID
    workshop_id: UUID | None
    kind: InterventionKind
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    bay: str | None = None
    priority: Priority = Priority.NORMAL
    description: str = ""
    estimated_minutes: int | None = None
    assignee_ids: Collection[UUID] = ()
    anomaly_ids: Collection[UUID] = ()
    deadline_codes: Collection[str] = ()


def form_of(intervention: Intervention) -> InterventionForm:
    """What a form would have to say to write this intervention as it is."""
    return InterventionForm(
        equipment_id=intervention.equipment_id,
        workshop_id=intervention.workshop_id,
        **{name: getattr(intervention, name) for name in PLAIN},
        assignee_ids=[member.user_id for member in intervention.assignees],
        anomaly_ids=[one.anomaly_id for one in held_anomalies(intervention)],
        deadline_codes=[one.deadline.code for one in held_deadlines(intervention)],
    )


def checked(form: InterventionForm) -> InterventionForm:
    """The form as it will be stored: texts trimmed, times in UTC, each name once. Raises Refused."""
    title, description = " ".join(form.title.split()), form.description.strip()
    if not title:
        raise Refused("title", _("Say in a few words what is to be done."))
    refuse_too_long("title", title, LONGEST_TITLE)
    refuse_too_long("description", description, LONGEST_DESCRIPTION)
    if form.estimated_minutes is not None and not 0 < form.estimated_minutes <= LONGEST_ESTIMATE:
        raise Refused("estimated_minutes", _("Say it in minutes, or leave it open."))
    refuse_too_many("assignee_ids", form.assignee_ids, MOST_PEOPLE)
    refuse_too_many("anomaly_ids", form.anomaly_ids, MOST_TAKEN)
    refuse_too_many("deadline_codes", form.deadline_codes, MOST_TAKEN)
    return replace(
        form,
        title=title,
        description=description,
        bay=" ".join((form.bay or "").split()) or None,
        starts_at=form.starts_at and form.starts_at.astimezone(UTC),
        ends_at=form.ends_at and form.ends_at.astimezone(UTC),
        assignee_ids=sorted(set(form.assignee_ids)),
        anomaly_ids=sorted(set(form.anomaly_ids)),
        deadline_codes=sorted(set(form.deadline_codes)),
    )


def refuse_too_long(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise Refused(field, _("Write at most %(count)s characters.", count=longest))


def refuse_too_many(field: str, ids: Collection[Any], most: int) -> None:
    if len(ids) > most:
        raise Refused(field, _("At most %(count)s of them.", count=most))
