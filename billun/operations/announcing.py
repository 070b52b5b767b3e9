"""Photos that a phone says it holds: each keeps its place until it has come."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Anomaly, Membership, Photo, Sighting, TimelineEntry
from billun.models.anomaly import PHOTOS_AT_MOST, PHOTOS_IN_ALL_AT_MOST


@dataclass(frozen=True)
class AnnouncedPhoto:
    """A photo that the phone holds and will send."""

    id: UUID
    sha256: str
    guide: str | None = None


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


def add_photos(
    actor: Membership,
    anomaly: Anomaly,
    photos: tuple[AnnouncedPhoto, ...],
    *,
    sighting: Sighting | None = None,
    comment: TimelineEntry | None = None,
) -> None:
    """Announce those of a sighting or a comment behind those that the anomaly has. The caller holds it.

    Raises Refused for one that it has, and where there would be too many.
    """
    if not photos:
        return
    known = db.session.scalars(select(Photo.sha256).where(Photo.anomaly_id == anomaly.id)).all()
    if set(known) & {photo.sha256 for photo in photos}:
        raise Refused("photos", _("One of these photos was already sent. Leave it out."))
    count = len(known) + len(photos)
    if count > PHOTOS_IN_ALL_AT_MOST:
        raise Refused(
            "photos",
            _("A report has at most %(count)s photos. Send fewer.", count=PHOTOS_IN_ALL_AT_MOST),
        )
    last = db.session.scalar(select(func.max(Photo.position)).where(Photo.anomaly_id == anomaly.id))
    first_place = 0 if last is None else last + 1
    announce_photos(actor, anomaly, photos, first_place, sighting=sighting, comment=comment)
    anomaly.photos_expected = max(anomaly.photos_expected, count)


def announce_photos(
    actor: Membership,
    anomaly: Anomaly,
    photos: tuple[AnnouncedPhoto, ...],
    first_place: int = 0,
    *,
    sighting: Sighting | None = None,
    comment: TimelineEntry | None = None,
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
                comment=comment,
                company_id=anomaly.company_id,
                sender=actor,
                position=place,
                sha256=photo.sha256,
                guide=photo.guide,
            )
        )
    db.session.flush()
