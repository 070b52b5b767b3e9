"""What is exported comes back without a difference, in every format and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from billun.adapters.spreadsheets import csv_lines, workbook
from billun.catalogue import Field, Kind, catalogue
from billun.extensions import db
from billun.models import (
    Equipment,
    EquipmentStatus,
    ImportState,
    Membership,
    Meter,
    MeterReading,
    Ownership,
    Site,
    Workshop,
)
from billun.operations.deadlines import refresh_deadlines, write_dates
from billun.operations.equipment import EquipmentForm, add_equipment, kept_of
from billun.operations.register import LoadedRegister
from billun.queries.equipment_export import EquipmentExport
from billun.queries.equipment_filter import EquipmentFilter
from billun.queries.meter_history import latest_readings
from tests.fixtures.cast import Cast, Person
from tests.fixtures.imports import Importing, counts

# Texts that a spreadsheet program, or our own reading, might take for something else.
TRICKY = (
    "=1+1", "+33 2 35 00 00 00", "-12 °C", "@home", "'quoted", "'=x", "-", "–", "007", "1e5", "a;b,c\td", 'say "hi"',
    "TRUE", "31/12/2026", "12,5", "#N/A", "œuvre €", "1 234",
)  # fmt: skip
FORMATS = [(kind, locale) for kind in ("csv", "xlsx") for locale in ("en", "fr")]


def actor_of(person: Person) -> Membership:
    return db.session.get_one(Membership, person.membership_id)


def rich_fleet(actor: Membership, place: Site, workshop: Workshop) -> None:
    """Some of each kind, with everything that can be said of it."""
    made: dict[str, Equipment] = {}
    for number, kind in enumerate(catalogue.kinds.values()):
        tricky = TRICKY[number % len(TRICKY)]
        form = EquipmentForm(
            kind=kind.key,
            internal_id=f"N {number:03}",
            plate=f"ZZ-{number:03}-ZZ" if number % 3 else None,
            plate_country="FR" if number % 2 else None,
            vin=f"VF{number:015}",
            serial=tricky,
            make=tricky,
            model=f"{number} {tricky}",
            description=f"{tricky} {tricky}",
            first_registered_on=date(2015, 1, 1) + timedelta(days=40 * number),
            site_id=place.id if number % 4 else None,
            workshop_id=workshop.id if number % 5 else None,
            status=list(EquipmentStatus)[number % 3 + 1],
            ownership=list(Ownership)[number % 4],
            owner_name="Loueur & Cie" if number % 4 else "",
            contract_ends_on=date(2030, 1, 31) if number % 4 else None,
            specs=dict(specs_of(kind)),
        )
        parent = next((one for one in made.values() if one.family in kind.attaches_to), None)
        made[kind.key], _new = add_equipment(
            actor, replace(form, parent_id=parent.id if parent else None)
        )
        read_meters(made[kind.key], kind, number)
    db.session.flush()
    date_deadlines(actor)


def specs_of(kind: Kind) -> Iterator[tuple[str, Any]]:
    for field in catalogue.fields_for(kind.family, kind.key):
        if not field.is_derived:
            yield field.key, value_for(field)


def value_for(field: Field) -> Any:
    if field.type == "text":
        return "=cmd|' /C calc'!A0"[: field.longest]
    if field.is_number:
        least = max(field.minimum or 0, 1)
        return int(least) + 1 if field.type == "integer" else least + 0.5
    values: dict[str, Any] = {
        "date": "2024-02-29",
        "boolean": False,
        "choice": list(field.choices)[-1:],
    }
    value = values.get(field.type, list(field.choices))
    return value[0] if field.type == "choice" else value


def read_meters(item: Equipment, kind: Kind, number: int) -> None:
    for meter in kind.meters:
        db.session.add(
            MeterReading(
                company_id=item.company_id,
                equipment_id=item.id,
                meter=Meter(meter),
                value=Decimal(f"{1000 + number}.{number % 10}"),
                read_at=datetime(2026, 10, 1, 8, 30, tzinfo=UTC),
            )
        )


def date_deadlines(actor: Membership) -> None:
    """Every third one is known by its last day, every third by its next, the others as the rule has it."""
    register = LoadedRegister(actor.company)
    for item in register.by_id.values():
        for number, deadline in enumerate(register.deadlines_of(item)):
            if number % 3 == 0:
                write_dates(item, deadline, date(2026, 5, 31), None)
            if number % 3 == 1:
                write_dates(item, deadline, None, date(2027, 6, 30))
        refresh_deadlines(item, register)


def exported(person: Person, kind: str, locale: str) -> bytes:
    with force_locale(locale):
        export = EquipmentExport(actor_of(person), EquipmentFilter(), locale)
        rows = [row for batch in export.batches() for row in batch]
    if kind == "xlsx":
        return workbook("Equipment", export.heads, rows)
    return "".join(csv_lines(export.heads, rows, locale)).encode()


def told_of(person: Person) -> dict[str, Any]:
    """Everything that an export tells of a company's equipment, without the ids of its rows."""
    company_id = actor_of(person).company_id
    items = db.session.scalars(select(Equipment).where(Equipment.company_id == company_id)).all()
    return {str(item.internal_id or item.plate): told(item) for item in items}


def told(item: Equipment) -> dict[str, Any]:
    ids = ("site_id", "workshop_id", "parent_id")
    readings = latest_readings([item.id]).get(item.id, {})
    return {name: value for name, value in kept_of(item).items() if name not in ids} | {
        "site": item.site and item.site.name,
        "workshop": item.workshop and item.workshop.name,
        "parent": item.parent and item.parent.internal_id,
        "deadlines": {one.code: (one.done_on, one.due_on) for one in item.deadlines if one.applies},
        "meters": {meter: one.value for meter, one in readings.items()},
    }


@pytest.fixture
def rich(app: Flask, cast: Cast) -> None:
    with app.app_context():
        place = db.session.get_one(Site, cast.site_id)
        rich_fleet(actor_of(cast.manager), place, db.session.get_one(Workshop, cast.workshop_id))
        db.session.commit()


@pytest.fixture
def look_at(app: Flask) -> Callable[[Callable[[], Any]], Any]:
    def asked(question: Callable[[], Any]) -> Any:
        with app.app_context():
            return question()

    return asked


@pytest.mark.parametrize(("kind", "locale"), FORMATS)
def test_an_export_comes_back_without_a_difference(
    rich: None, look_at: Any, cast: Cast, importing: Importing, kind: str, locale: str
) -> None:
    run = importing.tried(look_at(lambda: exported(cast.manager, kind, locale)), locale=locale)
    assert run.troubles == []
    assert (run.state, counts(run)) == (ImportState.CHECKED, (len(catalogue.kinds) + 2, 0, 0, 0))


@pytest.mark.parametrize(("kind", "locale"), FORMATS)
def test_an_export_makes_the_same_fleet_elsewhere(
    rich: None, look_at: Any, cast: Cast, app: Flask, kind: str, locale: str
) -> None:
    with app.app_context():
        company_id = actor_of(cast.outsider).company_id
        place = Site(company_id=company_id, name="Rouen", address="", postcode="", city="")
        db.session.add_all([place, Workshop(company_id=company_id, name="Atelier")])
        db.session.commit()
    content = look_at(lambda: exported(cast.manager, kind, locale))
    run = Importing(app, cast.outsider).imported(content, locale=locale)
    assert run.troubles == []
    here, there = look_at(lambda: told_of(cast.manager)), look_at(lambda: told_of(cast.outsider))
    assert here.keys() == there.keys()
    for name, item in here.items():
        assert item == there[name], name
