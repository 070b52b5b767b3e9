"""The catalogue that Billun ships says what the trade and the roadworthiness test say."""

import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path
from xml.etree import ElementTree

import pytest

from billun.catalogue import (
    CATALOGUE_FOLDER,
    CRITICALITIES,
    LANGUAGES,
    Category,
    DocumentType,
    Family,
    Kind,
    catalogue,
    load_catalogue,
)

ROOT = Path(__file__).parents[2]
OUTLINES = ROOT / "billun" / "static" / "icons" / "guides"

KINDS = {
    "vehicle": "tractor_unit rigid_truck van car coach bus",
    "trailer": (
        "curtain_sider box refrigerated tanker flatbed tipper container_chassis low_loader"
        " car_carrier livestock moving_floor"
    ),
    "handling": (
        "forklift reach_truck pallet_truck stacker order_picker telehandler reach_stacker"
        " terminal_tractor tail_lift lorry_crane refrigeration_unit aerial_platform"
    ),
}

SUB_CATEGORIES = {
    "tyres": "wear cut_or_bulge pressure nuts_and_indicators rim object_between_twins",
    "brakes": "service parking air_leak lines_and_suzies abs_ebs_lamp low_pressure",
    "electrical": "headlamp stop indicator marker reflectors battery trailer_socket",
    "steering_suspension": "play airbag spring axle",
    "coupling": "fifth_wheel kingpin drawbar landing_legs",
    "engine": "leak warning_lamp temperature smoke adblue gearbox charging",
    "cab": "mirror_or_camera windscreen wipers seat_or_belt horn heating",
    "bodywork": "panel door curtain roof floor under_run_or_side_guard mudflap",
    "load_securing": "straps rails nets locks ratchets",
    "refrigeration": "temperature unit_alarm seals curtain recorder",
    "tail_lift": "platform cylinder control flags warning_light",
    "hydraulics": "leak hose cylinder pump",
    "handling": "forks mast chains overhead_guard dead_man_switch beeper",
    "tank_adr": "leak valve hose plates missing_kit",
    "safety_equipment": "extinguisher triangle first_aid vest",
    "documents": "plate document_missing expired",
    "accident": "collision theft vandalism",
    "equipment": "tarpaulin_gear toolbox spare_wheel straps_box on_board_unit",
    "other": "cleanliness free_text",
}

RED = {
    "tyres.cut_or_bulge",
    "tyres.nuts_and_indicators",
    "tyres.object_between_twins",
    "brakes.service",
    "brakes.air_leak",
    "brakes.low_pressure",
    "steering_suspension.play",
    "coupling.fifth_wheel",
    "coupling.kingpin",
    "coupling.drawbar",
    "tank_adr.leak",
}

ORANGE = {
    "tyres.wear",
    "tyres.pressure",
    "brakes.abs_ebs_lamp",
    "electrical.stop",
    "cab.windscreen",
    "bodywork.under_run_or_side_guard",
    "load_securing.rails",
    "handling.forks",
    "handling.chains",
    "tank_adr.missing_kit",
}


@pytest.mark.parametrize("family", KINDS)
def test_every_kind_of_a_family_is_there(family: str) -> None:
    assert [kind.key for kind in catalogue.kinds_of(family)] == KINDS[family].split()


def test_there_are_no_other_families() -> None:
    assert list(catalogue.families) == list(KINDS)


def test_the_categories_stand_in_the_order_they_are_offered() -> None:
    assert list(catalogue.categories) == list(SUB_CATEGORIES)


@pytest.mark.parametrize("category", SUB_CATEGORIES)
def test_every_sub_category_is_there(category: str) -> None:
    assert list(catalogue.categories[category].sub_categories) == SUB_CATEGORIES[category].split()


@pytest.mark.parametrize(
    ("category", "sub_category"),
    [
        (category, sub_category)
        for category, sub_categories in SUB_CATEGORIES.items()
        for sub_category in sub_categories.split()
    ],
)
def test_the_floor_of_a_sub_category(category: str, sub_category: str) -> None:
    name = f"{category}.{sub_category}"
    expected = "red" if name in RED else "orange" if name in ORANGE else "green"
    assert catalogue.floor(category, sub_category) == expected


def test_a_report_without_sub_category_may_be_green() -> None:
    assert catalogue.floor("brakes") == "green"
    assert catalogue.floor("brakes", None) == "green"


def test_what_does_not_exist_has_no_floor() -> None:
    for category, sub_category in [("wings", None), ("wings", "feathers"), ("tyres", "feathers")]:
        with pytest.raises(KeyError):
            catalogue.floor(category, sub_category)


def test_criticalities_go_from_mild_to_grave() -> None:
    assert CRITICALITIES == ("green", "yellow", "orange", "red")


@pytest.mark.parametrize("category", SUB_CATEGORIES)
def test_every_category_asks_for_an_overview_the_plate_and_two_more(category: str) -> None:
    guides = [guide.key for guide in catalogue.guides_for(category)]
    assert guides[:2] == ["overview", "plate_or_label"]
    assert len(guides) >= 4
    assert guides == list(catalogue.categories[category].guides)


def test_a_category_may_replace_the_usual_guides() -> None:
    assert catalogue.categories["bodywork"].guides[2:] == ("damage", "close_up")
    assert catalogue.categories["tyres"].guides[2:] == ("whole_tyre", "tyre_close_up")


def test_every_guide_is_asked_for_somewhere() -> None:
    asked = {guide for category in catalogue.categories.values() for guide in category.guides}
    assert asked == set(catalogue.guides)


def test_a_family_is_offered_what_can_concern_it() -> None:
    offered = [category.key for category in catalogue.categories_for("trailer")]
    assert "tyres" in offered
    assert "other" in offered
    assert "engine" not in offered
    assert "handling" not in offered


