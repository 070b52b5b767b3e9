"""What a photo is a photo of: an anomaly, or the work of an intervention. Both are held, counted and told of here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from billun.errors import Conflict, Missing, NotAllowed
from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    OutsideLink,
    Photo,
    TimelineKind,
)
from billun.models.anomaly import PHOTOS_IN_ALL_AT_MOST, PHOTOS_REQUIRED
from billun.models.base import now
from billun.operations import anomalies, intervention_timeline
from billun.operations.after_commit import tell_after_commit
from billun.operations.anomalies import lock_with_equipment
from billun.operations.interventions import lock_intervention
from billun.operations.transitions import change_status

Subject = Anomaly | Intervention
# Somebody of the company, or the workshop outside that holds the link.
Sender = Membership | OutsideLink

WORK_PHOTOS_AT_MOST = 40
ON_WORK = {
    TimelineKind.PHOTO_ADDED: InterventionEntryKind.PHOTO_ADDED,
    TimelineKind.PHOTO_PUT_BACK: InterventionEntryKind.PHOTO_ADDED,
    TimelineKind.PHOTO_REMOVED: InterventionEntryKind.PHOTO_REMOVED,
}


def open_subject(sender: Sender, anomaly_id: UUID | None, intervention_id: UUID | None) -> Subject:
    """The one that this sender may add photos to.

    Raises Missing for one that the sender does not see, NotAllowed for work where the sender is
    neither of the workshop nor a manager, Conflict where the work was cancelled.
    """
    if intervention_id is not None:
        return open_work(sender, intervention_id)
    anomaly = None
    if isinstance(sender, Membership):
        anomaly = db.session.scalar(Anomaly.visible_to(sender).where(Anomaly.id == anomaly_id))
    if anomaly is None:
        raise Missing
    return anomaly


def open_work(sender: Sender, id: UUID) -> Intervention:
    work = work_of_link(sender, id) if isinstance(sender, OutsideLink) else work_of(sender, id)
    if work.status == InterventionStatus.CANCELLED:
        raise Conflict(_("This job was cancelled: no photos are added to it."))
    return work


def work_of_link(link: OutsideLink, id: UUID) -> Intervention:
    if not link.is_good or link.intervention_id != id:
        raise Missing
    return link.intervention


def work_of(actor: Membership, id: UUID) -> Intervention:
    work = db.session.scalar(Intervention.visible_to(actor).where(Intervention.id == id))
    if work is None:
        raise Missing
    if not (actor.is_workshop or actor.is_manager):
        raise NotAllowed(_("Only the workshop and managers add photos of a job."))
    return work


def lock_subject(subject: Subject) -> None:
    """Hold the equipment, then the anomaly or the intervention, and read how that one stands now."""
    if isinstance(subject, Anomaly):
        lock_with_equipment(subject)
    else:
        lock_intervention(subject)


def is_held(subject: Subject) -> bool:
    """Whether it is on legal hold; work is where one of its anomalies is."""
    reports = [subject] if isinstance(subject, Anomaly) else subject.anomalies
    for report in reports:
        db.session.refresh(report, ["held_at"])
    return any(report.is_held for report in reports)


def are_of(subject: Subject) -> ColumnElement[bool]:
    """The condition for its photos."""
    column = Photo.anomaly_id if isinstance(subject, Anomaly) else Photo.intervention_id
    return column == subject.id


def refuse_full(subject: Subject, count: int) -> None:
    if isinstance(subject, Anomaly) and count >= PHOTOS_IN_ALL_AT_MOST:
        raise Conflict(_("This report has %(count)s photos already.", count=PHOTOS_IN_ALL_AT_MOST))
    if isinstance(subject, Intervention) and count >= WORK_PHOTOS_AT_MOST:
        raise Conflict(_("This job has %(count)s photos already.", count=WORK_PHOTOS_AT_MOST))


def count_photo(subject: Subject) -> None:
    """The fourth photo makes a report complete; photos that come later never move it back."""
    if not isinstance(subject, Anomaly):
        return
    subject.photos_stored += 1
    if subject.photos_stored >= PHOTOS_REQUIRED and subject.status == AnomalyStatus.INCOMING:
        change_status(subject, None, AnomalyStatus.REPORTED)
    subject.updated_at = now()


def note_photo(sender: Sender | None, photo: Photo, kind: TimelineKind, reason: str = "") -> None:
    """Write on the timeline what became of the photo, and by whom."""
    if photo.anomaly is not None:
        assert not isinstance(sender, OutsideLink)
        anomalies.record(photo.anomaly, sender, kind, photo=photo, comment=reason or None)
    elif photo.intervention is not None:
        who: dict[str, Any] = {"link": sender} if isinstance(sender, OutsideLink) else {}
        intervention_timeline.record(
            photo.intervention,
            sender if isinstance(sender, Membership) else None,
            ON_WORK[kind],
            comment=reason or None,
            detail={"photo_id": str(photo.id), "stage": photo.stage},
            **who,
        )


def tell_of_photo(photo: Photo) -> None:
    """Tell the company's screens that the photo, and so what it shows, changed."""
    tell_after_commit(photo.company_id, "photos", photo.id)
    topic = "anomalies" if isinstance(photo.subject, Anomaly) else "maintenance"
    tell_after_commit(photo.company_id, topic, photo.subject.id, photo.subject.reference)
