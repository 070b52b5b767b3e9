from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from billun.extensions import db
from billun.models import (
    BlankLabel,
    ChangeKind,
    Deadline,
    Equipment,
    EquipmentChange,
    EquipmentStatus,
    ImportState,
    Membership,
    MeterReading,
    Ownership,
)
from tests.fixtures.cast import Cast, item
from tests.fixtures.imports import Importing, counts, csv_file

Look = Callable[[Callable[[], Any]], Any]
FILES = Path(__file__).parents[2] / "files"
HEADS = ("Fleet number", "Plate", "Kind", "Make")


def fleet(look: Look) -> dict[str, Equipment]:
    """All equipment of the installation by fleet number, else by plate."""
    items = look(lambda: loaded(select(Equipment)))
    return {one.internal_id or one.plate or "": one for one in items}


def loaded(query: Select[Any]) -> list[Any]:
    """What the query finds, to be read after its session has gone."""
    found = list(db.session.scalars(query))
    db.session.expunge_all()
    return found


def troubles(run: Any) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["reason"]) for one in run.troubles]


@pytest.mark.parametrize(
    "name",
    [
        "libreoffice-fleet.xlsx",
        "libreoffice-fleet-latin1-semicolons.csv",
        "libreoffice-fleet-tabs.csv",
    ],
)
def test_a_fleet_out_of_libreoffice_is_imported_whole(
    importing: Importing, look: Look, name: str
) -> None:
    run = importing.imported((FILES / name).read_bytes(), locale="fr")
    assert troubles(run) == []
    assert (run.state, counts(run)) == (ImportState.DONE, (8, 8, 0, 0))
    items = fleet(look)
    assert items["T 01"].specs["gross_mass_kg"] == 19000
    assert items["T 01"].first_registered_on == date(2021, 3, 15)
    assert items["V 21"].description == "Électrique"
    assert items["S 31"].kind == "curtain_sider"
    assert items["S 31"].parent_id == items["T 01"].id
    assert items["S 32"].parent_id == items["T 02"].id
    assert items["H 51"].parent_id == items["P 11"].id
    due = {one.code: one for one in look(lambda: deadlines_of("T 01"))}["ct_heavy"]
    assert (due.done_on, due.due_on) == (date(2026, 3, 12), date(2027, 3, 12))
    assert look(lambda: readings_of("T 02")) == [Decimal("288150.5")]


def deadlines_of(number: str) -> list[Deadline]:
    mine = select(Deadline).join(Equipment).where(Equipment.internal_id == number)
    return loaded(mine.where(Deadline.applies))


def readings_of(number: str) -> list[Decimal]:
    return list(
        db.session.scalars(
            select(MeterReading.value).join(Equipment).where(Equipment.internal_id == number)
        )
    )


