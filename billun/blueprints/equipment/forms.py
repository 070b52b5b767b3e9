"""The form of a piece of equipment: what every item has, and the fields that the catalogue gives its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext as _p
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from billun.blueprints.page_context import locale
from billun.catalogue import Field, FieldError, Group, catalogue
from billun.models import Equipment, EquipmentStatus, Membership, Ownership, Site, Workshop
from billun.models.base import new_id
from billun.operations.equipment import EquipmentForm
from billun.operations.specs import trouble
from billun.queries.equipment_lookup import look_up
from billun.queries.places import sites_of, workshops_of

SPEC = "specs-"
STATUSES = {
    EquipmentStatus.ACTIVE: _p("equipment", "Active"),
    EquipmentStatus.IN_WORKSHOP: _p("equipment", "In the workshop"),
    EquipmentStatus.STOOD_DOWN: _p("equipment", "Stood down"),
    EquipmentStatus.PROVISIONAL: _p("equipment", "Provisional"),
    EquipmentStatus.RETIRED: _p("equipment", "Retired"),
}
OWNERSHIPS = {
    Ownership.OWN: _p("equipment", "Our own"),
    Ownership.LEASED: _p("equipment", "Leased"),
    Ownership.HIRED: _p("equipment", "Hired"),
    Ownership.ENTRUSTED: _p("equipment", "Entrusted to us"),
}
NOTHING = SelectChoice("", "–")
CAPITALS = {"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}


class Readable:
    """Validates a control by reading it as the catalogue describes its field."""

    def __init__(self, field: Field) -> None:
        self.field = field

    def __call__(self, form: FlaskForm, control: Any) -> None:
        try:
            self.field.read(control.data, locale())
        except FieldError as error:
            raise ValidationError(trouble(self.field, error)) from error


class EquipmentPageForm(FlaskForm):
    """What every item has. `form_for` adds the fields of a kind, named `specs-<key>`."""

    kind = SelectField(_("Kind"), validators=[InputRequired(_("Choose a kind."))])
    make = StringField(_("Make"), validators=[Length(max=80)])
    model = StringField(_("Model"), validators=[Length(max=80)])
    plate = StringField(_("Plate"), validators=[Length(max=20)], render_kw=CAPITALS)
    plate_country = StringField(
        _("Country of the plate"),
        default="FR",
        validators=[Length(max=3)],
        description=_("Two letters: FR, DE, ES …"),
        render_kw=CAPITALS,
    )
    internal_id = StringField(
        _("Fleet number"),
        validators=[Length(max=40)],
        description=_("Your own number, unique in the company."),
    )
    vin = StringField(_("VIN"), validators=[Length(max=40)], render_kw=CAPITALS)
    serial = StringField(_("Serial number"), validators=[Length(max=60)])
    first_registered_on = DateField(_("First registration"), validators=[Optional()])
    site_id = SelectField(_("Site"), validators=[Optional()])
    workshop_id = SelectField(_("Workshop"), validators=[Optional()])
    parent = StringField(
        _("Coupled to or mounted on"),
        validators=[Length(max=60)],
        description=_("Plate, fleet number or Billun ID of the other one."),
        render_kw=CAPITALS,
    )
    ownership = SelectField(_("Whose it is"), default=Ownership.OWN.value)
    owner_name = StringField(
        _("Owner"), validators=[Length(max=200)], description=_("Where it is not your own.")
    )
    contract_ends_on = DateField(_("End of the contract"), validators=[Optional()])
    status = SelectField(_("Status"), default=EquipmentStatus.ACTIVE.value)
    description = TextAreaField(_("Description"), validators=[Length(max=500)])

    # What the page was made from: the id of an item to be, the version of one that is.
    id = HiddenField(default=lambda: str(new_id()))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    parent_id: UUID | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for control in self:
            # All but the kind are: sixty times the word would be noise.
            control.flags.hide_optional = True

    def offer_choices(self, member: Membership) -> None:
        """The kinds of the catalogue, the sites and workshops of the company."""
        self.kind.choices = [NOTHING, *kinds_by_family()]
        self.site_id.choices = or_none(sites_of(member))
        self.workshop_id.choices = or_none(workshops_of(member))
        self.ownership.choices = [SelectChoice(*one) for one in OWNERSHIPS.items()]
        self.status.choices = [SelectChoice(*one) for one in STATUSES.items()]

    @property
    def groups(self) -> Iterator[tuple[Group, list[tuple[Field, Any]]]]:
        """The fields of the kind by group, each with its control."""
        for group, fields in catalogue.groups_for(self.kind.data or ""):
            controls = [(one, self._fields.get(SPEC + one.key)) for one in fields]
            yield group, [(one, control) for one, control in controls if control is not None]

    @property
    def spec_names(self) -> dict[str, str]:
        """How the fields of the kind are called here, by their key."""
        names = [name for name in self._fields if name.startswith(SPEC)]
        return {name.removeprefix(SPEC): name for name in names} | {"parent_id": "parent"}

    def find_parent(self, member: Membership, present: Equipment | None = None) -> bool:
        """Look for what the item is attached to; an error beside the field where it is not one item."""
        text = (self.parent.data or "").strip()
        found = look_up(member, text) if text else []
        if present and text == present.title:
            found = [present]
        if text and len(found) != 1:
            nothing = gettext("No equipment has this number.")
            several = gettext("Several items have this number. Give the Billun ID.")
            self.parent.errors = [*self.parent.errors, several if found else nothing]
            return False
        self.parent_id = found[0].id if found else None
        return True

    def as_operation_form(self) -> EquipmentForm:
        values: dict[str, Any] = {name: self._fields[name].data or None for name in WRITTEN}
        for name in ("make", "model", "owner_name", "description"):
            values[name] = values[name] or ""
        for name in ("site_id", "workshop_id"):
            values[name] = UUID(values[name]) if values[name] else None
        return EquipmentForm(**values, parent_id=self.parent_id, specs=self.specs)

    @property
    def new_id(self) -> UUID:
        """The id under which the page offers its item, so that a form sent twice makes one."""
        try:
            return UUID(self.id.data)
        except (TypeError, ValueError):
            return new_id()

    @property
    def specs(self) -> dict[str, Any]:
        """The values of the kind's fields as they are stored. Raises FieldError; validate first."""
        fields = {key: catalogue.fields[key] for key in self.spec_names if key in catalogue.fields}
        values = {
            key: one.read(self._fields[SPEC + key].data, locale()) for key, one in fields.items()
        }
        return {key: value for key, value in values.items() if value is not None}


