"""A report that comes as one plain form, its photos with it: for browsers without scripts or without https."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid5

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage

from billun.blueprints.drive.forms import ItemForm, PlaceForm, ReportForm, SeenAgainForm, StopForm
from billun.blueprints.form_errors import beside_fields, put
from billun.catalogue import catalogue
from billun.errors import TooLarge, WrongType
from billun.extensions import db
from billun.models import (
    Anomaly,
    Circumstance,
    Criticality,
    Equipment,
    Membership,
    SightingKind,
)
from billun.models.base import now
from billun.operations.announcing import AnnouncedPhoto
from billun.operations.anomalies import Position, Report, report_anomaly
from billun.operations.equipment import ProvisionalEquipment
from billun.operations.photos import Upload, check_file, store_photo
from billun.operations.sightings import SightingForm, record_sighting


def send_report(actor: Membership, form: ReportForm, equipment: Equipment | None) -> Anomaly:
    """Report and store all photos at once; one bad photo keeps the whole form back.

    Raises what report_anomaly and store_photo raise.
    """
    id = UUID(form.id.data)
    uploads = checked_uploads(id, form.photos.data or (), guides_of(form.category.data))
    report = Report(
        id=id,
        category=form.category.data,
        sub_category=form.sub_category.data or None,
        criticality=Criticality(form.criticality.data),
        circumstance=Circumstance(form.circumstance.data) if form.circumstance.data else None,
        spot=form.spot.data or None,
        occurred_at=now(),
        description=(form.description.data or "").strip(),
        address=address(form),
        photos=tuple(announced(upload) for upload in uploads),
        equipment_id=equipment_id_of(form, equipment),
        provisional=None if equipment_id_of(form, equipment) else provisional(form),
        position=position(form),
        content=content_of(form, [upload.sha256 for upload in uploads]),
    )
    anomaly, _created = report_anomaly(actor, report)
    for upload in uploads:
        store_photo(actor, upload)
    return anomaly


def send_stop(actor: Membership, form: StopForm, equipment: Equipment | None) -> Anomaly:
    """A red report without photos. Raises what report_anomaly raises."""
    report = Report(
        id=UUID(form.id.data),
        category=form.category.data or "other",
        criticality=Criticality.RED,
        occurred_at=now(),
        photos_later=True,
        equipment_id=equipment_id_of(form, equipment),
        provisional=None if equipment_id_of(form, equipment) else provisional(form),
        position=position(form),
        address=address(form),
        content=content_of(form, []),
    )
    anomaly, _created = report_anomaly(actor, report)
    return anomaly


def send_sighting(actor: Membership, form: SeenAgainForm, anomaly: Anomaly) -> None:
    """Known damage met again, its photos with it. Raises what record_sighting and store_photo raise."""
    worse = form.kind.data == SightingKind.WORSE
    files = form.photos.data if worse else ()
    id = UUID(form.id.data)
    uploads = checked_uploads(anomaly.id, files or (), guides_of(anomaly.category), within=id)
    sighting = SightingForm(
        id=id,
        kind=SightingKind(form.kind.data),
        criticality=Criticality(form.criticality.data) if worse and form.criticality.data else None,
        comment=(form.comment.data or "").strip() if worse else "",
        position=position(form),
        photos=tuple(announced(upload) for upload in uploads),
    )
    record_sighting(actor, anomaly, sighting)
    for upload in uploads:
        store_photo(actor, upload)


def send_photos(
    actor: Membership, anomaly: Anomaly, files: Sequence[FileStorage], guides: Sequence[str]
) -> None:
    """Add photos to a report that was sent before: those of the guides first, then further ones.

    Raises what store_photo raises.
    """
    for upload in checked_uploads(anomaly.id, files, guides):
        store_photo(actor, upload)


@contextmanager
def beside_photos(form: FlaskForm) -> Iterator[None]:
    """Like beside_fields, and files that may not come in are told beside the photos."""
    try:
        with beside_fields(
            form, file="photos", equipment_id="equipment", description="item_description"
        ):
            yield
    except (TooLarge, WrongType) as error:
        db.session.rollback()
        put(form, "photos", str(error))
        form.refused_as = 413 if isinstance(error, TooLarge) else 415


def checked_uploads(
    anomaly_id: UUID,
    files: Sequence[FileStorage],
    guides: Sequence[str],
    within: UUID | None = None,
) -> list[Upload]:
    """The files given, without their places and hashed.

    The same file sent again `within` the same sighting (else the same anomaly) gets the same id.
    """
    return [
        checked_upload(
            anomaly_id, within or anomaly_id, file, guides[place] if place < len(guides) else None
        )
        for place, file in enumerate(files)
        if file and file.filename
    ]


def checked_upload(anomaly_id: UUID, within: UUID, file: FileStorage, guide: str | None) -> Upload:
    checked = check_file(Upload(file=file.stream, anomaly_id=anomaly_id))
    return Upload(
        file=checked.file,
        anomaly_id=anomaly_id,
        id=uuid5(within, checked.sha256),
        sha256=checked.sha256,
        guide=guide,
    )


def announced(upload: Upload) -> AnnouncedPhoto:
    assert upload.id is not None
    assert upload.sha256 is not None
    return AnnouncedPhoto(upload.id, upload.sha256, upload.guide)


def guides_of(category: str) -> tuple[str, ...]:
    return catalogue.categories[category].guides


def equipment_id_of(form: ItemForm, equipment: Equipment | None) -> UUID | None:
    if equipment:
        return equipment.id
    return UUID(form.equipment.data) if form.equipment.data else None


def provisional(form: ItemForm) -> ProvisionalEquipment:
    plate = (form.plate.data or "").strip()
    return ProvisionalEquipment(
        family=form.family.data or "",
        plate=plate or None,
        plate_country=form.plate_country.data if plate else None,
        description=(form.item_description.data or "").strip(),
    )


def position(form: PlaceForm) -> Position | None:
    if form.latitude.data is None or form.longitude.data is None:
        return None
    return Position(form.latitude.data, form.longitude.data, form.accuracy_m.data)


def address(form: ItemForm) -> str | None:
    return (form.address.data or "").strip() or None


def content_of(form: ItemForm, hashes: list[str | None]) -> dict[str, object]:
    """What makes the same form sent twice the same report."""
    left_out = {"csrf_token", "photos"}
    answers = {
        name: str(field.data or "") for name, field in form._fields.items() if name not in left_out
    }
    return {"form": answers, "photos": hashes}
