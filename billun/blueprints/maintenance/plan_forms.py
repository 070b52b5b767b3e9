"""The forms of a plan of recurring work, and of when an item was last done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from billun.blueprints.documents.forms import possible_day, text_of
from billun.blueprints.equipment.forms import kinds_by_family
from billun.blueprints.maintenance.forms import KINDS, PRIORITIES
from billun.blueprints.meters.forms import number_in
from billun.errors import Refused
from billun.models import (
    IntervalUnit,
    InterventionKind,
    MaintenancePlan,
    Membership,
    Meter,
    PlanItem,
    Priority,
)
from billun.operations.plan_rules import PlanForm, form_of
from billun.queries.equipment_lookup import look_up
from billun.queries.places import workshops_of

UNITS = {
    IntervalUnit.DAYS: _("days"),
    IntervalUnit.WEEKS: _("weeks"),
    IntervalUnit.MONTHS: _("months"),
}
METERS = {Meter.KM: _("kilometres"), Meter.HOURS: _("engine hours")}
# The others have a value already, or are one of two of which one is enough: the word would say too little.
REALLY_OPTIONAL = ("description", "estimated_minutes")


class PlanPageForm(FlaskForm):
    of = RadioField(
        _("What it is for"),
        choices=[
            SelectChoice("kind", _("All equipment of a kind")),
            SelectChoice("item", _("One piece of equipment")),
        ],
        default="kind",
    )
    equipment_kind = SelectField(_("Kind"), validators=[Optional()])
    equipment = StringField(
        _("Plate, fleet number or Billun ID"),
        validators=[Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    title = StringField(
        _("What is to be done"),
        validators=[InputRequired(_("Say what is to be done.")), Length(max=200)],
    )
    description = TextAreaField(
        _("Notes"), validators=[Length(max=4000)], render_kw={"rows": 3, "maxlength": 4000}
    )
    kind = SelectField(
        _("What sort of work"),
        choices=[SelectChoice(kind.value, word) for kind, word in KINDS.items()],
        default=InterventionKind.PREVENTIVE.value,
    )
    priority = SelectField(
        _("Priority"),
        choices=[SelectChoice(one.value, word) for one, word in PRIORITIES.items()],
        default=Priority.NORMAL.value,
    )
    workshop_id = SelectField(_("Workshop"), validators=[Optional()])
    every = IntegerField(
        _("Every"),
        validators=[Optional(), NumberRange(1, 3_650, _("From 1 to 3650."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    unit = SelectField(
        _("Unit"),
        choices=[SelectChoice(unit.value, word) for unit, word in UNITS.items()],
        default=IntervalUnit.MONTHS.value,
    )
    meter_every = StringField(_("Every"), render_kw={"inputmode": "numeric", "autocomplete": "off"})
    meter = SelectField(
        _("Meter"),
        choices=[SelectChoice(meter.value, word) for meter, word in METERS.items()],
        default=Meter.KM.value,
    )
    starts_on = DateField(
        _("Counts from"),
        validators=[Optional(), possible_day],
        description=_("For equipment of which nobody says when it was last done."),
    )
    ahead_days = IntegerField(
        _("Days ahead"),
        validators=[Optional(), NumberRange(0, 365, _("From 0 to 365."))],
        description=_("So long before it is due the work stands among what is to be planned."),
        render_kw={"inputmode": "numeric"},
        default=30,
    )
    estimated_minutes = IntegerField(
        _("Estimated work"),
        validators=[Optional(), NumberRange(1, 100_000, _("Write a number of minutes."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def offer(self, member: Membership) -> None:
        """The kinds of the catalogue and the workshops of the company."""
        for field in self:
            field.flags.hide_optional = field.name not in REALLY_OPTIONAL
        self.equipment_kind.choices = [SelectChoice("", "–"), *kinds_by_family()]
        self.workshop_id.choices = [
            SelectChoice("", gettext("That of each item")),
            *(SelectChoice(str(one.id), one.name) for one in workshops_of(member)),
        ]

    def validate_meter_every(self, field: StringField) -> None:
        if (field.data or "").strip() and number_in(field.data) is None:
            field.errors = [*field.errors, gettext("Write a number.")]

    def as_operation_form(
        self, member: Membership, plan: MaintenancePlan | None = None
    ) -> PlanForm:
        """What the form says; a plan that is there keeps what it is for. Raises Refused for equipment not found."""
        step = (self.meter_every.data or "").strip()
        return PlanForm(
            **(scope_of(plan) if plan else self.scope(member)),
            title=text_of(self.title),
            description=(self.description.data or "").strip(),
            kind=InterventionKind(self.kind.data),
            priority=Priority(self.priority.data),
            workshop_id=UUID(self.workshop_id.data) if self.workshop_id.data else None,
            every=self.every.data,
            unit=IntervalUnit(self.unit.data) if self.every.data else None,
            meter=Meter(self.meter.data) if step else None,
            meter_every=number_in(step) if step else None,
            starts_on=self.starts_on.data,
            ahead_days=30 if self.ahead_days.data is None else self.ahead_days.data,
            estimated_minutes=self.estimated_minutes.data,
        )

    def scope(self, member: Membership) -> dict[str, Any]:
        if self.of.data == "kind":
            if not self.equipment_kind.data:
                raise Refused("equipment_kind", gettext("Choose a kind."))
            return {"equipment_kind": self.equipment_kind.data}
        found = look_up(member, self.equipment.data or "")
        if len(found) != 1:
            text = (
                gettext("Several have this number. Write the Billun ID.")
                if found
                else gettext("Nothing has this number. Look at it again.")
            )
            raise Refused("equipment", text)
        return {"equipment_id": found[0].id}


def scope_of(plan: MaintenancePlan) -> dict[str, Any]:
    return {"equipment_id": plan.equipment_id, "equipment_kind": plan.equipment_kind}


def filled_in(plan: MaintenancePlan) -> dict[str, Any]:
    """The values of the form's fields for a plan that is."""
    said = vars(form_of(plan))
    texts = {
        "of": "item" if plan.equipment_id else "kind",
        "kind": plan.kind.value,
        "priority": plan.priority.value,
        "unit": (plan.unit or IntervalUnit.MONTHS).value,
        "meter": (plan.meter or Meter.KM).value,
        "meter_every": plain(plan.meter_every),
        "workshop_id": str(plan.workshop_id or ""),
    }
    return said | texts


class LastDoneForm(FlaskForm):
    last_done_on = DateField(_("Last done on"), validators=[Optional(), possible_day])
    last_meter = StringField(
        _("The meter showed"), render_kw={"inputmode": "decimal", "autocomplete": "off"}
    )

    def validate_last_meter(self, field: StringField) -> None:
        if (field.data or "").strip() and number_in(field.data) is None:
            field.errors = [*field.errors, gettext("Write a number.")]

    @property
    def meter(self) -> Decimal | None:
        return number_in(self.last_meter.data) if (self.last_meter.data or "").strip() else None


def last_done_of(item: PlanItem) -> dict[str, Any]:
    return {"last_done_on": item.last_done_on, "last_meter": plain(item.last_meter)}


def plain(value: Decimal | None) -> str:
    """A number as one would type it."""
    if value is None:
        return ""
    return str(int(value)) if value == value.to_integral_value() else str(value)
