"""Labels as they come out of the printer: the PDF is drawn again and its codes are read module by module."""

from __future__ import annotations

import pytest
import segno
from PIL import Image
from pypdfium2 import PdfDocument

from billun.adapters.label_sheets import LAYOUTS, Label, LabelFormat, label_sheet

PIXELS_PER_MM = 8
POINTS_PER_MM = 72 / 25.4
URL = "https://fleet.example.com/e/"
# The quiet zone of a QR code, in modules (ISO/IEC 18004).
QUIET = 4
WHITE = (255, 255)


def label(id: str = "BLN-2026-7K3F9Q", title: str = "AB-123-CD", company: str = "Été") -> Label:
    return Label(id, URL + id, company, title)


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Its pages, in greys."""
    document = PdfDocument(pdf)
    try:
        scale = PIXELS_PER_MM / POINTS_PER_MM
        return [page.render(scale=scale, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def texts_of(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def modules_at(page: Image.Image, form: LabelFormat, place: int, size: int) -> list[list[bool]]:
    """The framed QR code at this place of the page, true where it is dark, read at each module's middle."""
    layout = LAYOUTS[form]
    x, y = layout.corner(place)
    y += (layout.label[1] - layout.code) / 2
    module = layout.code / size

    def dark(row: int, column: int) -> bool:
        across, down = x + (column + 0.5) * module, y + (row + 0.5) * module
        spot = (int(across * PIXELS_PER_MM), int(down * PIXELS_PER_MM))
        return page.getpixel(spot) < 128  # type: ignore[operator]

    return [[dark(row, column) for column in range(size)] for row in range(size)]


def expected_modules(url: str) -> list[list[bool]]:
    code = segno.make_qr(url, error="m")
    return [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET)]


def is_white(page: Image.Image, form: LabelFormat, place: int) -> bool:
    x, y = (round(side * PIXELS_PER_MM) for side in LAYOUTS[form].corner(place))
    width, height = (round(side * PIXELS_PER_MM) for side in LAYOUTS[form].label)
    return page.crop((x, y, x + width, y + height)).getextrema() == WHITE


@pytest.mark.parametrize("form", LabelFormat)
def test_the_code_on_paper_is_the_address_with_its_white_frame(form: LabelFormat) -> None:
    expected = expected_modules(label().url)
    page = pages_of(label_sheet([label()], form))[0]
    assert modules_at(page, form, 0, len(expected)) == expected


def test_each_label_of_a_sheet_has_its_own_code() -> None:
    labels = [label(f"BLN-2026-0000{number:02}") for number in range(24)]
    page = pages_of(label_sheet(labels, LabelFormat.A4))[0]
    for place in (0, 2, 13, 23):
        expected = expected_modules(labels[place].url)
        assert modules_at(page, LabelFormat.A4, place, len(expected)) == expected


def test_a_module_is_large_enough_for_a_phone_in_the_rain() -> None:
    framed = len(
        expected_modules("https://a-rather-long-name.of-a-haulier.example.com/e/BLN-2026-7K3F9Q")
    )
    for form in LabelFormat:
        assert LAYOUTS[form].code / framed > 0.6
        assert LAYOUTS[form].code * (framed - 2 * QUIET) / framed > 20


@pytest.mark.parametrize(
    ("form", "millimetres"), [(LabelFormat.A4, (210, 297)), (LabelFormat.ROLL, (62, 29))]
)
def test_a_page_has_the_size_of_the_paper(
    form: LabelFormat, millimetres: tuple[float, float]
) -> None:
    page = pages_of(label_sheet([label()], form))[0]
    assert page.size == pytest.approx([side * PIXELS_PER_MM for side in millimetres], abs=2)


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (24, 1), (25, 2), (49, 3)])
def test_a_sheet_holds_24(count: int, sheets: int) -> None:
    assert len(pages_of(label_sheet([label()] * count, LabelFormat.A4))) == sheets


def test_each_label_of_a_roll_is_a_page() -> None:
    assert len(pages_of(label_sheet([label()] * 3, LabelFormat.ROLL))) == 3


def test_a_begun_sheet_is_used_up() -> None:
    first, second = pages_of(label_sheet([label()] * 2, LabelFormat.A4, skip=23))
    assert [is_white(first, LabelFormat.A4, place) for place in (0, 22, 23)] == [True, True, False]
    assert [is_white(second, LabelFormat.A4, place) for place in (0, 1)] == [False, True]


@pytest.mark.parametrize("form", LabelFormat)
def test_it_says_in_clear_what_it_is_and_whose(form: LabelFormat) -> None:
    text = texts_of(label_sheet([label(company="Łódź & Évreux Ğ Ω Жук")], form))
    for word in ("AB-123-CD", "BLN-2026-", "7K3F9Q", "Łódź & Évreux Ğ Ω Жук"):
        assert word in text


@pytest.mark.parametrize("form", LabelFormat)
def test_an_id_is_never_cut(form: LabelFormat) -> None:
    assert "WWWWWW" in texts_of(label_sheet([label("BLN-2026-WWWWWW")], form))


def test_a_long_name_is_cut_and_stays_within_its_label() -> None:
    long = label(title="X" * 80, company="Coopérative " * 10)
    pdf = label_sheet([long, label()], LabelFormat.A4)
    assert "…" in texts_of(pdf)
    edge = round(LAYOUTS[LabelFormat.A4].label[0] * PIXELS_PER_MM)
    strip = pages_of(pdf)[0].crop((edge - 20, 0, edge + 20, 37 * PIXELS_PER_MM))
    assert strip.getextrema() == WHITE


def test_what_the_font_cannot_draw_is_replaced() -> None:
    assert "?? Trans" in texts_of(label_sheet([label(company="日本 Trans")], LabelFormat.A4))


def test_two_thousand_labels_are_one_document() -> None:
    labels = [label(f"BLN-2026-{number:06}") for number in range(2000)]
    document = PdfDocument(label_sheet(labels, LabelFormat.A4))
    assert len(document) == 84
    document.close()
