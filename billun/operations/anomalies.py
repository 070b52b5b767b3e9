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
    TimelineEntry,
    TimelineKind,
)
from billun.models.anomaly import PHOTOS_REQUIRED
from billun.models.base import new_id, now
from billun.operations.after_commit import tell_after_commit
from billun.operations.alerts import alert_about
from billun.operations.announcing import (
    AnnouncedPhoto,
    add_photos,
    announce_photos,
    refuse_bad_photos,
)
from billun.operations.equipment import (
    ProvisionalEquipment,
    add_provisional_equipment,
    known_by_plate,
)
from billun.operations.first_sent import says_the_same
from billun.operations.fitness import lock_equipment, refresh_fitness
from billun.operations.installations import device_used
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
    "duplicate_of_id",
)


@dataclass(frozen=True)
class Position:
    """One fix: degrees, and the radius in metres within which it is right."""

    latitude: float
    longitude: float
    accuracy_m: float | None = None


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
    device_id: UUID | None = None
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
    if first.reporter_id != actor.id or not says_the_same(first.content, report.content):
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


def reported_equipment(actor: Membership, report: Report) -> Equipment:
    """The equipment that the report speaks of, held until the transaction ends.

    What is said not to be in the list is there all the same where its plate is that of an item in use,
    and a provisional one may have turned out to be another one since the phone last asked.
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
        .execution_options(populate_existing=True)
    )
    if equipment is None:
        raise Missing
    right_one = equipment.in_its_place
    if right_one is not equipment:
        lock_equipment(right_one)
    if not right_one.can_be_reported_on_by(actor):
        raise Conflict(_("This equipment is retired. Choose another one."), "equipment_id")
    if right_one is equipment and not known:
        refuse_foreign_spot(equipment, report.spot)
    return right_one


def refuse_foreign_spot(equipment: Equipment, spot: str | None) -> None:
    """Raise Refused for a spot that the drawing of the kind does not have, or of the family."""
    if spot and not has_spot(equipment, spot):
        raise Refused("spot", _("This spot is not on the drawing of this equipment."))


def has_spot(equipment: Equipment, spot: str) -> bool:
    return spot in catalogue.outline_for(equipment.family, equipment.kind).spots


def reported_as(equipment: Equipment, provisional: ProvisionalEquipment | None) -> str | None:
    """The reporter's own words for equipment that was in the list all the same."""
    if not provisional or equipment.status == EquipmentStatus.PROVISIONAL:
        return None
    return ", ".join(filter(None, (provisional.plate, provisional.description)))


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
        device=device_used(actor, report.device_id),
        content=report.content,
    )
    db.session.add(anomaly)
    db.session.flush()
    return anomaly


def columns_of(position: Position | None) -> dict[str, float | None]:
    """A position by the names of the columns that keep one."""
    return asdict(position) if position else {}


def comment_on(
    actor: Membership,
    anomaly: Anomaly,
    comment: str,
    id: UUID | None = None,
    photos: tuple[AnnouncedPhoto, ...] = (),
) -> tuple[TimelineEntry, bool]:
    """The comment on the timeline, and whether this call wrote it; its photos are announced with it.

    Raises Refused for one without words and photos, and for photos that may not come.
    """
    text, id = comment.strip(), id or new_id()
    lock_id(id)
    first = db.session.get(TimelineEntry, id)
    if first is not None:
        return same_comment(actor, anomaly, first, text, photos), False
    if not text and not photos:
        raise Refused("comment", _("Write something first."))
    refuse_bad_photos(photos)
    if photos:
        lock_with_equipment(anomaly)
    entry = record(anomaly, actor, TimelineKind.COMMENT, comment=text or None, id=id)
    add_photos(actor, anomaly, photos, comment=entry)
    tell_after_commit(anomaly.company_id, "anomalies", anomaly.id, anomaly.reference)
    return entry, True


def same_comment(
    actor: Membership,
    anomaly: Anomaly,
    first: TimelineEntry,
    text: str,
    photos: tuple[AnnouncedPhoto, ...],
) -> TimelineEntry:
    if first.anomaly.company_id != anomaly.company_id:
        raise Missing
    said_before = (first.anomaly_id, first.actor_id, first.comment or "")
    shown_before = {(photo.id, photo.sha256) for photo in first.photos}
    shown = {(photo.id, photo.sha256) for photo in photos}
    if said_before != (anomaly.id, actor.id, text) or shown_before != shown:
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
    while was_moved(anomaly):
        lock_equipment(anomaly.equipment)
    lock_anomaly(anomaly)


def was_moved(anomaly: Anomaly) -> bool:
    """Whether it came to other equipment before its own was held; who moves it holds both."""
    held = anomaly.equipment
    db.session.refresh(anomaly, ["equipment_id"])
    if anomaly.equipment_id == held.id:
        return False
    db.session.expire(anomaly, ["equipment"])
    return True


def lock_anomaly(anomaly: Anomaly) -> None:
    """Hold it alone, where the caller has its equipment."""
    db.session.refresh(anomaly, WHAT_OTHERS_CHANGE, with_for_update={"of": Anomaly})
