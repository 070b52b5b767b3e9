"""Shapes become pixels of the copy: where they lie, in their colours, and what a veil leaves of what was there."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from billun.adapters.drawing_out import COLOURS, drawn_on
from billun.adapters.pictures import SIZES, Undecodable

WIDTH, HEIGHT = 800, 600
GREY = (128, 128, 128)


def photo(picture: Image.Image | None = None) -> BytesIO:
    """A large size: grey unless a picture is given."""
    written = BytesIO()
    (picture or Image.new("RGB", (WIDTH, HEIGHT), GREY)).save(written, "WEBP", lossless=True)
    written.seek(0)
    return written


def copy_with(*shapes: dict[str, Any], of: Image.Image | None = None) -> Image.Image:
    return Image.open(BytesIO(drawn_on(photo(of), shapes)["large"])).convert("RGB")


def is_near(pixel: Any, colour: str) -> bool:
    wanted = Image.new("RGB", (1, 1), COLOURS[colour]).getpixel((0, 0))
    return all(abs(one - other) < 40 for one, other in zip(pixel, wanted, strict=True))  # type: ignore[arg-type]


def checked() -> Image.Image:
    """Black and white squares of 4 pixels: detail that nothing may be left of."""
    small = Image.new("L", (WIDTH // 4, HEIGHT // 4))
    small.putdata([255 * ((x + y) % 2) for y in range(HEIGHT // 4) for x in range(WIDTH // 4)])
    return small.resize((WIDTH, HEIGHT), Image.Resampling.NEAREST).convert("RGB")


def test_an_arrow_lies_on_its_line_and_nowhere_else() -> None:
    copy = copy_with({"kind": "arrow", "from": [0.1, 0.5], "to": [0.6, 0.5], "colour": "red"})
    assert is_near(copy.getpixel((240, 300)), "red")
    assert copy.getpixel((640, 300)) == pytest.approx(GREY, abs=6)
    assert copy.getpixel((240, 200)) == pytest.approx(GREY, abs=6)


def test_the_head_is_at_its_end() -> None:
    copy = copy_with({"kind": "arrow", "from": [0.1, 0.5], "to": [0.6, 0.5], "colour": "red"})
    around_start, around_tip = copy.crop((60, 270, 110, 290)), copy.crop((445, 270, 480, 290))
    assert ImageStat.Stat(around_tip).var[1] > 100 * max(ImageStat.Stat(around_start).var[1], 1)


def test_a_circle_is_a_ring() -> None:
    circle = {"kind": "circle", "centre": [0.5, 0.5], "radii": [0.25, 0.2], "colour": "yellow"}
    copy = copy_with(circle)
    for place in ((200, 300), (600, 300), (400, 180), (400, 420)):
        assert is_near(copy.getpixel(place), "yellow"), place
    assert copy.getpixel((400, 300)) == pytest.approx(GREY, abs=6)


def test_words_that_would_leave_the_picture_are_moved_into_it() -> None:
    text = {
        "kind": "text",
        "at": [0.98, 0.5],
        "text": "Torn along the whole seam",
        "colour": "white",
    }
    marked = (
        ImageChops.difference(copy_with(text), copy_with())
        .convert("L")
        .point(lambda value: 255 * (value > 60))
    )
    left, _top, right, _bottom = marked.getbbox() or (0, 0, 0, 0)
    assert 0 < left < right < WIDTH


def test_the_longest_words_fit() -> None:
    text = {"kind": "text", "at": [0.5, 0.5], "text": "W" * 80, "colour": "black"}
    marked = (
        ImageChops.difference(copy_with(text), copy_with())
        .convert("L")
        .point(lambda value: 255 * (value > 60))
    )
    assert marked.getbbox() is not None
    assert marked.crop((0, 0, 4, HEIGHT)).getbbox() is None
    assert marked.crop((WIDTH - 4, 0, WIDTH, HEIGHT)).getbbox() is None


def test_a_veil_leaves_nothing_of_the_detail_below_it_and_all_around_it() -> None:
    copy = copy_with({"kind": "blur", "from": [0.75, 0.75], "to": [0.25, 0.25]}, of=checked())
    assert ImageStat.Stat(copy.crop((204, 154, 596, 446)).convert("L")).stddev[0] < 6
    assert ImageStat.Stat(copy.crop((0, 0, 190, 600)).convert("L")).stddev[0] > 80


def test_no_edge_below_a_veil_stays_sharp() -> None:
    halves = Image.new("RGB", (WIDTH, HEIGHT))
    halves.paste((255, 255, 255), (0, 0, WIDTH // 2, HEIGHT))
    copy = copy_with({"kind": "blur", "from": [0, 0], "to": [1, 1]}, of=halves).convert("L")
    row = copy.crop((0, 300, WIDTH, 301))
    steps = ImageChops.difference(row, ImageChops.offset(row, 1, 0)).crop((1, 0, WIDTH, 1))
    assert max(steps.tobytes()) < 20


@pytest.mark.parametrize("corner", [[0, 0], [1, 1], [1, 0]])
def test_a_veil_in_a_corner_is_no_trouble(corner: list[float]) -> None:
    inner = [abs(part - 0.01) for part in corner]
    assert copy_with({"kind": "blur", "from": corner, "to": inner}).size == (WIDTH, HEIGHT)


def test_marks_lie_on_veils_whatever_came_first() -> None:
    arrow = {"kind": "arrow", "from": [0.1, 0.5], "to": [0.9, 0.5], "colour": "red"}
    veil = {"kind": "blur", "from": [0.2, 0.2], "to": [0.8, 0.8]}
    assert is_near(copy_with(arrow, veil).getpixel((400, 300)), "red")


def test_each_size_is_made_and_holds_no_metadata() -> None:
    made = drawn_on(photo(), [{"kind": "blur", "from": [0, 0], "to": [0.5, 0.5]}])
    assert set(made) == set(SIZES)
    for name, content in made.items():
        with Image.open(BytesIO(content)) as picture:
            assert max(picture.size) == min(SIZES[name][0], WIDTH)
            assert not {"exif", "xmp", "icc_profile"} & picture.info.keys()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Undecodable):
        drawn_on(BytesIO(b"RIFF0000WEBPnonsense"), [])
