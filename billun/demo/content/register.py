"""Reads the tables beside this file into records."""

from collections.abc import Iterator
from datetime import date, datetime

from stdnum.fr import siret

from billun.demo.content.identity import billun_id, demo_id
from billun.demo.content.records import (
    DemoCompany,
    DemoContent,
    DemoEquipment,
    DemoPerson,
    DemoSite,
    DemoWorkshop,
)
from billun.demo.content.reports import anomalies_of
from billun.demo.content.tables import read_csv, read_ini

DEMO_PASSWORD = "billun-demo"


def demo_content(now: datetime) -> DemoContent:
    """Everything the demo holds, its reports spread over the three months before `now` (UTC)."""
    companies = tuple(_companies())
    people = tuple(_people({company.main_manager for company in companies}))
    equipment = tuple(_equipment())
    return DemoContent(
        companies=companies,
        people=people,
        sites=tuple(_sites()),
        workshops=tuple(_workshops()),
        equipment=equipment,
        anomalies=anomalies_of(read_ini("anomalies.ini"), now, companies, people, equipment),
    )


def _companies() -> Iterator[DemoCompany]:
    table = read_ini("companies.ini")
    for key in table.sections():
        section = table[key]
        yield DemoCompany(
            key=key,
            id=demo_id("company", key),
            name=section["name"],
            siret=section["siret"],
            vat_number="FR" + siret.to_tva(section["siret"]),
            country=section["country"],
            locale=section["locale"],
            time_zone=section["time_zone"],
            phone=section["phone"],
            emergency_phone=section["emergency_phone"],
            address=section["address"],
            postcode=section["postcode"],
            city=section["city"],
            livery=section["livery"],
            main_manager=section["main_manager"],
        )


def _people(main_managers: set[str]) -> Iterator[DemoPerson]:
    for row in read_csv("people.csv"):
        key, company = row["key"], row["company"] or None
        yield DemoPerson(
            key=key,
            user_id=demo_id("user", key),
            membership_id=demo_id("membership", key) if company else None,
            company=company,
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=row["email"] or None,
            phone=row["phone"],
            locale=row["locale"],
            role=row["role"] if company else None,
            trade=row["trade"] or None,
            is_admin=row["role"] == "admin",
            is_main_manager=key in main_managers,
        )


def _sites() -> Iterator[DemoSite]:
    for row in read_csv("sites.csv"):
        yield DemoSite(
            key=row["key"],
            id=demo_id("site", row["key"]),
            company=row["company"],
            name=row["name"],
            address=row["address"],
            postcode=row["postcode"],
            city=row["city"],
            country=row["country"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            manager=row["manager"],
        )


def _workshops() -> Iterator[DemoWorkshop]:
    for row in read_csv("workshops.csv"):
        yield DemoWorkshop(
            key=row["key"],
            id=demo_id("workshop", row["key"]),
            company=row["company"],
            site=row["site"],
            name=row["name"],
            external=row["external"] == "yes",
            bays=tuple(row["bays"].split("|")),
            team=tuple(row["team"].split("|")),
        )


def _equipment() -> Iterator[DemoEquipment]:
    for row in read_csv("equipment.csv"):
        key = row["internal_id"]
        yield DemoEquipment(
            internal_id=key,
            id=demo_id("equipment", key),
            billun_id=billun_id(key),
            company=row["company"],
            family=row["family"],
            kind=row["kind"],
            plate=row["plate"] or None,
            plate_country="FR" if row["plate"] else None,
            vin=row["vin"] or None,
            serial=row["serial"] or None,
            make=row["make"],
            model=row["model"],
            first_registered_on=date.fromisoformat(row["first_registered_on"]),
            site=row["site"],
            workshop=row["workshop"] or None,
            status=row["status"],
        )
