"""What is due on a piece of equipment, and what was renewed."""

from __future__ import annotations

from flask_babel import get_locale
from marshmallow import Schema, fields

from billun.blueprints.access import actor, members, only
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.fields import Day, Moment, Text
from billun.blueprints.api.schemas import items_of
from billun.blueprints.loading import equipment_named
from billun.catalogue import catalogue
from billun.models import Deadline, Equipment, Renewal, Result, Role
from billun.operations.deadlines import deadline_of, set_dates
from billun.operations.equipment import lock_to_edit
from billun.operations.renewals import RenewalForm, renew
from billun.queries.equipment_deadlines import deadlines_of

deadlines = Resource("deadlines", "What of a piece of equipment is due, and its renewals")


class DeadlineSchema(Schema):
    """`blocks` is what an overdue one stops: driving, a function of the equipment (`function`), or nothing."""

    code = fields.String()
    label = fields.String()
    due_on = fields.Date(allow_none=True)
    state = fields.String()
    blocks = fields.String(allow_none=True)
    function = fields.String(allow_none=True)
    legal_reference = fields.String(allow_none=True)
    done_on = fields.Date(allow_none=True)
    result = fields.String(allow_none=True)
    document_id = fields.UUID(allow_none=True)


class RenewalSchema(Schema):
    id = fields.UUID()
    done_on = fields.Date()
    result = fields.String()
    due_on = fields.Date(allow_none=True)
    document_id = fields.UUID(allow_none=True)
    comment = fields.String()
    actor = fields.String(attribute="actor.user.full_name", dump_default=None)
    created_at = Moment()


class NewRenewalSchema(Schema):
    done_on = Day(required=True)
    result = fields.Enum(Result, by_value=True, load_default=Result.PASSED)
    retest_by = Day(allow_none=True)
    due_on = Day(allow_none=True)
    document_id = fields.UUID(allow_none=True)
    comment = Text(longest=2000, lines=True)


class DatesSchema(Schema):
    done_on = Day(allow_none=True, load_default=None)
    due_on = Day(allow_none=True, load_default=None)


@deadlines.route("/equipment/<name>/deadlines", methods=["GET"])
@members
@deadlines.response(200, items_of(DeadlineSchema))
def index(name: str) -> Json:
    """What is due, the earliest day first."""
    item = equipment_named(name)
    return {"items": [described(item, deadline) for deadline in deadlines_of(item)]}


@deadlines.route("/equipment/<name>/deadlines/<code>", methods=["PUT"])
@only(Role.WORKSHOP, Role.MANAGER)
@deadlines.arguments(DatesSchema)
@deadlines.response(200, DeadlineSchema)
def dates(body: Json, name: str, code: str) -> Json:
    """Say when it was last done or is next due, without proof; neither leaves it to the rule."""
    item = equipment_named(name)
    lock_to_edit(item)
    return described(item, set_dates(actor(), item, code, **body))


@deadlines.route("/equipment/<name>/deadlines/<code>/renewal", methods=["POST"])
@only(Role.WORKSHOP, Role.MANAGER)
@deadlines.arguments(NewRenewalSchema)
@deadlines.response(201, DeadlineSchema)
def renewal(body: Json, name: str, code: str) -> Json:
    """Renew it: passed, to be tested again, or failed."""
    item = equipment_named(name)
    return described(item, renew(actor(), item, code, RenewalForm(**body)))


@deadlines.route("/equipment/<name>/deadlines/<code>/renewals", methods=["GET"])
@members
@deadlines.response(200, items_of(RenewalSchema))
def renewals(name: str, code: str) -> dict[str, list[Renewal]]:
    """Each time that it was renewed, the last first."""
    return {"items": deadline_of(equipment_named(name), code).renewals}


def described(item: Equipment, deadline: Deadline) -> Json:
    check = catalogue.checks.get(deadline.code)
    locale = str(get_locale() or "en")
    return {
        **{name: getattr(deadline, name, None) for name in DeadlineSchema().fields},
        "state": deadline.state_on(item.company.today),
        "label": catalogue.deadline_label(deadline.code, locale),
        "legal_reference": check.legal_reference(locale) if check else None,
    }
