"""Writes the demo's records as rows, with the times that make three months of history."""

from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from typing import NamedTuple

from billun.adapters.passwords import hash_password
from billun.adapters.pictures import inspect
from billun.adapters.queue import PHOTOS
from billun.adapters.storage import storage
from billun.catalogue import catalogue
from billun.demo.calendar import keep_calendar
from billun.demo.content import (
    DEMO_PASSWORD,
    DemoAnomaly,
    DemoContent,
    DemoEquipment,
    DemoPerson,
    DemoPhoto,
    demo_content,
)
from billun.demo.content.technical import specs_of
from billun.demo.drawing import draw_photo
from billun.demo.workshops import Hands, fill_workshops
from billun.extensions import db
from billun.models import (
    Anomaly,
    AnomalyStatus,
    Circumstance,
    Company,
    Criticality,
    Equipment,
    EquipmentStatus,
    Membership,
    Photo,
    PhotoState,
    Role,
    Site,
    TimelineEntry,
    TimelineKind,
    Trade,
    User,
    Workshop,
)
from billun.models.base import now
from billun.operations.after_commit import enqueue_after_commit
from billun.operations.fitness import refresh_fitness
from billun.operations.specs import read_specs

PAINTERS = 2


class Cast(NamedTuple):
    """Who and what stands in the database already, by the demo's own names."""

    companies: dict[str, Company]
    members: dict[str, Membership]
    sites: dict[str, Site]
    workshops: dict[str, Workshop]
    equipment: dict[str, Equipment]


def load_demo() -> bool:
    """Write the demo in one transaction and say so; False where it is there already."""
    content = demo_content(now())
    if db.session.get(Company, content.companies[0].id):
        return False
    drawings = draw_all(content)
    cast = add_register(content)
    for equipment in cast.equipment.values():
        keep_calendar(equipment)
    for anomaly in content.anomalies:
        add_anomaly(cast, anomaly, drawings)
    db.session.flush()
    fill_workshops(hands_of(cast))
    for equipment in cast.equipment.values():
        refresh_fitness(equipment)
    db.session.commit()
    return True


def hands_of(cast: Cast) -> Hands:
    """What the first company's workshops work with."""
    return Hands(cast.companies["vauquelin"], cast.members, cast.workshops, cast.equipment)


def draw_all(content: DemoContent) -> dict[DemoPhoto, bytes]:
    """Every photo of the demo, drawn on two processor cores."""
    photos = [photo for anomaly in content.anomalies for photo in anomaly.photos]
    with ProcessPoolExecutor(PAINTERS) as painters:
        drawn = painters.map(draw_photo, [photo.brief for photo in photos], chunksize=4)
        return dict(zip(photos, drawn, strict=True))


def add_register(content: DemoContent) -> Cast:
    """Companies, people, places and equipment."""
    cast = Cast({}, {}, {}, {}, {})
    for company in content.companies:
        cast.companies[company.key] = Company(
            id=company.id,
            name=company.name,
            siret=company.siret,
            vat_number=company.vat_number,
            country=company.country,
            locale=company.locale,
            time_zone=company.time_zone,
            emergency_phone=company.emergency_phone,
            address=company.address,
            postcode=company.postcode,
            city=company.city,
            verified_at=now(),
        )
    password_hash = hash_password(DEMO_PASSWORD)
    db.session.add_all(cast.companies.values())
    for person in content.people:
        add_person(cast, person, password_hash)
    db.session.flush()
    add_places(cast, content)
    for item in content.equipment:
        add_equipment(cast, item)
    db.session.flush()
    return cast


def add_person(cast: Cast, person: DemoPerson, password_hash: str) -> None:
    user = User(
        id=person.user_id,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        locale=person.locale,
        password_hash=password_hash,
        is_admin=person.is_admin,
    )
    db.session.add(user)
    if person.company and person.role:
        member = Membership(
            id=person.membership_id,
            user=user,
            company=cast.companies[person.company],
            role=Role(person.role),
            trade=Trade(person.trade) if person.trade else None,
            is_main_manager=person.is_main_manager,
        )
        db.session.add(member)
        cast.members[person.key] = member


