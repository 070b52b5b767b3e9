"""The letter that asks a workshop outside, with its link."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from billun.extensions import db
from billun.models import Delivery, OutsideLink
from billun.operations.letter import Letter, render
from billun.operations.outside_link import link_url


def outside_link(delivery: Delivery) -> Letter:
    """In the language of the company: of whoever reads it nothing is known but the address."""
    link = db.session.get_one(OutsideLink, delivery.subject_id)
    work = link.intervention
    with force_locale(work.company.locale):
        return render(
            _("%(company)s asks you: %(title)s", company=work.company.name, title=work.title),
            "outside_link",
            intervention=work,
            expires_at=link.expires_at,
            zone=work.company.zone,
            link=link_url(link),
        )
