"""A document is what its content is; its first page becomes a picture, and nothing hostile gets through."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from billun.adapters.documents import PDF, Paper, Unreadable, inspect_paper, picture_of
from billun.errors import TooLarge, WrongType
from tests.fixtures.papers import broken_pdf, locked_pdf, pdf
from tests.fixtures.pictures import bomb, gif, heic, photo, png, webp


def inspected(content: bytes) -> Paper:
    return inspect_paper(BytesIO(content))


def pictured(content: bytes, media_type: str = PDF) -> Image.Image:
    picture = Image.open(BytesIO(picture_of(BytesIO(content), media_type)))
    assert picture.format == "WEBP"
    return picture.convert("RGB")


def test_a_pdf_is_known_with_its_pages() -> None:
    content = pdf(pages=3)
    assert inspected(content) == Paper(PDF, len(content), 3)


def test_a_header_that_comes_late_is_a_pdf_all_the_same() -> None:
    assert inspected(b"\n" * 500 + pdf()).media_type == PDF


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (png(), "image/png"),
        (webp(), "image/webp"),
        (heic(), "image/heic"),
        (photo(), "image/jpeg"),
    ],
)
def test_pictures_are_documents_of_one_page(content: bytes, media_type: str) -> None:
    assert inspected(content) == Paper(media_type, len(content), 1)


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00", gif(), b"<html><script>", b"PK\x03\x04" + bytes(100)]
)
def test_anything_else_does_not_come_in(content: bytes) -> None:
    with pytest.raises(WrongType):
        inspected(content)


@pytest.mark.parametrize(
    "content", [broken_pdf(), b"%PDF-1.7\nnonsense", b"%PDF-", locked_pdf("secret")]
)
def test_a_pdf_that_nobody_can_open_does_not_come_in(content: bytes) -> None:
    with pytest.raises(Unreadable):
        inspected(content)


def test_a_pdf_that_only_its_owner_may_change_can_be_read() -> None:
    assert inspected(locked_pdf(None)).page_count == 1


def test_more_than_20_megabytes_do_not_come_in() -> None:
    with pytest.raises(TooLarge):
        inspected(pdf() + bytes(20_000_000))


def test_a_picture_beyond_64_megapixels_does_not_come_in() -> None:
    with pytest.raises(TooLarge):
        inspected(bomb())


def test_the_first_page_becomes_a_picture_1200_pixels_wide() -> None:
    picture = pictured(pdf("Certificate of conformity", pages=2))
    assert picture.size == (1200, 1698)
    assert picture.getpixel((5, 5)) == (255, 255, 255)
    assert min(picture.convert("L").tobytes()) < 60, "there is something written on it"


@pytest.mark.parametrize(
    ("size", "within"), [((200, 4000), (1200, 2400)), ((5000, 10), (1200, 2400))]
)
def test_a_page_of_any_shape_stays_small(size: tuple[int, int], within: tuple[int, int]) -> None:
    picture = pictured(pdf(size=size))
    assert picture.width <= within[0]
    assert picture.height <= within[1]


def test_a_photographed_document_is_shown_upright() -> None:
    assert pictured(photo(6), "image/jpeg").size == (40, 80)


def test_a_picture_that_breaks_off_has_no_preview() -> None:
    with pytest.raises(Unreadable):
        picture_of(BytesIO(png()[:60]), "image/png")
