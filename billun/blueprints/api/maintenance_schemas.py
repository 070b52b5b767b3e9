"""The shapes of interventions: what is planned of them, asked for and answered."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from marshmallow import Schema, fields, validate

from billun.blueprints.access import actor
from billun.blueprints.api.fields import Day, Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import PageQuery
from billun.models import Deadline, Intervention, InterventionKind, InterventionStatus, Priority
from billun.models.base import now
from billun.operations.booking_questions import CODES
from billun.operations.completing_interventions import is_renewed
from billun.operations.interventions import (
    LONGEST_DESCRIPTION,
    LONGEST_ESTIMATE,
    LONGEST_TITLE,
    MOST_PEOPLE,
    MOST_TAKEN,
)
from billun.operations.local_times import moment_at
from billun.operations.workshops import LONGEST_BAY
from billun.queries.calendar import Calendar, LaneKind, lane_ids
from billun.queries.intervention_list import SORTS


class ExactMoment(Moment):
    """A time that says its offset from UTC: in which zone a bare one is meant, nobody could know."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.default_timezone = None


class DayOrMoment(fields.Field[Any]):
    """2026-11-22, the day's first moment where the company works, or 2026-11-22T09:30:00Z."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if isinstance(value, str) and len(value) == len("2026-11-22"):
            day: date = Day().deserialize(value)
            return moment_at(datetime.combine(day, time()), actor().company.zone, str(attr))
        moment: datetime = ExactMoment().deserialize(value)
        return moment


class InterventionEquipmentSchema(Schema):
    id = fields.UUID()
    billun_id = fields.String()
    title = fields.String()
    plate = fields.String(allow_none=True)
    fitness = fields.String()


class AssigneeSchema(Schema):
    user_id = fields.UUID()
    name = fields.String(attribute="user.full_name")
    trade = fields.String(allow_none=True)


class TakenAnomalySchema(Schema):
    """`outcome` is null as long as the job holds it."""

    id = fields.UUID(attribute="anomaly.id")
    reference = fields.String(attribute="anomaly.reference")
    category = fields.String(attribute="anomaly.category")
    criticality = fields.String(attribute="anomaly.criticality")
    status = fields.String(attribute="anomaly.status")
    outcome = fields.String(allow_none=True)


class TakenDeadlineSchema(Schema):
    """`renewed` once it passed; `result` is null as long as no check was done by this job."""

    code = fields.String(attribute="deadline.code")
    due_on = fields.Date(attribute="deadline.due_on", allow_none=True)
    renewed = fields.Function(is_renewed, metadata={"type": "boolean"})
    result = fields.String(attribute="renewal.result", dump_default=None, allow_none=True)


class OutsideSchema(Schema):
    """What the workshop outside answered; the times that it proposes, if it does."""

    answer = fields.String()
    answered_at = Moment(allow_none=True)
    proposed_starts_at = Moment(allow_none=True)
    proposed_ends_at = Moment(allow_none=True)


def cost_of(intervention: Intervention) -> str | None:
    """In euros without tax; a driver is not told."""
    sees = actor().is_manager or actor().is_workshop
    return f"{intervention.cost:.2f}" if sees else None


def is_late(intervention: Intervention) -> bool:
    return intervention.is_late_at(now())


def plan_id_of(intervention: Intervention) -> str | None:
    return str(intervention.plan_item.plan_id) if intervention.plan_item else None


def outside_of(intervention: Intervention) -> Any:
    """The answer that came by the newest link which was not taken back."""
    links = [link for link in intervention.outside_links if link.revoked_at is None]
    return OutsideSchema().dump(links[0]) if links else None


class PlannedSchema(Schema):
    """What the calendar tells of a job."""

    id = fields.UUID()
    reference = fields.String()
    status = fields.String()
    kind = fields.String()
    priority = fields.String()
    title = fields.String()
    equipment_id = fields.UUID()
    equipment = fields.Nested(InterventionEquipmentSchema)
    workshop_id = fields.UUID(allow_none=True)
    workshop_name = fields.String(attribute="place_name")
    bay = fields.String(allow_none=True)
    starts_at = Moment(allow_none=True)
    ends_at = Moment(allow_none=True)
    estimated_minutes = fields.Integer(allow_none=True)
    parts_awaited = fields.String()
    parts_expected_on = fields.Date(allow_none=True)
    assignees = fields.List(fields.Nested(AssigneeSchema))
    anomalies = fields.List(fields.Nested(TakenAnomalySchema), attribute="taken")
    deadlines = fields.List(fields.Nested(TakenDeadlineSchema), attribute="taken_deadlines")
    criticality = fields.String(allow_none=True)
    is_late = fields.Function(is_late, metadata={"type": "boolean"})
    due_on = fields.Date(allow_none=True)
    version = fields.Integer()


class InterventionSchema(PlannedSchema):
    """`cost` in euros without tax is null for drivers; `worked_minutes` counts up while somebody works on it."""

    description = fields.String()
    worked_minutes = fields.Integer()
    started_at = Moment(allow_none=True)
    completed_at = Moment(allow_none=True)
    cancelled_at = Moment(allow_none=True)
    cost = fields.Function(cost_of, metadata={"type": ["string", "null"]})
    plan_id = fields.Function(plan_id_of, metadata={"type": ["string", "null"], "format": "uuid"})
    outside = fields.Function(outside_of)
    created_at = Moment()
    updated_at = Moment()


class InterventionBody(Schema):
    """`confirmed` are the codes of questions that were asked back and are answered with yes."""

    workshop_id = fields.UUID()
    kind = fields.Enum(InterventionKind, by_value=True)
    title = Text(longest=LONGEST_TITLE, shortest=1)
    starts_at = ExactMoment(allow_none=True)
    ends_at = ExactMoment(allow_none=True)
    bay = Text(longest=LONGEST_BAY, allow_none=True)
    priority = fields.Enum(Priority, by_value=True)
    description = Text(longest=LONGEST_DESCRIPTION, lines=True)
    estimated_minutes = fields.Integer(allow_none=True, validate=Between(1, LONGEST_ESTIMATE))
    assignee_ids = fields.List(fields.UUID(), validate=validate.Length(max=MOST_PEOPLE))
    anomaly_ids = fields.List(fields.UUID(), validate=validate.Length(max=MOST_TAKEN))
    deadline_codes = fields.List(Text(longest=60), validate=validate.Length(max=MOST_TAKEN))
    confirmed = fields.List(fields.String(validate=validate.OneOf(CODES)), load_default=list)


class NewInterventionBody(InterventionBody):
    id = fields.UUID()
    equipment_id = fields.UUID(required=True)
    workshop_id = fields.UUID(required=True)
    kind = fields.Enum(InterventionKind, by_value=True, required=True)
    title = Text(longest=LONGEST_TITLE, shortest=1, required=True)
    starts_at = ExactMoment(required=True)
    ends_at = ExactMoment(required=True)


class InterventionChangesBody(InterventionBody):
    """`version` is the one that was seen: where it is another one by now, 409."""

    version = fields.Integer(validate=Between(1, 2**31 - 1))


class InterventionQuery(PageQuery):
    """`from` and `to` mean the planned time, `assignee_id` is a user's id; `unplaced` leaves what has no time yet."""

    q = Text(longest=100, load_default="")
    status = fields.Enum(InterventionStatus, by_value=True)
    kind = fields.Enum(InterventionKind, by_value=True)
    priority = fields.Enum(Priority, by_value=True)
    equipment_id = fields.UUID()
    workshop_id = fields.UUID()
    site_id = fields.UUID()
    assignee_id = fields.UUID()
    plan_id = fields.UUID()
    since = DayOrMoment(data_key="from")
    until = DayOrMoment(data_key="to")
    open = fields.Boolean(load_default=False)
    unplaced = fields.Boolean(load_default=False)
    sort = fields.String(load_default="newest", validate=validate.OneOf(tuple(SORTS)))


