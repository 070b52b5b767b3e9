"""The drawings show every kind, and their spots lie where a finger can tell them apart."""

from itertools import combinations
from math import hypot
from pathlib import Path
from xml.etree import ElementTree

import pytest

from billun.catalogue import LANGUAGES, Outline, catalogue
from billun.catalogue.loader import OUTLINES_FOLDER

SVG = "{http://www.w3.org/2000/svg}"

# On the narrowest phone the picture is some 360 pixels wide.
PHONE = 360

OUTLINES = list(catalogue.outlines.values())


def size_of(outline: Outline) -> tuple[float, float]:
    svg = ElementTree.fromstring((OUTLINES_FOLDER / f"{outline.picture}.svg").read_text("utf-8"))
    left, top, width, height = (float(number) for number in svg.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    return width, height


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.key)
def test_a_drawing_takes_the_colour_of_the_page(outline: Outline) -> None:
    svg = ElementTree.fromstring((OUTLINES_FOLDER / f"{outline.picture}.svg").read_text("utf-8"))
    group = svg.find(f"{SVG}g")
    assert size_of(outline)[0] == 400
    assert group is not None
    assert (group.get("id"), group.get("stroke")) == ("outline", "currentColor")
    allowed = {f"{SVG}{name}" for name in ("svg", "g", "path", "circle", "rect")}
    assert {part.tag for part in svg.iter()} <= allowed


def test_every_drawing_is_used() -> None:
    drawn = {path.stem for path in Path(OUTLINES_FOLDER).glob("*.svg")}
    assert drawn == {outline.picture for outline in OUTLINES}


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.key)
def test_spots_can_be_told_apart_by_a_finger(outline: Outline) -> None:
    width, height = size_of(outline)
    scale = PHONE / width / 100
    for one, other in combinations(outline.spots.values(), 2):
        apart = hypot((one.x - other.x) * width * scale, (one.y - other.y) * height * scale)
        assert apart >= 14, (one.key, other.key)


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.key)
def test_spots_lie_on_the_drawing_and_are_called_differently(outline: Outline) -> None:
    for spot in outline.spots.values():
        assert 1 <= spot.x <= 99
        assert 1 <= spot.y <= 99
    for locale in LANGUAGES:
        labels = [spot.label(locale) for spot in outline.spots.values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline.key)
def test_what_is_on_the_left_is_on_the_right_too(outline: Outline) -> None:
    axles = {(spot.side, spot.axle) for spot in outline.spots.values() if spot.axle}
    assert {axle for side, axle in axles if side == "left"} == {
        axle for side, axle in axles if side == "right"
    }


def test_a_kind_has_its_own_drawing_or_that_of_its_family() -> None:
    assert catalogue.outline_for("vehicle", "car").key == "car"
    assert catalogue.outline_for("vehicle", "rigid_truck").key == "truck"
    assert catalogue.outline_for("vehicle", "").key == "truck"
    assert catalogue.outline_for("trailer", "curtain_sider").key == "trailer"
    assert catalogue.outline_for("trailer", None).key == "trailer"
    assert catalogue.outline_for("handling", "tail_lift").key == "tail_lift"
    assert catalogue.outline_for("handling", "reach_truck").key == "forklift"
    with pytest.raises(KeyError):
        catalogue.outline_for("boat", "")


def test_a_wheel_of_a_trailer_says_where_it_is() -> None:
    spot = catalogue.outlines["trailer"].spots["left_axle_2"]
    assert (spot.side, spot.axle, spot.height) == ("left", 2, "low")
    assert spot.label("fr") == "Roue gauche, essieu 2"
    assert set(catalogue.outlines["trailer"].as_json()) == {
        "key", "label", "picture", "families", "spots"
    }  # fmt: skip
