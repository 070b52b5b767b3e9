"""A broken catalogue is refused with the file, the section and the key that are at fault."""

import shutil
from pathlib import Path

import pytest

from billun.catalogue import CATALOGUE_FOLDER, CatalogueError, catalogue, load_catalogue

KINDS, GUIDES, ANOMALIES = "kinds.ini", "photo_guides.ini", "anomalies.ini"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped INI files, to be broken."""
    for file in CATALOGUE_FOLDER.glob("*.ini"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_the_copy_loads(folder: Path) -> None:
    assert load_catalogue(folder).version == catalogue.version


def test_another_word_makes_another_version(folder: Path) -> None:
    change(folder / KINDS, "label.en = Van", "label.en = Panel truck")
    assert load_catalogue(folder).version != catalogue.version


@pytest.mark.parametrize(("file", "before", "after", "section", "key"), [
    pytest.param(*case, id=name)
    for name, case in {
        "unknown key": (
            KINDS, "icon = car\n", "icon = car\ncolour = red\n", "kind car", "colour"),
        "key in capitals": (
            KINDS, "label.en = Van", "Label.en = Van", "kind van", "label.en"),
        "label missing in French": (
            KINDS, "label.fr = Porteur\n", "", "kind rigid_truck", "label.fr"),
        "label empty in English": (
            KINDS, "label.en = Van\n", "label.en =\n", "kind van", "label.en"),
        "icon missing": (
            KINDS, "icon = camper\n", "", "kind van", "icon"),
        "icon that is a path": (
            KINDS, "icon = camper\n", "icon = ../camper\n", "kind van", "icon"),
        "family missing": (
            KINDS, "[kind van]\nfamily = vehicle\n", "[kind van]\n", "kind van", "family"),
        "family unknown": (
            KINDS, "[kind van]\nfamily = vehicle", "[kind van]\nfamily = boat",
            "kind van", "family"),
        "alias of two kinds": (
            KINDS, "aliases = cherry picker", "aliases = Véhicule-Léger",
            "kind aerial_platform", "aliases"),
        "comma too many": (
            KINDS, "aliases = cherry picker,", "aliases = cherry picker,,",
            "kind aerial_platform", "aliases"),
        "key twice": (
            KINDS, "icon = camper\n", "icon = camper\nicon = car\n", "kind van", "icon"),
        "section twice": (
            KINDS, "[kind van]", "[kind car]", "kind car", None),
        "section twice but for a space": (
            KINDS, "[kind car]", "[kind  van]", "kind  van", None),
        "unknown section": (
            KINDS, "[kind van]", "[sort van]", "sort van", None),
        "default section of Python": (
            KINDS, "[kind van]", "[DEFAULT]", "DEFAULT", None),
        "title without a name": (
            KINDS, "[kind van]", "[kind]", "kind", None),
        "title not in snake_case": (
            KINDS, "[kind van]", "[kind Big-Van]", "kind Big-Van", None),
        "help missing in French": (
            GUIDES, "help.fr = Reculez jusqu'à ce que tout soit dans l'image.\n", "",
            "guide overview", "help.fr"),
        "outline for an unknown family": (
            GUIDES, "outline.trailer =", "outline.boat =", "guide overview", "outline.boat"),
        "usual guides missing": (
            GUIDES, "[default]", "[guide spare]", "guide spare", "label.en"),
        "usual guides too few": (
            GUIDES, "plate_or_label, damage, close_up", "damage", "default", "guides"),
        "bad floor": (
            ANOMALIES, "floor = orange", "floor = purple", "sub_category tyres wear", "floor"),
        "unknown guide": (
            ANOMALIES, "whole_tyre", "whole_tire", "category tyres", "guides"),
        "too few guides": (
            ANOMALIES, ", whole_tyre, tyre_close_up", ", whole_tyre",
            "category tyres", "guides"),
        "guide twice": (
            ANOMALIES, "whole_tyre", "overview", "category tyres", "guides"),
        "category for an unknown family": (
            ANOMALIES, "families = vehicle, trailer", "families = vehicle, boat",
            "category load_securing", "families"),
        "sub-category without category": (
            ANOMALIES, "[sub_category tyres rim]", "[sub_category wings rim]",
            "sub_category wings rim", None),
        "sub-category with one name": (
            ANOMALIES, "[sub_category tyres rim]", "[sub_category rim]",
            "sub_category rim", None),
        "unknown key of a sub-category": (
            ANOMALIES, "label.fr = Jante\n", "label.fr = Jante\nflor = red\n",
            "sub_category tyres rim", "flor"),
        "value without a key": (
            ANOMALIES, "[sub_category tyres rim]\n", "[sub_category tyres rim]\nnonsense\n",
            None, None),
        "key before any section": (
            ANOMALIES, "[category tyres]\n", "", None, None),
    }.items()
])  # fmt: skip
def test_a_fault_is_named_by_file_section_and_key(
    folder: Path, file: str, before: str, after: str, section: str | None, key: str | None
) -> None:
    change(folder / file, before, after)
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    assert (refused.value.file, refused.value.section, refused.value.key) == (file, section, key)
    for part in (file, section, key):
        assert (part or "") in str(refused.value)


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_usual_guides_must_be_said(folder: Path) -> None:
    path = folder / GUIDES
    change(path, "[default]\nguides = overview, plate_or_label, damage, close_up\n", "")
    with pytest.raises(CatalogueError, match=r"photo_guides\.ini \[default\]: is missing"):
        load_catalogue(folder)


def test_a_file_that_is_away_is_named(folder: Path) -> None:
    (folder / ANOMALIES).unlink()
    with pytest.raises(CatalogueError, match=r"anomalies\.ini: cannot be read"):
        load_catalogue(folder)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    text = (folder / KINDS).read_text(encoding="utf-8").replace("œ", "oe").replace("’", "'")
    (folder / KINDS).write_bytes(text.encode("latin-1"))
    with pytest.raises(CatalogueError, match=r"kinds\.ini: is not written in UTF-8"):
        load_catalogue(folder)


def test_the_message_reads_as_one_line(folder: Path) -> None:
    change(folder / ANOMALIES, "floor = orange", "floor = purple")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    assert str(refused.value) == (
        "anomalies.ini [sub_category tyres wear] floor:"
        " “purple” is not one of green, yellow, orange, red"
    )
