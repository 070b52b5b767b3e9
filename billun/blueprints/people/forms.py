"""Forms about people: inviting one, changing the work of one, cards for many."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length, Optional

from billun.blueprints.people.words import role_words, trade_words
from billun.models import Membership, Role, Trade
from billun.operations.join_cards import CARDS_AT_ONCE, CardsForm
from billun.operations.people import MemberForm, workshop_of
from billun.queries.places import workshops_of

REQUIRED = InputRequired(_("This is missing."))


class WorkForm(FlaskForm):
    """What somebody does in the company. Trade and workshop count for people of the workshop alone."""

    role = RadioField(_("Role"), validators=[InputRequired(_("Choose a role."))])
    trade = SelectField(_("Trade"), validators=[Optional()])
    workshop_id = SelectField(_("Workshop"), validators=[Optional()])

    def offer_choices(self, member: Membership, roles: tuple[Role, ...] = tuple(Role)) -> None:
        """The roles and trades that there are, and the workshops of the company."""
        words = role_words()
        self.role.choices = [(role.value, words[role]) for role in roles]
        trades = [SelectChoice(trade.value, word) for trade, word in trade_words().items()]
        self.trade.choices = [SelectChoice("", "–"), *trades]
        workshops = [SelectChoice(str(one.id), one.name) for one in workshops_of(member)]
        self.workshop_id.choices = [SelectChoice("", "–"), *workshops]

    def show(self, member: Membership) -> None:
        """Fill in the member's present work."""
        workshop = workshop_of(member)
        self.role.data = member.role.value
        self.trade.data = member.trade.value if member.trade else ""
        self.workshop_id.data = str(workshop.id) if workshop else ""

    def work(self) -> dict[str, Any]:
        """Role, trade and workshop; without the last two where the role has none."""
        role = Role(self.role.data)
        in_workshop = role == Role.WORKSHOP
        return {
            "role": role,
            "trade": Trade(self.trade.data) if in_workshop and self.trade.data else None,
            "workshop_id": UUID(self.workshop_id.data)
            if in_workshop and self.workshop_id.data
            else None,
        }


class InvitePersonForm(WorkForm):
    first_name = StringField(_("First name"), validators=[REQUIRED, Length(max=100)])
    last_name = StringField(_("Last name"), validators=[REQUIRED, Length(max=100)])
    email = EmailField(
        _("E-mail"),
        validators=[Length(max=254)],
        description=_("The invitation goes there."),
    )
    phone = TelField(
        _("Phone"),
        validators=[Length(max=30)],
        description=_("Enough for drivers without e-mail: they get a card with a QR code."),
    )

    def as_operation_form(self) -> MemberForm:
        return MemberForm(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data or None,
            phone=self.phone.data or None,
            **self.work(),
        )


class JoinCardsForm(WorkForm):
    count = IntegerField(
        _("How many"),
        default=8,
        validators=[InputRequired(_("Write a whole number."))],
        render_kw={"min": 1, "max": CARDS_AT_ONCE, "inputmode": "numeric"},
    )

    def as_operation_form(self) -> CardsForm:
        return CardsForm(count=self.count.data, **self.work())