def test_the_same_file_again_changes_nothing(importing: Importing, look: Look) -> None:
    content = (FILES / "libreoffice-fleet.xlsx").read_bytes()
    importing.imported(content)
    before = look(lambda: db.session.scalar(select(func.count()).select_from(EquipmentChange)))
    run = importing.tried(content)
    assert (run.state, counts(run)) == (ImportState.CHECKED, (8, 0, 0, 0))
    after = look(lambda: db.session.scalar(select(func.count()).select_from(EquipmentChange)))
    assert after == before


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("libreoffice-formula.xlsx", "D3"),
        ("libreoffice-merged.xlsx", "A3:B3"),
        ("libreoffice-formula.xls", ".xls"),
        ("libreoffice-formula.ods", ".ods"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(
    importing: Importing, look: Look, name: str, word: str
) -> None:
    before = len(fleet(look))
    assert word in importing.refused((FILES / name).read_bytes())
    assert len(fleet(look)) == before


def test_a_trial_keeps_nothing(importing: Importing, look: Look) -> None:
    before = {one.id: one.version for one in fleet(look).values()}
    run = importing.tried(
        csv_file(HEADS, ("N 1", "", "van", "Renault"), ("T 07", "", "", "Scania"))
    )
    assert (run.state, counts(run)) == (ImportState.CHECKED, (2, 1, 1, 0))
    assert {one.id: one.version for one in fleet(look).values()} == before


def test_good_rows_are_written_and_bad_ones_explained(importing: Importing, look: Look) -> None:
    run = importing.imported(
        csv_file(
            (*HEADS, "First registration", "Gross mass in service (kg)", "Site"),
            ("N 1", "GG-111-GG", "van", "Renault", "2021-03-15", "3500", "Rouen"),
            ("N 2", "", "spaceship", "", "", "", ""),
            ("N 3", "", "van", "", "someday", "heavy", ""),
            ("N 4", "", "van", "", "", "", "Mars"),
            ("", "", "van", "Renault", "", "", ""),
            ("N 6", "", "van", "", "2100-01-01", "", ""),
        )
    )
    assert (run.state, counts(run)) == (ImportState.DONE, (6, 1, 0, 5))
    assert troubles(run) == [
        (3, "Kind", "Billun knows no kind called “spaceship”."),
        (4, "First registration", "Write a date, for example 2026-11-30."),
        (4, "Gross mass in service (kg)", "Write a number."),
        (5, "Site", "No site is called “Mars”. Add it to Billun first."),
        (6, "Plate", "Give at least a plate, a VIN, a serial number or a fleet number."),
        (7, "First registration", "This day is still to come."),
    ]
    assert fleet(look)["N 1"].site_id is not None


@pytest.mark.parametrize("spelling", ["AB-123-CD", "ab 123 cd", "AB123CD", "AB.I23.CD"])
def test_a_plate_finds_its_item_in_any_spelling(
    importing: Importing, look: Look, cast: Cast, spelling: str
) -> None:
    run = importing.imported(csv_file(("Plate", "Make"), (spelling, "Scania")))
    assert counts(run) == (1, 0, 1, 0)
    assert fleet(look)["T 07"].make == "Scania"


def test_what_differs_in_spelling_alone_is_no_change(importing: Importing) -> None:
    run = importing.tried(csv_file(("Fleet number", "Plate"), ("t07", "ab 123 cd")))
    assert counts(run) == (1, 0, 0, 0)


def test_an_empty_cell_leaves_what_is_there_and_a_dash_empties_it(
    importing: Importing, look: Look
) -> None:
    importing.imported(csv_file(("Fleet number", "Make", "Model", "VIN"), ("T 07", "", "–", "-")))
    lorry = fleet(look)["T 07"]
    assert (lorry.make, lorry.model, lorry.vin) == ("Renault", "", None)


def test_what_an_item_must_have_cannot_be_emptied(importing: Importing) -> None:
    run = importing.tried(csv_file(("Fleet number", "Kind", "Status"), ("T 07", "–", "–")))
    assert [reason for _row, _column, reason in troubles(run)] == ["This cannot be emptied."] * 2


def test_a_row_that_speaks_of_two_items_is_bad(importing: Importing) -> None:
    run = importing.tried(csv_file(("Fleet number", "Plate"), ("T 07", "EF-456-GH")))
    assert troubles(run) == [
        (2, "Plate", "The row speaks of AB-123-CD and of EF-456-GH at once."),
    ]


def test_a_second_row_of_an_item_is_bad(importing: Importing) -> None:
    run = importing.tried(
        csv_file(
            HEADS,
            ("T 07", "", "", "Scania"),
            ("", "AB-123-CD", "", "Volvo"),
            ("N 1", "", "van", ""),
            ("n1", "", "van", ""),
        )
    )
    assert counts(run) == (4, 1, 1, 2)
    assert [(row, reason) for row, _column, reason in troubles(run)] == [
        (3, "Row 2 says something of this item already."),
        (5, "Row 4 says something of this item already."),
    ]


def test_equipment_without_number_and_plate_is_known_by_its_serial(importing: Importing) -> None:
    content = csv_file(
        ("Serial number", "Kind", "Make"), ("H2X 001", "forklift", "Fenwick"), ("H2X 001", "forklift", "Linde")
    )  # fmt: skip
    assert counts(importing.imported(content)) == (2, 2, 0, 0)
    assert counts(importing.tried(content)) == (2, 0, 0, 0)


def test_a_new_row_needs_its_kind(importing: Importing) -> None:
    run = importing.tried(csv_file(("Fleet number", "Make"), ("N 1", "Renault")))
    assert troubles(run) == [(2, "Kind", "Say of what kind it is: the item is new.")]


def test_words_are_understood_in_both_languages(importing: Importing, look: Look) -> None:
    run = importing.imported(
        csv_file(
            ("Fleet number", "Kind", "Status", "Whose it is", "Mât"),
            ("N 1", "Chariot élévateur", "in_workshop", "LEASED", "triplex"),
            ("N 2", "forklift", "Stood down", "our own", "simplex"),
        )
    )
    assert troubles(run) == []
    items = fleet(look)
    assert (items["N 1"].status, items["N 1"].ownership) == (EquipmentStatus.IN_WORKSHOP, Ownership.LEASED)  # fmt: skip
    assert items["N 2"].status == EquipmentStatus.STOOD_DOWN


def test_a_field_of_another_kind_is_not_dropped_in_silence(importing: Importing) -> None:
    run = importing.tried(
        csv_file(("Fleet number", "Kind", "Tank capacity (L)"), ("N 1", "forklift", "30000"))
    )
    assert troubles(run) == [
        (2, "Tank capacity (L)", "Equipment of this kind has no such field. Empty the cell."),
    ]


def test_a_parent_may_stand_further_down_in_the_file(importing: Importing, look: Look) -> None:
    run = importing.imported(
        csv_file(
            ("Fleet number", "Kind", "Coupled to or mounted on"),
            ("LIFT", "tail lift", "BOX"),
            ("BOX", "box", "PULLER"),
            ("PULLER", "tractor unit", ""),
            ("LOST", "tail lift", "NOBODY"),
        )
    )
    items = fleet(look)
    assert items["LIFT"].parent_id == items["BOX"].id
    assert items["BOX"].parent_id == items["PULLER"].id
    assert troubles(run) == [
        (5, "Coupled to or mounted on", "Neither the company nor the file has an item of this number."),
    ]  # fmt: skip


def test_what_is_coupled_to_a_bad_row_is_bad_too(importing: Importing) -> None:
    run = importing.tried(
        csv_file(
            ("Fleet number", "Kind", "Coupled to or mounted on"),
            ("LIFT", "tail lift", "BOX"),
            ("BOX", "no such kind", ""),
        )
    )
    assert counts(run) == (2, 0, 0, 2)


def test_dates_of_checks_are_set_without_proof(importing: Importing, look: Look) -> None:
    run = importing.imported(
        csv_file(
            (*HEADS, "Roadworthiness test, heavy, done on", "Insurance, due on", "Prochaine VGP"),
            ("N 1", "GG-111-GG", "tractor unit", "", "2026-02-10", "2027-01-01", ""),
            ("N 2", "", "forklift", "", "", "", "2027-02-02"),
        )
    )
    assert troubles(run) == []
    dates = {one.code: one for one in look(lambda: deadlines_of("N 1"))}
    assert dates["ct_heavy"].due_on == date(2027, 2, 10)
    assert not dates["ct_heavy"].due_is_given
    assert dates["insurance"].due_on == date(2027, 1, 1)
    assert fleet(look)["N 1"].next_due_on == date(2027, 1, 1)
    assert {one.due_on for one in look(lambda: deadlines_of("N 2")) if one.code == "vgp_6m"} == {
        date(2027, 2, 2)
    }


@pytest.mark.parametrize(
    ("done_on", "due_on", "column", "reason"),
    [
        ("2100-01-01", "", "done on", "This day is still to come."),
        ("2026-02-10", "2026-01-01", "due on", "The next one comes after this one."),
    ],
)
def test_dates_that_cannot_be_are_bad(
    importing: Importing, look: Look, done_on: str, due_on: str, column: str, reason: str
) -> None:
    heads = tuple(f"Roadworthiness test, heavy, {day} on" for day in ("done", "due"))
    run = importing.imported(
        csv_file((*HEADS, *heads), ("N 1", "", "tractor unit", "", done_on, due_on))
    )
    assert troubles(run) == [(2, f"Roadworthiness test, heavy, {column}", reason)]
    assert "N 1" not in fleet(look)


def test_a_date_of_a_check_that_is_not_asked_is_bad(importing: Importing) -> None:
    run = importing.tried(csv_file(("Fleet number", "Kind", "ATP"), ("N 1", "van", "2027-01-01")))
    assert troubles(run) == [(2, "ATP", "This is not asked of such equipment. Empty the cell.")]


def test_a_newer_check_replaces_the_due_day_that_was_given(
    importing: Importing, look: Look
) -> None:
    heads = ("Fleet number", "ct_heavy_done_on", "ct_heavy_due_on")
    importing.imported(csv_file(heads, ("T 07", "2025-12-01", "2026-11-30")))
    importing.imported(csv_file(heads, ("T 07", "2026-11-01", "")))
    check = {one.code: one for one in look(lambda: deadlines_of("T 07"))}["ct_heavy"]
    assert (check.done_on, check.due_on) == (date(2026, 11, 1), date(2027, 11, 1))


def test_meters_are_read_and_never_go_backwards(importing: Importing, look: Look) -> None:
    heads = ("Fleet number", "Km", "Km read on")
    importing.imported(csv_file(heads, ("T 07", "412 300 km", "2026-10-01")))
    importing.imported(csv_file(heads, ("T 07", "415000", "2026-11-01")))
    assert sorted(look(lambda: readings_of("T 07"))) == [Decimal(412300), Decimal(415000)]
    run = importing.tried(csv_file(heads, ("T 07", "1000", "2026-11-20")))
    assert [(row, column) for row, column, _reason in troubles(run)] == [(2, "Km")]


def test_a_meter_that_the_kind_does_not_have_is_bad(importing: Importing) -> None:
    run = importing.tried(csv_file(("Fleet number", "Kind", "Km"), ("N 1", "forklift", "12")))
    assert [column for _row, column, _reason in troubles(run)] == ["Km"]


def test_a_blank_label_gives_its_id_to_the_new_item(
    importing: Importing, look: Look, cast: Cast
) -> None:
    def print_label() -> None:
        db.session.add(BlankLabel(company_id=cast.vauquelin, billun_id="BLN-2026-ABCDEF"))

    look(print_label)
    importing.imported(
        csv_file(("Billun ID", "Fleet number", "Kind"), ("bln 2026 abcdef", "N 1", "van"))
    )
    assert fleet(look)["N 1"].billun_id == "BLN-2026-ABCDEF"
    (label,) = look(lambda: loaded(select(BlankLabel)))
    assert label.claimed_at is not None
    assert label.equipment_id == fleet(look)["N 1"].id


def test_the_items_of_others_are_neither_found_nor_touched(
    importing: Importing, look: Look, cast: Cast
) -> None:
    run = importing.imported(
        csv_file(
            ("Billun ID", "Plate", "Kind", "Make"),
            (cast.partner_trailer.billun_id, "FR-001-IG", "refrigerated", "Stolen"),
        )
    )
    assert counts(run) == (1, 1, 0, 0)
    makes = {one.company_id == cast.vauquelin: one.make for one in trailers(look)}
    assert makes == {False: "Schmitz", True: "Stolen"}


def trailers(look: Look) -> list[Equipment]:
    with_this_plate = select(Equipment).where(Equipment.plate == "FR-001-IG")
    return look(lambda: loaded(with_this_plate))  # type: ignore[no-any-return]


def test_the_history_says_that_it_was_imported(importing: Importing, look: Look) -> None:
    importing.imported(csv_file(HEADS, ("T 07", "", "", "Scania"), ("N 1", "", "van", "")))

    kept = select(EquipmentChange).where(EquipmentChange.kind == ChangeKind.IMPORTED)
    changes = sorted(one.changes.get("make", []) for one in look(lambda: loaded(kept)))
    assert changes == [[], ["Renault", "Scania"]]


def test_a_row_longer_than_the_heads_is_bad(importing: Importing) -> None:
    run = importing.tried(b"Fleet number;Kind\nN 1;van;too much\n")
    assert [(row, column) for row, column, _reason in troubles(run)] == [(2, "")]


def test_text_that_looks_like_a_formula_is_a_text(importing: Importing, look: Look) -> None:
    importing.imported(csv_file(("Fleet number", "Description"), ("T 07", "=HYPERLINK(1)")))
    assert fleet(look)["T 07"].description == "=HYPERLINK(1)"


def test_two_items_with_one_plate_are_told_apart_by_country(
    importing: Importing, look: Look, cast: Cast
) -> None:
    def add_foreign() -> None:
        owner = db.session.get_one(Membership, cast.manager.membership_id)
        for country in ("DE", "NL"):
            item(owner, kind="van", plate="XX 1", plate_country=country)

    look(add_foreign)
    heads = ("Plate", "Country of the plate", "Make")
    run = importing.imported(csv_file(heads, ("XX1", "nl", "DAF"), ("XX1", "", "MAN")))
    assert counts(run) == (2, 0, 1, 1)


def test_retired_and_provisional_equipment_is_found_again_by_its_plate(
    importing: Importing,
) -> None:
    content = csv_file(
        (*HEADS, "Status"),
        ("", "GG-111-GG", "van", "Renault", "Retired"),
        ("", "GG-222-GG", "van", "Renault", "Provisional"),
    )
    assert counts(importing.imported(content)) == (2, 2, 0, 0)
    assert counts(importing.tried(content)) == (2, 0, 0, 0)


def test_a_plate_that_a_retired_item_had_may_be_that_of_a_new_one(importing: Importing) -> None:
    heads = (*HEADS, "Status")
    importing.imported(csv_file(heads, ("N 1", "GG-111-GG", "van", "Renault", "Retired")))
    run = importing.imported(csv_file(heads, ("N 2", "GG-111-GG", "van", "Renault", "")))
    assert counts(run) == (1, 1, 0, 0)


def test_one_plate_of_two_countries_is_that_of_two_items(importing: Importing) -> None:
    content = csv_file(
        ("Plate", "Country of the plate", "Kind"), ("XX 1", "DE", "van"), ("XX-1", "nl", "van")
    )
    assert counts(importing.imported(content)) == (2, 2, 0, 0)
    assert counts(importing.tried(content)) == (2, 0, 0, 0)


def test_a_fourgon_is_a_van_and_no_kind_of_another_family_is_proposed(
    importing: Importing, look: Look
) -> None:
    run = importing.imported(
        csv_file(
            ("Fleet number", "Kind"), ("N 1", "Fourgon"), ("N 2", "reefer unt"), ("N 3", "forklif")
        )
    )
    assert fleet(look)["N 1"].kind == "van"
    assert troubles(run) == [
        (3, "Kind", "Billun knows no kind called “reefer unt”."),
        (4, "Kind", "Billun knows no kind called “forklif”. Did you mean “Forklift”?"),
    ]
