"""What people do with anomalies: report one, move it along, speak about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    Anomaly,
    Circumstance,
    Criticality,
    Equipment,
    EquipmentStatus,
    Membership,
    Photo,
    Sighting,
    TimelineEntry,
    TimelineKind,
)
from billun.models.anomaly import PHOTOS_AT_MOST, PHOTOS_REQUIRED
from billun.models.base import new_id, now
from billun.operations.after_commit import tell_after_commit
from billun.operations.alerts import alert_about
from billun.operations.equipment import (
    ProvisionalEquipment,
    add_provisional_equipment,
    known_by_plate,
)
from billun.operations.fitness import lock_equipment, refresh_fitness
from billun.operations.locks import lock_id
from billun.operations.references import free_reference

CLOCKS_MAY_DIFFER = timedelta(minutes=5)
WHAT_OTHERS_CHANGE = (
    "status",
    "criticality",
    "criticality_rank",
    "photos_stored",
    "photos_expected",
    "equipment_id",
)


@dataclass(frozen=True)
class Position:
    """One fix: degrees, and the radius in metres within which it is right."""

    latitude: float
    longitude: float
    accuracy_m: float | None = None


@dataclass(frozen=True)
class AnnouncedPhoto:
    """A photo that the phone holds and will send."""

    id: UUID
    sha256: str
    guide: str | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a person says of the damage. Exactly one of `equipment_id` and `provisional` is given.

    `content` is the request in a canonical form: the same report sent again is known by it.
    """

    id: UUID
    category: str
    criticality: Criticality
    occurred_at: datetime
    equipment_id: UUID | None = None
    provisional: ProvisionalEquipment | None = None
    sub_category: str | None = None
    description: str = ""
    circumstance: Circumstance | None = None
    spot: str | None = None
    position: Position | None = None
    address: str | None = None
    photos_later: bool = False
    photos: tuple[AnnouncedPhoto, ...] = ()
    content: dict[str, Any]


def report_anomaly(actor: Membership, report: Report) -> tuple[Anomaly, bool]:
    """The anomaly, and whether this call created it; the same report sent again finds the first.

    Raises Missing for equipment that the actor does not see, Refused for a violated rule and
    Conflict where the id was used for something else.
    """
    lock_id(report.id)
    first = db.session.get(Anomaly, report.id)
    if first is not None:
        return same_report(actor, first, report), False
    refuse_bad_report(report)
    equipment = reported_equipment(actor, report)
    anomaly = new_anomaly(actor, equipment, report)
    announce_photos(actor, anomaly, report.photos)
    said = reported_as(equipment, report.provisional)
    record(anomaly, actor, TimelineKind.REPORTED, to_status=anomaly.status, comment=said)
    refresh_fitness(equipment)
    alert_about(anomaly)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
    return anomaly, True


def same_report(actor: Membership, first: Anomaly, report: Report) -> Anomaly:
    if actor.company_id not in (first.company_id, first.reporter.company_id):
        raise Missing
    if first.reporter_id != actor.id or first.content != report.content:
        raise Conflict(_("This id was already used for another report."))
    return first


def refuse_bad_report(report: Report) -> None:
    """Raise Refused, naming the field, for what the catalogue or the rules do not allow."""
    if report.category not in catalogue.categories:
        raise Refused("category", _("This category does not exist."))
    if (
        report.sub_category
        and report.sub_category not in catalogue.categories[report.category].sub_categories
    ):
        raise Refused("sub_category", _("This sub-category does not belong to the category."))
    if report.occurred_at > now() + CLOCKS_MAY_DIFFER:
        raise Refused(
            "occurred_at", _("This time is in the future. Check the clock of your device.")
        )
    if report.photos_later and report.criticality != Criticality.RED:
        raise Refused("photos_later", _("Only a red report may be sent before its photos."))
    refuse_bad_photos(report.photos, fewest=0 if report.photos_later else PHOTOS_REQUIRED)


def refuse_bad_photos(photos: tuple[AnnouncedPhoto, ...], fewest: int = 0) -> None:
    """Raise Refused where they are too few, too many, or one of them is there twice."""
    if len({photo.sha256 for photo in photos}) < max(fewest, len(photos)):
        raise Refused(
            "photos",
            _("Take at least %(count)s different photos.", count=fewest)
            if fewest
            else _("The same photo is there twice."),
        )
    if len(photos) > PHOTOS_AT_MOST:
        raise Refused("photos", _("Send at most %(count)s photos.", count=PHOTOS_AT_MOST))
    for index, photo in enumerate(photos):
        if photo.guide and photo.guide not in catalogue.guides:
            raise Refused(f"photos.{index}.guide", _("This photo guide does not exist."))
    if len({photo.id for photo in photos}) < len(photos):
        raise Refused("photos", _("Two photos have the same id."))


def reported_equipment(actor: Membership, report: Report) -> Equipment:
    """The equipment that the report speaks of, held until the transaction ends.

    What is said not to be in the list is there all the same where its plate is that of an item in use.
    """
    known = known_by_plate(actor, report.provisional) if report.provisional else None
    if report.provisional and not known:
        provisional = add_provisional_equipment(actor, report.provisional)
        refuse_foreign_spot(provisional, report.spot)
        return provisional
    equipment = db.session.scalar(
        Equipment.visible_to(actor)
        .where(Equipment.id == (known.id if known else report.equipment_id))
        .with_for_update(of=Equipment)
    )
    if equipment is None:
        raise Missing
    if not equipment.can_be_reported_on_by(actor):
        raise Conflict(_("This equipment is retired. Choose another one."), "equipment_id")
    if not known:
        refuse_foreign_spot(equipment, report.spot)
    return equipment