WRITTEN = (
    "kind", "make", "model", "plate", "plate_country", "internal_id", "vin", "serial",
    "first_registered_on", "site_id", "workshop_id", "ownership", "owner_name", "contract_ends_on",
    "status", "description",
)  # fmt: skip


def form_for(kind: str) -> type[EquipmentPageForm]:
    """The form of a kind; of none, that without technical fields."""
    return built_form(kind if kind in catalogue.kinds else "", locale())


@lru_cache(maxsize=200)
def built_form(kind: str, language: str) -> type[EquipmentPageForm]:
    family = catalogue.kinds[kind].family if kind else ""
    fields = catalogue.fields_for(family, kind) if kind else ()
    controls = {SPEC + one.key: control(one, language) for one in fields if not one.is_derived}
    return type("KindForm", (EquipmentPageForm,), controls)


def control(field: Field, language: str) -> Any:
    """The control in which a field of the catalogue is written."""
    label, validators = field.label(language), [Readable(field)]
    labels = [SelectChoice(key, one.label(language)) for key, one in field.choices.items()]
    words: dict[str, Any] = {"description": field.help(language), "validators": validators}
    if field.type == "choices":
        return SelectMultipleField(label, choices=labels, option_widget=CheckboxInput(), **words)
    if field.type == "choice":
        return SelectField(label, choices=[NOTHING, *labels], default="", **words)
    if field.type == "boolean":
        answers = [NOTHING, SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        return SelectField(label, choices=answers, default="", **words)
    return StringField(label, render_kw=attributes(field), **words)


def attributes(field: Field) -> dict[str, Any]:
    """How a phone's keyboard and the browser take part."""
    if field.type == "date":
        return {"type": "date"}
    if not field.is_number:
        return {"autocomplete": "off"}
    keyboard = "decimal" if field.decimals else "numeric"
    return {"inputmode": keyboard, "autocomplete": "off"}


def written(equipment: Equipment) -> dict[str, Any]:
    """What the controls of the form hold for an item as it is."""
    values = {name: getattr(equipment, name) for name in WRITTEN}
    for name in ("site_id", "workshop_id"):
        values[name] = str(values[name] or "")
    specs = {SPEC + key: in_control(key, value) for key, value in equipment.specs.items()}
    parent = equipment.parent.title if equipment.parent else ""
    return {**values, **specs, "parent": parent, "version": equipment.version}


def in_control(key: str, value: Any) -> Any:
    field = catalogue.fields.get(key)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field and field.is_number:
        return field.write(value, locale())
    return value


def kinds_by_family() -> list[SelectChoice]:
    return [
        SelectChoice(kind.key, kind.label(locale()), optgroup=family.label(locale()))
        for key, family in catalogue.families.items()
        for kind in catalogue.kinds_of(key)
    ]


def or_none(places: Sequence[Site | Workshop]) -> list[SelectChoice]:
    """The places by name, after the choice of none."""
    return [NOTHING, *(SelectChoice(str(place.id), place.name) for place in places)]
