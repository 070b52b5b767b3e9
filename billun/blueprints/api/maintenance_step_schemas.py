"""The shapes of what happens to an intervention: its steps, its clocks, its timeline."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields

from billun.blueprints.api.deadlines import NewRenewalSchema
from billun.blueprints.api.fields import Day, Moment, Text
from billun.blueprints.api.messages import Between
from billun.blueprints.api.schemas import AuthorSchema
from billun.models import InterventionStatus, Outcome
from billun.operations.intervention_lines import MOST_MINUTES
from billun.operations.intervention_steps import LONGEST_PARTS
from billun.operations.reasons import LONGEST


class ByKey(fields.Dict):
    """An object whose errors stand at the key that is wrong, or whose value is."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[Any, Any]:
        try:
            found: dict[Any, Any] = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            raise ValidationError(at_their_keys(error.messages)) from error
        return found


def at_their_keys(messages: Any) -> Any:
    if not isinstance(messages, dict):
        return messages
    return {str(key): wrong.get("key") or wrong["value"] for key, wrong in messages.items()}


class ReadingsBody(Schema):
    """Kilometres and engine hours, as the meters show them."""

    km = fields.Decimal(allow_none=True)
    hours = fields.Decimal(allow_none=True)


class InterventionTransitionBody(Schema):
    """`from` is the status that the step was decided on: where it is another one by now, 409.

    To complete: an outcome for each anomaly; for each deadline how it was renewed, null where it was
    not; today and passed where nothing is said. A reading beyond all use passes with "readings" among
    the `confirmed`, the comment being its reason. To wait for parts: which ones.
    """

    to = fields.Enum(InterventionStatus, by_value=True, required=True)
    comment = Text(longest=LONGEST, lines=True, allow_none=True)
    seen = fields.Enum(InterventionStatus, by_value=True, data_key="from", allow_none=True)
    outcomes = ByKey(keys=fields.UUID(), values=fields.Enum(Outcome, by_value=True))
    renewals = ByKey(keys=Text(longest=60), values=fields.Nested(NewRenewalSchema, allow_none=True))
    readings = fields.Nested(ReadingsBody)
    parts_awaited = Text(longest=LONGEST_PARTS, allow_none=True)
    parts_expected_on = Day(allow_none=True)
    confirmed = fields.List(Text(longest=60))


class WorkBody(Schema):
    """`minutes` corrects a clock that somebody forgot to stop."""

    minutes = fields.Integer(allow_none=True, strict=True, validate=Between(0, MOST_MINUTES))


class WorkSchema(Schema):
    """A clock of one person; without an end it runs, and `minutes` are those until now."""

    id = fields.UUID()
    intervention_id = fields.UUID()
    worker = fields.Nested(AuthorSchema)
    started_at = Moment()
    ended_at = Moment(allow_none=True)
    minutes = fields.Integer()


class InterventionCommentBody(Schema):
    id = fields.UUID()
    comment = Text(longest=LONGEST, lines=True, required=True)


class InterventionEntrySchema(Schema):
    """`actor` is null where the workshop outside did it (`outside` is how it called itself) or Billun itself."""

    id = fields.UUID()
    kind = fields.String()
    at = Moment()
    actor = fields.Nested(AuthorSchema, allow_none=True)
    outside = fields.String(attribute="link.name", dump_default=None)
    from_status = fields.String(allow_none=True)
    to_status = fields.String(allow_none=True)
    comment = fields.String(allow_none=True)
    detail = fields.Dict()