def test_the_outline_follows_the_kind_and_the_family() -> None:
    overview = catalogue.guides["overview"]
    assert overview.outline_for("vehicle", "tractor_unit") == "overview_tractor_unit"
    assert overview.outline_for("handling", "forklift") == overview.outline_for("handling")
    assert overview.outline_for("trailer") == "overview_trailer"
    assert overview.outline_for("vehicle") == overview.outline_for(None) == "overview"


def test_every_outline_is_drawn_and_every_drawing_used() -> None:
    named = {outline for guide in catalogue.guides.values() for outline in outlines_of(guide.key)}
    assert named == {drawing.stem for drawing in OUTLINES.glob("*.svg")}


def outlines_of(guide: str) -> set[str]:
    asked = catalogue.guides[guide]
    return {asked.outline, *asked.family_outlines.values(), *asked.kind_outlines.values()}


@pytest.mark.parametrize("drawing", sorted(OUTLINES.glob("*.svg")), ids=lambda path: path.stem)
def test_an_outline_takes_the_colour_of_the_page(drawing: Path) -> None:
    svg = ElementTree.fromstring(drawing.read_text(encoding="utf-8"))
    group = svg.find("{http://www.w3.org/2000/svg}g")
    assert svg.get("viewBox") == "0 0 400 300"
    assert group is not None
    assert (group.get("id"), group.get("stroke")) == ("outline", "currentColor")


def test_every_icon_is_in_the_sprite() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    entries: list[Family | Kind | Category | DocumentType] = [
        *catalogue.families.values(),
        *catalogue.kinds.values(),
        *catalogue.categories.values(),
        *catalogue.document_types.values(),
    ]
    icons = {entry.icon for entry in entries}
    assert icons <= set(package["billun"]["icons"])


def test_labels_come_in_the_language_asked_for() -> None:
    trailer = catalogue.families["trailer"]
    assert trailer.label("fr") == trailer.label("fr_FR") == trailer.label("fr-CH") == "Remorque"
    assert trailer.label("en") == trailer.label("de") == trailer.label("") == "Trailer"
    assert catalogue.guides["ground"].help("fr").startswith("La flaque")


def test_every_text_is_there_in_both_languages() -> None:
    for text in texts(catalogue.as_json()):
        assert set(text) == set(LANGUAGES)
        assert all(text.values())


TEXTS = ("label", "help", "short", "legal_reference")


def texts(content: object) -> Iterator[dict[str, str]]:
    """Every label and help of a JSON answer, however deep it lies."""
    if isinstance(content, list):
        for item in content:
            yield from texts(item)
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from [value] if key in TEXTS else texts(value)


def test_a_kind_is_found_by_key_label_and_alias() -> None:
    for name in ["refrigerated", "Remorque frigorifique", "REEFER", "semi-remorque frigorifique"]:
        assert catalogue.kind_named(name) is catalogue.kinds["refrigerated"]
    assert catalogue.kind_named("betaillere") is catalogue.kinds["livestock"]
    assert catalogue.kind_named("submarine") is None
    assert catalogue.kind_named("") is None


METERS = {
    "km": "van car coach bus curtain_sider tanker",
    "km, hours": "tractor_unit rigid_truck refrigerated",
    "hours": "forklift telehandler terminal_tractor lorry_crane refrigeration_unit",
    "": "tail_lift",
}


@pytest.mark.parametrize("meters", METERS)
def test_a_kind_is_read_by_its_meters(meters: str) -> None:
    for kind in METERS[meters].split():
        assert ", ".join(catalogue.kinds[kind].meters) == meters


def test_trailers_are_coupled_and_equipment_mounted() -> None:
    mounted = ("tail_lift", "lorry_crane", "refrigeration_unit")
    for kind in catalogue.kinds.values():
        told = (kind.attaches_to, kind.attachment)
        if kind.family == "trailer":
            assert told == (("vehicle",), "coupled")
        elif kind.key in mounted:
            assert told == (("vehicle", "trailer"), "mounted")
        else:
            assert told == ((), None)


def test_a_document_proves_its_checks() -> None:
    proved = {check for document in catalogue.document_types.values() for check in document.renews}
    assert proved == set(catalogue.checks)
    assert catalogue.document_types["insurance"].renews == ("insurance",)
    assert "ct_heavy" in catalogue.document_types["roadworthiness_report"].renews


def test_a_paper_for_life_has_no_last_day() -> None:
    lasting = {key for key, document in catalogue.document_types.items() if not document.expires}
    assert lasting == {
        "registration", "tachograph_download", "ce_declaration", "invoice", "work_report", "manual",
        "photo", "other"
    }  # fmt: skip


def test_the_api_gets_the_whole_catalogue_with_its_version() -> None:
    answer = json.loads(json.dumps(catalogue.as_json()))
    assert answer["version"] == catalogue.version
    assert list(answer) == [
        "version", "families", "kinds", "groups", "fields", "checks", "safety_kit", "document_types",
        "categories", "guides", "outlines",
    ]  # fmt: skip
    for part in list(answer)[1:]:
        assert [entry["key"] for entry in answer[part]] == list(getattr(catalogue, part))
    tyres = next(category for category in answer["categories"] if category["key"] == "tyres")
    assert tyres["sub_categories"][0] == {
        "key": "wear",
        "label": {"en": "Wear", "fr": "Usure"},
        "floor": "orange",
    }


def test_the_version_is_the_same_for_the_same_files() -> None:
    assert load_catalogue(CATALOGUE_FOLDER).version == catalogue.version


def test_nothing_in_the_catalogue_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        catalogue.families = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalogue.kinds["sledge"] = catalogue.kinds["box"]  # type: ignore[index]
