"""The safety kit as one form: for each item of the catalogue how many there are, until when, and a note."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, StringField
from wtforms.fields import Field
from wtforms.validators import Length, NumberRange, Optional

from billun.blueprints.documents.forms import possible_day, text_of
from billun.catalogue import catalogue
from billun.operations.safety_kit import LONGEST_NOTE, MOST_OF_ONE, SafetyItemForm
from billun.queries.safety_kit import Kit

PARTS = ("quantity", "expires_on", "note")


class KitForm(FlaskForm):
    """Its fields are called `<item>-<part>`. `seen` is what of the kit the person was shown."""

    seen = HiddenField()

    @classmethod
    def of(cls, kit: Kit) -> KitForm:
        """The form, filled with the kit where nobody has sent one."""
        there = {line.item.key: line.kept for line in kit.lines if line.kept}
        values = {
            f"{key}-{part}": getattr(kept, part) for key, kept in there.items() for part in PARTS
        }
        form: KitForm = WholeKitForm(data={"seen": kit.seen, **values})
        return form

    def part(self, item: str, name: str) -> Field:
        """The field of this part of an item."""
        return self[f"{item}-{name}"]

    def as_operation_forms(self) -> dict[str, SafetyItemForm | None]:
        """What is said of each item; None where nothing is there of it."""
        return {key: self.item_form(key) for key in catalogue.safety_kit}

    def item_form(self, key: str) -> SafetyItemForm | None:
        quantity: int | None = self.part(key, "quantity").data
        expires_on: date | None = self.part(key, "expires_on").data
        note = text_of(self.part(key, "note"))
        if quantity is None and not expires_on and not note:
            return None
        # Who writes a day or a note means that one is there.
        counted = 1 if quantity is None else quantity
        return SafetyItemForm(item=key, quantity=counted, expires_on=expires_on, note=note)


def fields_of(key: str) -> dict[str, Any]:
    return {
        f"{key}-quantity": IntegerField(
            _("Quantity"), validators=[Optional(), NumberRange(0, MOST_OF_ONE)]
        ),
        f"{key}-expires_on": DateField(_("Good until"), validators=[Optional(), possible_day]),
        f"{key}-note": StringField(_("Note"), validators=[Length(max=LONGEST_NOTE)]),
    }


WholeKitForm = type(
    "WholeKitForm",
    (KitForm,),
    {name: field for key in catalogue.safety_kit for name, field in fields_of(key).items()},
)