class CalendarQuery(Schema):
    """Days where the company works or times: [from, to), at most a hundred days."""

    since = DayOrMoment(data_key="from", required=True)
    until = DayOrMoment(data_key="to", required=True)
    lane = fields.Enum(LaneKind, by_value=True, load_default=LaneKind.BAY)
    workshop_id = fields.UUID()


class LaneSchema(Schema):
    """`bay:<workshop>:<bay>` or `person:<user>`; with nothing behind the last colon what has no bay, or nobody."""

    id = fields.String()
    name = fields.String()
    workshop_id = fields.UUID(allow_none=True)


class CalendarItemSchema(PlannedSchema):
    lane_ids = fields.List(fields.String())
    external = fields.Boolean()


class ClosedSchema(Schema):
    """A time at which a workshop is closed; it has a name where that is a holiday or a closure."""

    workshop_id = fields.UUID()
    starts_at = Moment(data_key="from", attribute="span.starts_at")
    ends_at = Moment(data_key="to", attribute="span.ends_at")
    name = fields.String(attribute="span.name")


class AbsenceSpanSchema(Schema):
    user_id = fields.UUID(attribute="member.user_id")
    starts_on = fields.Date()
    ends_on = fields.Date()
    kind = fields.String()


class CalendarSchema(Schema):
    lane = fields.String()
    lanes = fields.List(fields.Nested(LaneSchema))
    items = fields.List(fields.Nested(CalendarItemSchema))
    closed = fields.List(fields.Nested(ClosedSchema))
    absences = fields.List(fields.Nested(AbsenceSpanSchema))


