"""Somebody meets known damage again, and says whether it got worse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    Anomaly,
    Criticality,
    Membership,
    Sighting,
    SightingKind,
    TimelineKind,
)
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit
from billun.operations.announcing import AnnouncedPhoto, add_photos, refuse_bad_photos
from billun.operations.anomalies import (
    CLOCKS_MAY_DIFFER,
    Position,
    columns_of,
    lock_with_equipment,
    record,
)
from billun.operations.criticality import change_criticality
from billun.operations.first_sent import first_sent, says_the_same
from billun.operations.locks import lock_id


@dataclass(frozen=True, kw_only=True)
class SightingForm:
    """What the observer says. `criticality` is how bad it is now; without `seen_at` it is now, too."""

    id: UUID
    kind: SightingKind
    criticality: Criticality | None = None
    comment: str = ""
    seen_at: datetime | None = None
    position: Position | None = None
    photos: tuple[AnnouncedPhoto, ...] = ()


def record_sighting(
    actor: Membership, anomaly: Anomaly, form: SightingForm
) -> tuple[Sighting, bool]:
    """The sighting, and whether this call kept it; the same one sent again finds the first.

    Damage that got worse is raised to `criticality` where that is higher, with all that follows
    from it; a lower one is kept as it was said and changes nothing. Raises Missing for an anomaly
    or an id of another company, Refused for a violated rule, Conflict for an id that is taken.
    """
    if not anomaly.can_be_sighted_by(actor):
        raise Missing
    lock_id(form.id)
    first = db.session.get(Sighting, form.id)
    if first is not None:
        return same_sighting(actor, anomaly, first, form), False
    refuse_bad_sighting(form)
    lock_with_equipment(anomaly)
    sighting = new_sighting(actor, anomaly, form)
    add_photos(actor, anomaly, form.photos, sighting=sighting)
    record(
        anomaly, actor, TimelineKind.SIGHTED, comment=sighting.comment or None, sighting=sighting
    )
    if form.kind == SightingKind.WORSE and form.criticality:
        raise_to(form.criticality, actor, anomaly, sighting)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
    return sighting, True


def same_sighting(
    actor: Membership, anomaly: Anomaly, first: Sighting, form: SightingForm
) -> Sighting:
    if first.company_id != actor.company_id:
        raise Missing
    said_before = says_the_same(first.content, first_sent(form))
    if not said_before or (first.anomaly_id, first.observer_id) != (anomaly.id, actor.id):
        raise Conflict(_("This id was already used for something else."))
    return first


def refuse_bad_sighting(form: SightingForm) -> None:
    """Raise Refused, naming the field."""
    if form.seen_at and form.seen_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused("seen_at", _("This time is in the future. Check the clock of your device."))
    said_or_shown = form.comment.strip() or form.criticality or form.photos
    if form.kind == SightingKind.WORSE and not said_or_shown:
        raise Refused("comment", _("Say what got worse, or show it."))
    refuse_bad_photos(form.photos)


def new_sighting(actor: Membership, anomaly: Anomaly, form: SightingForm) -> Sighting:
    sighting = Sighting(
        id=form.id,
        company_id=anomaly.company_id,
        anomaly=anomaly,
        observer=actor,
        kind=form.kind,
        criticality=form.criticality,
        comment=form.comment.strip(),
        seen_at=form.seen_at or now(),
        **columns_of(form.position),
        content=first_sent(form),
    )
    db.session.add(sighting)
    db.session.flush()
    return sighting


def raise_to(
    criticality: Criticality, actor: Membership, anomaly: Anomaly, sighting: Sighting
) -> None:
    """Raise it where this is higher, with the fitness and the alerts that follow; anomaly and equipment are held.

    What is no longer open stays as it was judged: reopening it is for those whom the table names,
    and an observer who cannot see that it was repaired must not immobilise a fit lorry. The
    sighting stands on its timeline, where they find it.
    """
    if not anomaly.can_be_raised_to(criticality):
        return
    change_criticality(actor, anomaly, criticality, sighting=sighting)
