"""Loads the row that a URL names, through what the actor may see: an outsider gets 404."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload
from sqlalchemy.sql.base import ExecutableOption

from billun.blueprints.access import actor, me
from billun.errors import Missing
from billun.extensions import db
from billun.models import (
    Absence,
    Anomaly,
    Company,
    Equipment,
    Intervention,
    Membership,
    Photo,
    Sighting,
    Site,
    TimelineEntry,
    Workshop,
)
from billun.queries.people import is_person

Row = TypeVar("Row")


def equipment_named(name: str, *options: ExecutableOption) -> Equipment:
    """By id or Billun ID. Raises Missing."""
    return one(Equipment.visible_to(actor()), Equipment.id, Equipment.billun_id, name, options)


def anomaly_named(name: str, *options: ExecutableOption) -> Anomaly:
    """By id or reference. Raises Missing."""
    return one(Anomaly.visible_to(actor()), Anomaly.id, Anomaly.reference, name, options)


def intervention_named(name: str, *options: ExecutableOption) -> Intervention:
    """By id or reference. Raises Missing."""
    columns = (Intervention.id, Intervention.reference)
    return one(Intervention.visible_to(actor()), *columns, name, options)


def with_timeline() -> tuple[ExecutableOption, ...]:
    """Options that load an anomaly's timeline with all that it tells of."""
    entries = selectinload(Anomaly.timeline)
    sighting = entries.joinedload(TimelineEntry.sighting)
    return (
        entries.joinedload(TimelineEntry.actor),
        entries.selectinload(TimelineEntry.photos),
        entries.joinedload(TimelineEntry.from_equipment),
        entries.joinedload(TimelineEntry.to_equipment),
        entries.joinedload(TimelineEntry.duplicate).load_only(Anomaly.reference),
        entries.joinedload(TimelineEntry.intervention).load_only(Intervention.reference),
        sighting.joinedload(Sighting.observer),
        sighting.selectinload(Sighting.photos),
    )


def photo_with_id(id: UUID) -> Photo:
    """A photo that has arrived. Raises Missing."""
    photo = db.session.scalar(Photo.visible_to(actor()).where(Photo.id == id))
    if photo is None:
        raise Missing
    return photo


def person_with_id(id: UUID) -> Membership:
    """Whatever the person is or was in the actor's company. Raises Missing."""
    member = db.session.scalar(Membership.visible_to(actor()).where(is_person(id)))
    if member is None:
        raise Missing
    return member


def absence_with_id(id: UUID) -> Absence:
    """When somebody of the actor's company is away. Raises Missing."""
    absence = db.session.scalar(Absence.visible_to(actor()).where(Absence.id == id))
    if absence is None:
        raise Missing
    return absence


def site_with_id(id: UUID, *options: ExecutableOption) -> Site:
    """A site of the actor's company. Raises Missing."""
    site = db.session.scalar(Site.visible_to(actor()).where(Site.id == id).options(*options))
    if site is None:
        raise Missing
    return site


def workshop_with_id(id: UUID, *options: ExecutableOption) -> Workshop:
    """A workshop of the actor's company. Raises Missing."""
    found = Workshop.visible_to(actor()).where(Workshop.id == id)
    workshop = db.session.scalar(found.options(*options))
    if workshop is None:
        raise Missing
    return workshop


def own_company(id: UUID) -> Company:
    """The actor's company, by its id; any other is not there."""
    if id != actor().company_id:
        raise Missing
    return actor().company


def company_to_close(id: UUID) -> Company:
    """The own company of who is signed in; an admin finds every one. Raises Missing."""
    member = me().membership
    own = member is not None and member.company_id == id
    if not (own or me().user.is_admin):
        raise Missing
    return company_with_id(id)


def company_with_id(id: UUID) -> Company:
    """Any company of the installation: for admins. Raises Missing."""
    company = db.session.get(Company, id)
    if company is None:
        raise Missing
    return company


def refuse_foreign_ids(wanted: dict[str, Any]) -> None:
    """Raise Missing where a filter names a record that is not of the actor's company."""
    for name, model in FILTERED_BY.items():
        if name in wanted:
            found = select(model.company_id).where(model.id == wanted[name])
            if db.session.scalar(found) != actor().company_id:
                raise Missing


FILTERED_BY: dict[str, type[Equipment | Site | Workshop]] = {
    "equipment_id": Equipment,
    "site_id": Site,
    "workshop_id": Workshop,
}


def one(
    visible: Select[Row],
    id_column: InstrumentedAttribute[UUID],
    reference_column: InstrumentedAttribute[str],
    name: str,
    options: tuple[Any, ...],
) -> Row:
    try:
        condition = id_column == UUID(name)
    except ValueError:
        condition = reference_column == name.upper()
    if not name.isprintable():
        raise Missing
    row = db.session.scalar(visible.where(condition).options(*options))
    if row is None:
        raise Missing
    return row
