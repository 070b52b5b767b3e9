"""The demo's records obey the rules that real ones obey."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from stdnum.fr import siret, tva

from billun.catalogue import catalogue
from billun.demo.content import DemoAnomaly, DemoContent, demo_content
from billun.demo.content.moments import duration, moment_before

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ORDER = ["green", "yellow", "orange", "red"]
SIV = r"(?!SS|WW)[A-HJ-NP-TV-Z]{2}-(?!000)\d{3}-(?!SS)[A-HJ-NP-TV-Z]{2}"
ROWS = {
    ("incoming", "reported"),
    ("incoming", "acknowledged"),
    ("reported", "acknowledged"),
    ("reported", "withdrawn"),
    ("reported", "resolved"),
    ("acknowledged", "resolved"),
    ("acknowledged", "dismissed"),
    ("resolved", "closed"),
}


@pytest.fixture(scope="module")
def content() -> DemoContent:
    return demo_content(NOW)


def test_the_same_moment_gives_the_same_records(content: DemoContent) -> None:
    assert demo_content(NOW) == content


def test_ids_do_not_depend_on_the_moment(content: DemoContent) -> None:
    later = demo_content(NOW + timedelta(days=40))
    assert {a.id for a in later.anomalies} == {a.id for a in content.anomalies}
    assert [e.billun_id for e in later.equipment] == [e.billun_id for e in content.equipment]


def test_there_is_as_much_as_the_walk_through_needs(content: DemoContent) -> None:
    equipment = Counter(item.company for item in content.equipment)
    assert equipment == {"vauquelin": 40, "frigo_loire": 3}
    assert len(content.anomalies) == 26
    assert {a.criticality for a in content.anomalies} == set(ORDER)
    assert Counter(a.status for a in content.anomalies).keys() >= {
        "incoming",
        "reported",
        "acknowledged",
        "resolved",
        "closed",
        "dismissed",
        "withdrawn",
    }
    assert [person.key for person in content.people if person.is_admin] == ["camille"]
    roles = {(person.role, person.trade) for person in content.people}
    assert roles >= {
        ("manager", None),
        ("driver", None),
        ("workshop", "supervisor"),
        ("workshop", "mechanic"),
        ("workshop", "tyre_specialist"),
        ("workshop", "refrigeration"),
    }


def test_companies_have_valid_numbers(content: DemoContent) -> None:
    for company in content.companies:
        assert siret.is_valid(company.siret)
        assert tva.is_valid(company.vat_number)
        assert company.siret.startswith("000")


def test_phone_numbers_are_those_kept_for_fiction(content: DemoContent) -> None:
    numbers = [person.phone for person in content.people]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("+3363998") and len(number) == 12 for number in numbers)
    for company in content.companies:
        assert company.phone.startswith("+3319900")
        assert company.emergency_phone.startswith("+3319900")


def test_mail_goes_to_example_domains_only(content: DemoContent) -> None:
    addresses = [person.email for person in content.people if person.email]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith(".example") for address in addresses)


def test_equipment_is_of_known_kinds_and_plausible(content: DemoContent) -> None:
    for item in content.equipment:
        assert catalogue.kinds[item.kind].family == item.family, item
        assert not item.plate or re.fullmatch(SIV, item.plate), item.plate
        assert not item.vin or re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", item.vin), item.vin
        assert item.plate or item.serial
    for unique in ("billun_id", "internal_id", "id"):
        assert len({getattr(item, unique) for item in content.equipment}) == 43
    plates = [item.plate for item in content.equipment if item.plate]
    assert len(set(plates)) == len(plates)


def test_references_between_records_hold(content: DemoContent) -> None:
    people = {person.key: person for person in content.people}
    sites = {site.key: site for site in content.sites}
    workshops = {workshop.key: workshop for workshop in content.workshops}
    for item in content.equipment:
        assert sites[item.site].company == item.company
        assert item.workshop is None or workshops[item.workshop].company == item.company
    for workshop in content.workshops:
        assert all(people[key].role == "workshop" for key in workshop.team)
    for site in content.sites:
        assert people[site.manager].role == "manager"
    for report in content.anomalies:
        actors = {step.actor for step in report.steps if step.actor} | {report.reporter}
        assert all(people[actor].company == report.company for actor in actors)


def test_reports_respect_the_catalogue(content: DemoContent) -> None:
    for report in content.anomalies:
        sub_category = catalogue.categories[report.category].sub_categories[report.sub_category]
        assert ORDER.index(report.criticality) >= ORDER.index(sub_category.floor), report.key
        assert 48 < report.latitude < 50
        assert -1 < report.longitude < 3
        assert report.description in report.descriptions.values()


def test_the_reports_fill_three_months(content: DemoContent) -> None:
    assert NOW - content.anomalies[0].occurred_at > timedelta(days=85)


def test_history_is_in_order_and_legal(content: DemoContent) -> None:
    for report in content.anomalies:
        times = [step.at for step in report.steps]
        assert times == sorted(times), report.key
        assert NOW - timedelta(days=92) < times[0]
        assert times[-1] <= NOW, report.key
        assert all(row in ROWS for row in moves(report)), report.key
        assert report.occurred_at <= report.received_at


def test_photos_follow_the_rule_of_four(content: DemoContent) -> None:
    by_key = {report.key: report for report in content.anomalies}
    for report in content.anomalies:
        assert (len(report.photos) < 4) == (report.status == "incoming"), report.key
        guides = [guide.key for guide in catalogue.guides_for(report.category)]
        assert [photo.guide for photo in report.photos] == guides[: len(report.photos)]
    assert len(by_key["curtain-torn"].photos) == 2
    first_red = by_key["tyre-blown-a13"]
    assert first_red.criticality == "red"
    assert first_red.photos_later
    assert not first_red.photos


def test_some_reports_are_in_english_because_their_driver_is(content: DemoContent) -> None:
    english = [report for report in content.anomalies if report.reporter == "tom"]
    assert english
    assert all(report.description == report.descriptions["en"] for report in english)


def test_moments_are_written_in_three_ways() -> None:
    assert moment_before(NOW, "35min", "Europe/Paris") == NOW - timedelta(minutes=35)
    assert moment_before(NOW, "3h20", "Europe/Paris") == NOW - timedelta(hours=3, minutes=20)
    # The clock went back on 25 October: 06:40 in Paris was 04:40 in UTC before.
    summer = moment_before(NOW, "60d 06:40", "Europe/Paris")
    assert summer == datetime(2026, 9, 24, 4, 40, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "3", "-2h"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        duration(text)


def moves(report: DemoAnomaly) -> list[tuple[str | None, str | None]]:
    passed = [step for step in report.steps if step.kind == "transition"]
    assert all(before.to_status == after.from_status for before, after in pairwise(passed))
    return [(step.from_status, step.to_status) for step in passed[1:]]
