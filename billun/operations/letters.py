"""What a mail says, in its reader's language, written at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from billun.catalogue import catalogue
from billun.config import Settings
from billun.extensions import db
from billun.models import Anomaly, Delivery, DeliveryKind
from billun.models.base import now
from billun.operations.password_reset_token import make_token


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def write_letter(delivery: Delivery) -> Letter:
    """The letter for a delivery, with links that work from a mailbox."""
    with force_locale(delivery.recipient.locale or "fr"):
        return WRITERS[delivery.kind](delivery)


def critical_anomaly(delivery: Delivery) -> Letter:
    anomaly = db.session.get_one(Anomaly, delivery.subject_id)
    category = catalogue.categories[anomaly.category]
    level = {"red": _("Stop now"), "orange": _("Repair before next trip")}[anomaly.criticality]
    return render(
        _("%(level)s: %(equipment)s", level=level, equipment=anomaly.equipment.title),
        "critical_anomaly",
        anomaly=anomaly,
        level=level,
        category=category,
        sub_category=category.sub_categories.get(anomaly.sub_category or ""),
        zone=anomaly.company.zone,
        link=f"{base_url()}/anomalies/{anomaly.reference}",
    )


def password_reset(delivery: Delivery) -> Letter:
    link = f"{base_url()}/password-reset/{make_token(delivery.recipient, now())}"
    return render(_("Choose a new password"), "password_reset", user=delivery.recipient, link=link)


WRITERS = {
    DeliveryKind.CRITICAL_ANOMALY: critical_anomaly,
    DeliveryKind.PASSWORD_RESET: password_reset,
}


def render(subject: str, template: str, **context: Any) -> Letter:
    return Letter(
        # A line break from somebody's keyboard must not keep an alert from going out.
        subject=" ".join(subject.split()),
        text=render_template(f"mail/{template}.txt", **context),
        html=render_template(f"mail/{template}.html", subject=subject, **context),
    )


def base_url() -> str:
    settings: Settings = current_app.extensions["billun_settings"]
    return settings.base_url