class ToPlanQuery(Schema):
    """The workshop and the site that the equipment belongs to."""

    workshop_id = fields.UUID()
    site_id = fields.UUID()


class WaitingAnomalySchema(Schema):
    id = fields.UUID()
    reference = fields.String()
    category = fields.String()
    sub_category = fields.String(allow_none=True)
    criticality = fields.String()
    status = fields.String()
    description = fields.String()
    received_at = Moment()
    equipment = fields.Nested(InterventionEquipmentSchema)
    workshop_id = fields.UUID(attribute="equipment.workshop_id", allow_none=True)


def state_today(deadline: Deadline) -> str:
    return deadline.state_on(actor().company.today).value


class WaitingDeadlineSchema(Schema):
    code = fields.String()
    due_on = fields.Date()
    state = fields.Function(state_today, metadata={"type": "string"})
    blocks = fields.String(allow_none=True)
    equipment = fields.Nested(InterventionEquipmentSchema)
    workshop_id = fields.UUID(attribute="equipment.workshop_id", allow_none=True)


class OccurrenceSchema(Schema):
    """What a plan made and nobody has given a time yet."""

    id = fields.UUID()
    reference = fields.String()
    kind = fields.String()
    priority = fields.String()
    title = fields.String()
    estimated_minutes = fields.Integer(allow_none=True)
    due_on = fields.Date(allow_none=True)
    plan_id = fields.Function(plan_id_of, metadata={"type": ["string", "null"], "format": "uuid"})
    equipment = fields.Nested(InterventionEquipmentSchema)
    workshop_id = fields.UUID(allow_none=True)
    version = fields.Integer()


class ToPlanTotalsSchema(Schema):
    anomalies = fields.Integer()
    deadlines = fields.Integer()
    occurrences = fields.Integer()


class ToPlanSchema(Schema):
    """At most 200 of each, the most pressing first; `totals` says how many there are in all."""

    anomalies = fields.List(fields.Nested(WaitingAnomalySchema))
    deadlines = fields.List(fields.Nested(WaitingDeadlineSchema))
    occurrences = fields.List(fields.Nested(OccurrenceSchema))
    totals = fields.Nested(ToPlanTotalsSchema)


def calendar_answer(found: Calendar) -> dict[str, Any]:
    """What CalendarSchema describes: the items with the lanes in which they lie."""
    planned = PlannedSchema()
    items = [
        planned.dump(item)
        | {
            "lane_ids": lane_ids(item, found.lane),
            "external": bool(item.workshop and item.workshop.external),
        }
        for item in found.items
    ]
    rest: dict[str, Any] = CalendarSchema(exclude=["items"]).dump(found)
    return rest | {"items": items}
