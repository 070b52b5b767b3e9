"""A broken catalogue is refused with the file, the section and the key that are at fault."""

import shutil
from pathlib import Path

import pytest

from billun.catalogue import CATALOGUE_FOLDER, CatalogueError, catalogue, load_catalogue

KINDS, GUIDES, ANOMALIES = "kinds.ini", "photo_guides.ini", "anomalies.ini"

GROUPS, REGISTRATION, BODIES = "groups.ini", "fields_registration.ini", "fields_bodies.ini"

COLD, CHECKS, KIT = "fields_adr_and_cold.ini", "checks.ini", "safety_kit.ini"

DOCUMENTS, OUTLINES = "documents.ini", "outlines.ini"

SPOTLESS = """[outline boat]
label.en = Boat
label.fr = Bateau
picture = car

[outline car]"""


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
        "meter unknown": (
            KINDS, "meters = km\n", "meters = miles\n", "family vehicle", "meters"),
        "meter of a kind unknown": (
            KINDS, "meters = none", "meters = cycles", "kind tail_lift", "meters"),
        "attached without a manner": (
            KINDS, "attachment = coupled\n", "", "family trailer", "attachment"),
        "attached in an unknown manner": (
            KINDS, "attachment = mounted", "attachment = glued", "kind tail_lift", "attachment"),
        "attached to an unknown family": (
            KINDS, "attaches_to = vehicle, trailer", "attaches_to = vehicle, boat",
            "kind tail_lift", "attaches_to"),
        "group without a French label": (
            GROUPS, "label.fr = Usage\n", "", "group use", "label.fr"),
        "field of an unknown group": (
            REGISTRATION, "group = use\nkinds = van\n", "group = usage\nkinds = van\n",
            "field commercial_use", "group"),
        "field of an unknown type": (
            REGISTRATION, "type = boolean", "type = logical", "field commercial_use", "type"),
        "field without a type": (
            REGISTRATION, "type = boolean\n", "", "field commercial_use", "type"),
        "field of an unknown kind": (
            REGISTRATION, "group = use\nkinds = van\n", "group = use\nkinds = lorry\n",
            "field commercial_use", "kinds"),
        "kind of a family named already": (
            REGISTRATION, "code = P.1\nunit = cm³", "kinds = van\ncode = P.1\nunit = cm³",
            "field displacement_cm3", "kinds"),
        "exception from nothing": (
            REGISTRATION, "code = P.1\nunit = cm³", "kinds_except = box\ncode = P.1\nunit = cm³",
            "field displacement_cm3", "kinds_except"),
        "help in one language": (
            REGISTRATION, "help.fr = Poids total autorisé en charge. Les contrôles en découlent.\n", "",
            "field gross_mass_kg", "help.fr"),
        "number without a minimum": (
            REGISTRATION, "unit = cm³\nminimum = 1\n", "unit = cm³\n", "field displacement_cm3", "minimum"),
        "number without a maximum": (
            REGISTRATION, "maximum = 30000\n", "", "field displacement_cm3", "maximum"),
        "limits the wrong way round": (
            REGISTRATION, "maximum = 30000\n", "maximum = 1\n", "field displacement_cm3", "maximum"),
        "limit that is no number": (
            REGISTRATION, "maximum = 30000\n", "maximum = 3e4\n", "field displacement_cm3", "maximum"),
        "text with a maximum": (
            REGISTRATION, "longest = 30\n", "maximum = 30\n", "field cnit", "maximum"),
        "length that is not whole": (
            REGISTRATION, "longest = 30\n", "longest = 30.5\n", "field cnit", "longest"),
        "decimal without decimals": (
            REGISTRATION, "decimals = 1\n", "", "field net_power_kw", "decimals"),
        "decimals too many": (
            REGISTRATION, "decimals = 1\n", "decimals = 9\n", "field net_power_kw", "decimals"),
        "choices of a number": (
            REGISTRATION, "maximum = 30000\n", "maximum = 30000\nchoice.a = A\n",
            "field displacement_cm3", "choice.a"),
        "choice in one language": (
            REGISTRATION, "choice.vtc.fr = VTC\n", "", "field passenger_transport", "choice.vtc.fr"),
        "choice that is a word of conditions": (
            REGISTRATION, "choice.taxi = Taxi", "choice.missing = Taxi",
            "field passenger_transport", "choice.missing"),
        "choice in capitals": (
            REGISTRATION, "choice.taxi = Taxi", "choice.Taxi = Taxi",
            "field passenger_transport", "choice.Taxi"),
        "two choices called alike": (
            REGISTRATION, "choice.taxi = Taxi", "choice.taxi = V.T.C.",
            "field passenger_transport", "choice.vtc"),
        "separator in one of several choices": (
            COLD, "choice.3.en = 3 – Flammable liquids", "choice.3.en = 3, flammable",
            "field adr_label_classes", "choice.3"),
        "rule of no kit item": (
            KIT, "[kit_item shovel]", "[kit_item spade]", "kit_rule shovel spill", None),
        "product of a field that comes later": (
            COLD, "factors = refrigerant_charge_kg, refrigerant", "factors = refrigerant, leak_detection",
            "field co2_equivalent_t", "factors"),
        "product of a text": (
            COLD, "factors = refrigerant_charge_kg, refrigerant", "factors = refrigerant, unit_make",
            "field co2_equivalent_t", "factors"),
        "product of a choice without a factor": (
            COLD, "choice.r32.factor = 0.675\n", "", "field co2_equivalent_t", "factors"),
        "product of one": (
            COLD, "factors = refrigerant_charge_kg, refrigerant", "factors = refrigerant",
            "field co2_equivalent_t", "factors"),
        "difference of nothing": (
            REGISTRATION, "terms = gross_mass_kg, unladen_mass_kg\n", "", "field payload_kg", "terms"),
        "field of two files": (
            BODIES, "[field roof]", "[field gearbox]", "field gearbox", None),
        "check without a rule": (
            CHECKS, "[rule ct_coach coach]", "[rule ct_light coach]", "check ct_coach", None),
        "rule of no check": (
            CHECKS, "[rule ct_coach coach]", "[rule ct_train coach]", "rule ct_train coach", None),
        "rule twice": (
            CHECKS, "[rule ct_light light_truck]", "[rule ct_light light]", "rule ct_light light", None),
        "check without a reference": (
            CHECKS, "legal_reference = ADR 9.1.3.4\n", "", "check adr_approval", "legal_reference.en"),
        "check read on no day": (
            CHECKS, "read_on = 2026-11-22", "read_on = yesterday", "check ct_light", "read_on"),
        "check of unknown certainty": (
            CHECKS, "certainty = text", "certainty = perhaps", "check ct_light", "certainty"),
        "check that blocks something else": (
            CHECKS, "blocks = driving", "blocks = parking", "check ct_light", "blocks"),
        "function without blocks": (
            CHECKS, "blocks = function\nfunction = cold", "function = cold", "check atp", "function"),
        "blocks without function": (
            CHECKS, "blocks = function\nfunction = cold", "blocks = function", "check atp", "function"),
        "function unknown": (
            CHECKS, "function = cold", "function = heat", "check atp", "function"),
        "neither yes nor no": (
            CHECKS, "month\nkeeps_nominal_date = yes", "month\nkeeps_nominal_date = always",
            "check adr_approval", "keeps_nominal_date"),
        "interval that is no duration": (
            CHECKS, "interval = 2 years", "interval = 2 winters", "rule ct_light light", "interval"),
        "window of nothing": (
            CHECKS, "window_before = 6 months", "window_before = 0 months", "check ct_light", "window_before"),
        "first without interval": (
            CHECKS, "interval = 2 years\n", "", "rule ct_light light", None),
        "ages with an interval": (
            CHECKS, "ages = 6 years, 9 years, 12 years", "ages = 6 years\ninterval = 3 years",
            "rule atp refrigerated_trailer", None),
        "ages out of order": (
            CHECKS, "ages = 6 years, 9 years, 12 years", "ages = 9 years, 6 years",
            "rule atp refrigerated_trailer", "ages"),
        "permanent with an interval": (
            CHECKS, "permanent = yes", "permanent = yes\nfirst = 1 year\ninterval = 1 year",
            "rule blind_spot_stickers heavy", None),
        "by date and permanent": (
            CHECKS, "permanent = yes", "permanent = yes\nby_date = yes",
            "rule blind_spot_stickers heavy", None),
        "rule that says no time": (
            CHECKS, "permanent = yes", "permanent = no", "rule blind_spot_stickers heavy", None),
        "rule that follows no check": (
            CHECKS, "follows = ct_light", "follows = ct_bright", "rule pollution_visit van", "follows"),
        "condition on no field": (
            CHECKS, "when.commercial_use = yes or missing", "when.business = yes",
            "rule pollution_visit van", "when.business"),
        "condition on a field of others": (
            CHECKS, "when.commercial_use = yes or missing", "when.mast = present",
            "rule pollution_visit van", "when.mast"),
        "condition on a number in words": (
            CHECKS, "when.gross_mass_kg = <= 3500 or missing", "when.gross_mass_kg = light",
            "rule ct_light light", "when.gross_mass_kg"),
        "condition with a space missing": (
            CHECKS, "when.gross_mass_kg = <= 3500 or missing", "when.gross_mass_kg = <=3500",
            "rule ct_light light", "when.gross_mass_kg"),
        "condition on a truth that is a number": (
            CHECKS, "when.commercial_use = yes or missing", "when.commercial_use = > 1",
            "rule pollution_visit van", "when.commercial_use"),
        "condition with an unknown choice": (
            CHECKS, "not electric, hydrogen or missing", "not electric, steam or missing",
            "rule pollution_visit van", "when.energy"),
        "condition that ends in or": (
            CHECKS, "when.gross_mass_kg = <= 3500 or missing", "when.gross_mass_kg = <= 3500 or",
            "rule ct_light light", "when.gross_mass_kg"),
        "unknown key of a check": (
            CHECKS, "certainty = text\n", "certainty = text\ncolour = red\n", "check ct_light", "colour"),
        "kit per something else": (
            KIT, "per = unit", "per = train", "kit_item warning_sign", "per"),
        "kit in an odd quantity": (
            KIT, "quantity = 2", "quantity = two", "kit_item warning_sign", "quantity"),
        "kit for none": (
            KIT, "quantity = 2", "quantity = 0", "kit_item warning_sign", "quantity"),
        "kit of unknown labels": (
            KIT, "2.3 or 6.1", "2.3 or 6.9", "kit_rule escape_mask toxic", "when.adr_label_classes"),
        "powder that is no number": (
            KIT, "minimum_kg = 2", "minimum_kg = some", "kit_rule extinguisher_cab labels", "minimum_kg"),
        "document without an icon": (
            DOCUMENTS, "icon = umbrella\n", "", "document insurance", "icon"),
        "document that renews no check": (
            DOCUMENTS, "renews = insurance", "renews = hope", "document insurance", "renews"),
        "document that expires perhaps": (
            DOCUMENTS, "expires = yes", "expires = perhaps", "document insurance", "expires"),
        "outline without a drawing": (
            OUTLINES, "picture = car", "picture = boat", "outline car", "picture"),
        "two outlines for a kind": (
            OUTLINES, "kinds = car", "kinds = car, van", "outline car", "kinds"),
        "two outlines for a family": (
            OUTLINES, "kinds = tanker", "families = trailer", "outline tanker", "families"),
        "family without an outline": (
            OUTLINES, "families = vehicle\n", "kinds = rigid_truck\n", None, None),
        "outline without a spot": (
            OUTLINES, "[outline car]", SPOTLESS, "outline boat", None),
        "spot on no outline": (
            OUTLINES, "[spot car left_mirror]", "[spot boat left_mirror]", "spot boat left_mirror", None),
        "spot beside the drawing": (
            OUTLINES, "x = 8\ny = 11.3", "x = 108\ny = 11.3", "spot truck left_mirror", "x"),
        "spot without a height on the page": (
            OUTLINES, "y = 11.3\n", "", "spot truck left_mirror", "y"),
        "spot on an unknown side": (
            OUTLINES, "side = left", "side = port", "spot truck left_mirror", "side"),
        "spot at an unknown height": (
            OUTLINES, "height = high", "height = lofty", "spot truck left_mirror", "height"),
        "axle that is no number": (
            OUTLINES, "axle = 1", "axle = first", "spot truck left_axle_1", "axle"),
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


def test_a_choice_of_one_is_none(folder: Path) -> None:
    path = folder / REGISTRATION
    change(path, "choice.none.en = None\nchoice.none.fr = Aucun\nchoice.taxi = Taxi\n", "")
    with pytest.raises(CatalogueError, match=r"passenger_transport\] choice: has fewer"):
        load_catalogue(folder)


def test_the_drawings_may_lie_elsewhere(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"there is no drawing truck\.svg"):
        load_catalogue(folder, drawings=tmp_path)


def test_every_file_must_be_there(folder: Path) -> None:
    for path in sorted(folder.glob("*.ini")):
        text = path.read_bytes()
        path.unlink()
        with pytest.raises(CatalogueError, match=f"{path.stem}.ini: cannot be read"):
            load_catalogue(folder)
        path.write_bytes(text)


def test_the_message_reads_as_one_line(folder: Path) -> None:
    change(folder / ANOMALIES, "floor = orange", "floor = purple")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    assert str(refused.value) == (
        "anomalies.ini [sub_category tyres wear] floor:"
        " “purple” is not one of green, yellow, orange, red"
    )
