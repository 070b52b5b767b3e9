from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from billun.catalogue import LANGUAGES, catalogue
from billun.catalogue.folding import fold
from billun.models import ImportTarget
from billun.operations.importing.column_names import NAMES
from billun.operations.importing.columns import Columns, proposed
from billun.operations.importing.targets import TELLING_WHICH, columns_of


@pytest.fixture(params=list(ImportTarget))
def columns(app: Flask, request: pytest.FixtureRequest) -> Iterator[Columns]:
    with app.app_context():
        yield columns_of(request.param)


@pytest.fixture
def equipment(app: Flask) -> Iterator[Columns]:
    with app.app_context():
        yield columns_of(ImportTarget.EQUIPMENT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_known_by_its_own_label(columns: Columns, language: str) -> None:
    heads = {column.label(language): key for key, column in columns.items() if column.read}
    assert proposed(list(heads), columns) == heads


def test_every_column_is_known_by_its_key(columns: Columns) -> None:
    keys = [key for key, column in columns.items() if column.read]
    assert proposed(keys, columns) == {key: key for key in keys}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_share_a_label(columns: Columns, language: str) -> None:
    labels = [fold(column.label(language)) for column in columns.values()]
    assert len(set(labels)) == len(labels)


def test_every_field_and_check_of_the_catalogue_has_its_columns(equipment: Columns) -> None:
    fields = {f"specs.{key}" for key, field in catalogue.fields.items() if not field.is_derived}
    days = {f"{key}_{day}" for key in catalogue.checks for day in ("done_on", "due_on")}
    assert fields | days <= equipment.keys()


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("N° de parc", "internal_id"),
        ("IMMATRICULATION", "plate"),
        ("Plaque d’immatriculation", "plate"),
        ("Date de 1ère mise en circulation", "first_registered_on"),
        ("date mise en circulation (JJ/MM/AAAA)", "first_registered_on"),
        ("PTAC", "specs.gross_mass_kg"),
        ("F.2", "specs.gross_mass_kg"),
        ("P.3", "specs.energy"),
        ("E", "vin"),
        ("Kilométrage", "km"),
        ("Dernier CT", "ct_done_on"),
        ("prochain contrôle technique", "ct_due_on"),
        ("Échéance CT PL", "ct_heavy_due_on"),
        ("VGP valable jusqu'au", "vgp_due_on"),
        ("MOT due", "ct_due_on"),
        ("fleet no.", "internal_id"),
        ("gross_mass_kg", "specs.gross_mass_kg"),
    ],
)
def test_the_words_of_fleets_are_understood(equipment: Columns, head: str, key: str) -> None:
    assert proposed([head], equipment) == {head: key}


def test_what_is_only_written_is_not_taken_for_something_else(equipment: Columns) -> None:
    heads = [equipment["fitness"].label(language) for language in LANGUAGES]
    assert proposed(heads, equipment) == {}


def test_a_column_is_proposed_once(equipment: Columns) -> None:
    assert proposed(["Plaque", "Immat", "Plate"], equipment) == {"Plaque": "plate"}


def test_no_name_means_two_columns(columns: Columns) -> None:
    owners: dict[str, set[str]] = {}
    for column in columns.values():
        for name in column.names:
            owners.setdefault(fold(name), set()).add(column.key)
    assert [name for name, keys in owners.items() if len(keys) > 1] == []


def test_every_name_belongs_to_a_column(app: Flask) -> None:
    with app.app_context():
        assert NAMES["equipment"].keys() <= columns_of(ImportTarget.EQUIPMENT).keys()
        assert NAMES["people"].keys() <= columns_of(ImportTarget.PEOPLE).keys()


def test_what_tells_which_one_is_meant_are_columns(app: Flask) -> None:
    with app.app_context():
        for target, keys in TELLING_WHICH.items():
            assert set(keys) <= columns_of(target).keys()
