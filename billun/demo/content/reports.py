"""Turns the table of anomalies into records with their photos and their history."""

from collections.abc import Iterator
from configparser import ConfigParser, SectionProxy
from dataclasses import dataclass
from datetime import datetime, timedelta

from billun.catalogue import catalogue
from billun.demo.content.identity import anomaly_reference, demo_id, stable_seed
from billun.demo.content.moments import duration, moment_before
from billun.demo.content.records import (
    DemoAnomaly,
    DemoCompany,
    DemoEquipment,
    DemoPerson,
    DemoPhoto,
    DemoStep,
)
from billun.demo.drawing import PhotoBrief

PHOTOS_ASKED = 4
FIRST_PHOTO_AFTER = timedelta(seconds=25)
BETWEEN_PHOTOS = timedelta(seconds=18)
SENT_AFTER = timedelta(seconds=100)


def anomalies_of(
    table: ConfigParser,
    now: datetime,
    companies: tuple[DemoCompany, ...],
    people: tuple[DemoPerson, ...],
    equipment: tuple[DemoEquipment, ...],
) -> tuple[DemoAnomaly, ...]:
    """The reports of the table, oldest first."""
    cast = _Cast(
        {company.key: company for company in companies},
        {person.key: person for person in people},
        {item.internal_id: item for item in equipment},
    )
    reports = (_anomaly(table[key], now, cast) for key in table.sections())
    return tuple(sorted(reports, key=lambda report: report.occurred_at))


@dataclass(frozen=True)
class _Cast:
    companies: dict[str, DemoCompany]
    people: dict[str, DemoPerson]
    equipment: dict[str, DemoEquipment]


def _anomaly(section: SectionProxy, now: datetime, cast: _Cast) -> DemoAnomaly:
    key = section.name
    item = cast.equipment[section["equipment"]]
    company = cast.companies[item.company]
    occurred_at = moment_before(now, section["when"], company.time_zone)
    received_at = occurred_at + SENT_AFTER
    photos = tuple(_photos(section, item, company, occurred_at, received_at))
    steps = tuple(_steps(section, occurred_at, received_at, photos))
    descriptions = {"fr": section["description_fr"], "en": section["description_en"]}
    return DemoAnomaly(
        key=key,
        id=demo_id("anomaly", key),
        reference=anomaly_reference(key, received_at.year),
        company=item.company,
        equipment=item.internal_id,
        reporter=section["reporter"],
        category=section["category"],
        sub_category=section["sub_category"],
        criticality=section["criticality"],
        criticality_reported=section["criticality"],
        status=_last_status(steps),
        description=descriptions[cast.people[section["reporter"]].locale],
        descriptions=descriptions,
        occurred_at=occurred_at,
        received_at=received_at,
        circumstance=section["circumstance"],
        latitude=float(section["latitude"]),
        longitude=float(section["longitude"]),
        accuracy_m=float(section["accuracy_m"]),
        address=section["address"],
        photos_expected=PHOTOS_ASKED,
        photos_later=section.getboolean("photos_later", fallback=False),
        photos=photos,
        steps=steps,
    )


def _photos(
    section: SectionProxy,
    item: DemoEquipment,
    company: DemoCompany,
    occurred_at: datetime,
    received_at: datetime,
) -> Iterator[DemoPhoto]:
    guides = [guide.key for guide in catalogue.guides_for(section["category"])]
    for place, guide in enumerate(guides[: section.getint("photos", fallback=PHOTOS_ASKED)]):
        taken_at = occurred_at + place * BETWEEN_PHOTOS
        yield DemoPhoto(
            id=demo_id("photo", f"{section.name}/{guide}"),
            guide=guide,
            taken_at=taken_at,
            received_at=received_at + FIRST_PHOTO_AFTER + place * BETWEEN_PHOTOS,
            brief=PhotoBrief(
                kind=item.kind,
                category=section["category"],
                sub_category=section["sub_category"],
                guide=guide,
                plate=item.plate,
                billun_id=item.billun_id,
                fleet_number=item.internal_id,
                livery=company.livery,
                scene=section["scene"],
                light=section["light"],
                seed=stable_seed(section.name, guide),
                taken_at=taken_at,
            ),
        )


def _steps(
    section: SectionProxy,
    occurred_at: datetime,
    received_at: datetime,
    photos: tuple[DemoPhoto, ...],
) -> Iterator[DemoStep]:
    """What the system did by itself, then the table's history, each step knowing where it came from."""
    yield _step(section, 0, "transition", None, received_at, to_status="incoming")
    status = "incoming"
    if len(photos) >= PHOTOS_ASKED:
        yield _step(
            section,
            1,
            "transition",
            None,
            photos[PHOTOS_ASKED - 1].received_at,
            from_status=status,
            to_status="reported",
        )
        status = "reported"
    for place, line in enumerate(section.get("history", fallback="").strip().splitlines(), start=2):
        head, _, comment = (part.strip() for part in line.partition("|"))
        after, actor, step = head.split()
        at = occurred_at + duration(after.removeprefix("+"))
        who = None if actor == "system" else actor
        if step == "comment":
            yield _step(section, place, "comment", who, at, comment=comment)
        else:
            yield _step(
                section,
                place,
                "transition",
                who,
                at,
                comment=comment or None,
                from_status=status,
                to_status=step,
            )
            status = step


def _step(
    section: SectionProxy,
    place: int,
    kind: str,
    actor: str | None,
    at: datetime,
    **what: str | None,
) -> DemoStep:
    return DemoStep(
        id=demo_id("step", f"{section.name}/{place}"), kind=kind, actor=actor, at=at, **what
    )


def _last_status(steps: tuple[DemoStep, ...]) -> str:
    return [step.to_status for step in steps if step.to_status][-1]