def refuse_foreign_spot(equipment: Equipment, spot: str | None) -> None:
    """Raise Refused for a spot that the drawing of the kind does not have, or of the family."""
    if spot and not has_spot(equipment, spot):
        raise Refused("spot", _("This spot is not on the drawing of this equipment."))


def has_spot(equipment: Equipment, spot: str) -> bool:
    return spot in catalogue.outline_for(equipment.family, equipment.kind).spots


def reported_as(equipment: Equipment, provisional: ProvisionalEquipment | None) -> str | None:
    """What the reporter said of equipment that was in the list all the same."""
    if not provisional or equipment.status == EquipmentStatus.PROVISIONAL:
        return None
    said = ", ".join(filter(None, (provisional.plate, provisional.description)))
    return _("Reported as “%(said)s”: by its plate it is this one.", said=said)


def new_anomaly(actor: Membership, equipment: Equipment, report: Report) -> Anomaly:
    floor = Criticality(catalogue.floor(report.category, report.sub_category))
    criticality = max(report.criticality, floor, key=lambda level: level.rank)
    anomaly = Anomaly(
        id=report.id,
        reference=free_reference("ANO", Anomaly.reference),
        company_id=equipment.company_id,
        equipment=equipment,
        reporter=actor,
        category=report.category,
        sub_category=report.sub_category,
        criticality=criticality,
        criticality_reported=report.criticality,
        description=report.description,
        circumstance=report.circumstance,
        spot=report.spot if report.spot and has_spot(equipment, report.spot) else None,
        occurred_at=report.occurred_at,
        **columns_of(report.position),
        address=report.address,
        photos_expected=max(PHOTOS_REQUIRED, len(report.photos)),
        photos_later=report.photos_later,
        content=report.content,
    )
    db.session.add(anomaly)
    db.session.flush()
    return anomaly


def columns_of(position: Position | None) -> dict[str, float | None]:
    """A position by the names of the columns that keep one."""
    return asdict(position) if position else {}


def announce_photos(
    actor: Membership,
    anomaly: Anomaly,
    photos: tuple[AnnouncedPhoto, ...],
    sighting: Sighting | None = None,
    first_place: int = 0,
) -> None:
    """Keep a place for each photo. Raises Missing or Conflict for an id that is taken."""
    taken = db.session.scalars(
        select(Photo.company_id).where(Photo.id.in_([photo.id for photo in photos]))
    ).all()
    if any(company_id != anomaly.company_id for company_id in taken):
        raise Missing
    if taken:
        raise Conflict(_("A photo with this id belongs to another report."))
    for place, photo in enumerate(photos, first_place):
        db.session.add(
            Photo(
                id=photo.id,
                anomaly=anomaly,
                sighting=sighting,
                company_id=anomaly.company_id,
                sender=actor,
                position=place,
                sha256=photo.sha256,
                guide=photo.guide,
            )
        )
    db.session.flush()


def comment_on(
    actor: Membership, anomaly: Anomaly, comment: str, id: UUID | None = None
) -> tuple[TimelineEntry, bool]:
    """The comment on the timeline, and whether this call wrote it. Raises Refused for an empty one."""
    text = comment.strip()
    if not text:
        raise Refused("comment", _("Write something first."))
    id = id or new_id()
    lock_id(id)
    first = db.session.get(TimelineEntry, id)
    if first is not None:
        return same_comment(actor, anomaly, first, text), False
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
    return record(anomaly, actor, TimelineKind.COMMENT, comment=text, id=id), True


def same_comment(
    actor: Membership, anomaly: Anomaly, first: TimelineEntry, text: str
) -> TimelineEntry:
    if first.anomaly.company_id != anomaly.company_id:
        raise Missing
    if (first.anomaly_id, first.actor_id, first.comment) != (anomaly.id, actor.id, text):
        raise Conflict(_("This id was already used for something else."))
    return first


def note_seen(actor: Membership, anomaly: Anomaly) -> None:
    """Keep that someone of the workshop or a manager has looked, so that the reporter can see it."""
    if actor.id == anomaly.reporter_id or not (actor.is_workshop or actor.is_manager):
        return
    db.session.execute(select(Anomaly.id).where(Anomaly.id == anomaly.id).with_for_update())
    seen = select(TimelineEntry.id).where(
        TimelineEntry.anomaly_id == anomaly.id,
        TimelineEntry.actor_id == actor.id,
        TimelineEntry.kind == TimelineKind.SEEN,
    )
    if db.session.scalar(seen) is None:
        record(anomaly, actor, TimelineKind.SEEN)
        tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)


def record(
    anomaly: Anomaly, actor: Membership | None, kind: TimelineKind, **what: Any
) -> TimelineEntry:
    """Write one entry of the timeline."""
    entry = TimelineEntry(anomaly=anomaly, actor=actor, kind=kind, **what)
    anomaly.updated_at = now()
    db.session.add(entry)
    db.session.flush()
    return entry


def lock_with_equipment(anomaly: Anomaly) -> None:
    """Hold the equipment, then the anomaly, always in this order, and read what they are now."""
    lock_equipment(anomaly.equipment)
    db.session.execute(select(Anomaly.id).where(Anomaly.id == anomaly.id).with_for_update())
    db.session.refresh(anomaly, WHAT_OTHERS_CHANGE)