def add_places(cast: Cast, content: DemoContent) -> None:
    for site in content.sites:
        cast.sites[site.key] = Site(
            id=site.id,
            company_id=cast.companies[site.company].id,
            name=site.name,
            address=site.address,
            postcode=site.postcode,
            city=site.city,
            country=site.country,
            latitude=site.latitude,
            longitude=site.longitude,
            manager=cast.members[site.manager],
        )
    for workshop in content.workshops:
        cast.workshops[workshop.key] = Workshop(
            id=workshop.id,
            company_id=cast.companies[workshop.company].id,
            site=cast.sites[workshop.site],
            name=workshop.name,
            external=workshop.external,
            bays=list(workshop.bays),
            team=[cast.members[member] for member in workshop.team],
        )
    db.session.add_all([*cast.sites.values(), *cast.workshops.values()])
    db.session.flush()


def add_equipment(cast: Cast, item: DemoEquipment) -> None:
    equipment = Equipment(
        id=item.id,
        billun_id=item.billun_id,
        company=cast.companies[item.company],
        family=item.family,
        kind=item.kind,
        internal_id=item.internal_id,
        plate=item.plate,
        plate_country=item.plate_country,
        vin=item.vin,
        serial=item.serial,
        make=item.make,
        model=item.model,
        first_registered_on=item.first_registered_on,
        site=cast.sites[item.site],
        workshop=cast.workshops[item.workshop] if item.workshop else None,
        status=EquipmentStatus(item.status),
    )
    kind = catalogue.kinds[item.kind]
    equipment.specs = read_specs(kind, specs_of(item.internal_id, item.kind), {})
    equipment.index_for_search()
    cast.equipment[item.internal_id] = equipment
    db.session.add(equipment)


def add_anomaly(cast: Cast, demo: DemoAnomaly, drawings: dict[DemoPhoto, bytes]) -> None:
    """The report, its photos and its history."""
    criticality = Criticality(demo.criticality)
    anomaly = Anomaly(
        id=demo.id,
        reference=demo.reference,
        company_id=cast.companies[demo.company].id,
        equipment=cast.equipment[demo.equipment],
        reporter=cast.members[demo.reporter],
        category=demo.category,
        sub_category=demo.sub_category,
        criticality=criticality,
        criticality_reported=Criticality(demo.criticality_reported),
        status=AnomalyStatus(demo.status),
        description=demo.description,
        circumstance=Circumstance(demo.circumstance),
        occurred_at=demo.occurred_at,
        received_at=demo.received_at,
        updated_at=demo.received_at,
        latitude=demo.latitude,
        longitude=demo.longitude,
        accuracy_m=demo.accuracy_m,
        address=demo.address,
        photos_expected=demo.photos_expected,
        photos_stored=len(demo.photos),
        photos_later=demo.photos_later,
        content={"demo": demo.key},
    )
    db.session.add(anomaly)
    add_history(cast, anomaly, demo)
    db.session.flush()
    for place, photo in enumerate(demo.photos):
        add_photo(anomaly, place, photo, drawings[photo])


def add_history(cast: Cast, anomaly: Anomaly, demo: DemoAnomaly) -> None:
    for step in demo.steps:
        to_status = AnomalyStatus(step.to_status) if step.to_status else None
        anomaly.updated_at = max(anomaly.updated_at, step.at)
        if to_status == AnomalyStatus.ACKNOWLEDGED:
            anomaly.acknowledged_at = anomaly.acknowledged_at or step.at
        if to_status == AnomalyStatus.RESOLVED:
            anomaly.resolved_at = step.at
        first = step.kind == "transition" and step.from_status is None
        db.session.add(
            TimelineEntry(
                id=step.id,
                anomaly=anomaly,
                actor=anomaly.reporter if first else cast.members.get(step.actor or ""),
                kind=TimelineKind.REPORTED if first else TimelineKind(step.kind),
                at=step.at,
                from_status=AnomalyStatus(step.from_status) if step.from_status else None,
                to_status=to_status,
                comment=step.comment,
            )
        )


def add_photo(anomaly: Anomaly, place: int, demo: DemoPhoto, drawing: bytes) -> None:
    """Keep the drawing as an original; the worker develops it like any other photo."""
    inspection = inspect(BytesIO(drawing))
    photo = Photo(
        id=demo.id,
        anomaly=anomaly,
        company_id=anomaly.company_id,
        sender=anomaly.reporter,
        position=place,
        state=PhotoState.STORED,
        sha256=hashlib.sha256(drawing).hexdigest(),
        guide=demo.guide,
        media_type=inspection.media_type,
        byte_size=inspection.byte_size,
        width=inspection.width,
        height=inspection.height,
        taken_at=demo.taken_at,
        received_at=demo.received_at,
    )
    storage().put(photo.original_key, BytesIO(drawing), inspection.media_type)
    db.session.add(photo)
    enqueue_after_commit(PHOTOS, "jobs.photos.develop_photo", photo.id)
