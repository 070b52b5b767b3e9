"""The report as it comes out of the printer: its words, its pages, its pictures and its code."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import IO

import pytest
import segno
from PIL import Image
from pypdfium2 import PdfDocument, PdfImage

from billun.adapters.anomaly_report import (
    AnomalyReport,
    Entry,
    Picture,
    Section,
    Spot,
    anomaly_report,
)
from billun.adapters.storage import StorageUnavailable, StoredFileMissing

POINTS_PER_MM = 72 / 25.4
URL = "https://fleet.example.com/anomalies/ANO-2026-7K3F9Q"
PIXELS_PER_MM = 8


def webp(shade: int, size: tuple[int, int] = (640, 480)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, (shade * 4 % 256, 200, 40)).save(written, "WEBP")
    return written.getvalue()


def opening(key: str) -> IO[bytes]:
    if key.startswith("missing"):
        raise StoredFileMissing(key)
    if key.startswith("away"):
        raise StorageUnavailable(key)
    return BytesIO(webp(int(key)))


def opening_upright(key: str) -> IO[bytes]:
    return BytesIO(webp(int(key), (480, 640)))


def pictures(count: int, *keys: str) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            f"{number}. Overview",
            ("A caption", "49.44000, 1.09000 ± 12 m"),
            keys or (str(number),),
            "Nothing to show",
        )
        for number in range(1, count + 1)
    )


def report(**changes: object) -> AnomalyReport:
    whole = AnomalyReport(
        language="fr",
        title="Rapport",
        reference="ANO-2026-7K3F9Q",
        company="Łódź & Évreux Ğ Ω Жук",
        logo_key=None,
        url=URL,
        url_words="Ouvrir",
        criticality="orange",
        criticality_word="Réparer avant de repartir",
        headline="AB-123-CD: Pneus · Usure",
        standing="Signalée",
        facts=(("Matériel", "AB-123-CD\nTracteur"), ("Où", "49.44000, 1.09000 ± 12 m")),
        description_title="Ce qui a été signalé",
        description="Déchirure à gauche.\nDeuxième ligne.",
        spot=Spot("tractor_unit", 30, 40, "Roue avant gauche"),
        sections=(
            Section("Suivi", (Entry("Prise en compte", "hier · Marcel", ("Vu ce matin",)),)),
        ),
        photos_title="Photos",
        photos=pictures(1),
        originals_title="Originaux",
        originals_words="Chaque original est conservé.",
        originals=(Entry("Overview", "4000 × 3000", ("SHA-256 " + "ab" * 32,)),),
        foot="ANO-2026-7K3F9Q, imprimé par Marthe",
        page_words="Page {page} sur {pages}",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def read(made: AnomalyReport) -> PdfDocument:
    return PdfDocument(anomaly_report(made, opening))


def texts(document: PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range() for page in document]


def photos_on(document: PdfDocument) -> list[int]:
    return [
        sum(isinstance(one, PdfImage) for one in page.get_objects(max_depth=4)) for page in document
    ]


def test_it_says_everything_that_it_was_given() -> None:
    with read(report()) as document:
        text = "\n".join(texts(document))
    for words in (
        "Rapport ANO-2026-7K3F9Q",
        "Łódź & Évreux Ğ Ω Жук",
        "Réparer avant de repartir",
        "AB-123-CD: Pneus · Usure",
        "49.44000, 1.09000 ± 12 m",
        "Déchirure à gauche.",
        "Deuxième ligne.",
        "Roue avant gauche",
        "Vu ce matin",
        "Overview",
        "ab" * 32,
    ):
        assert words in text, words


def test_each_page_is_a4_and_says_which_of_how_many_it_is() -> None:
    with read(report(photos=pictures(5))) as document:
        count = len(document)
        assert [page.get_size() for page in document] == [
            pytest.approx((595.3, 841.9), abs=1)
        ] * count
        for number, text in enumerate(texts(document), 1):
            assert f"Page {number} sur {count}" in text
            assert "ANO-2026-7K3F9Q, imprimé par Marthe" in text


def test_photos_stand_two_by_two_and_the_fingerprints_below_the_last_of_them() -> None:
    with read(report(photos=pictures(9))) as document:
        assert photos_on(document) == [0, 6, 3]
        assert "ab" * 32 in texts(document)[2]


def test_four_upright_photos_fill_a_page() -> None:
    with PdfDocument(anomaly_report(report(photos=pictures(8)), opening_upright)) as document:
        assert photos_on(document) == [0, 4, 4, 0]


def test_a_photo_that_is_not_there_says_so_in_its_place() -> None:
    with read(report(photos=pictures(2, "missing"))) as document:
        assert texts(document)[1].count("Nothing to show") == 2


def test_the_size_for_paper_is_made_from_another_where_it_is_missing() -> None:
    with read(report(photos=pictures(1, "missing", "7"))) as document:
        assert photos_on(document)[1] == 1


def test_a_storage_that_is_away_makes_no_half_report() -> None:
    with pytest.raises(StorageUnavailable):
        anomaly_report(report(photos=pictures(1, "away")), opening)


def test_a_long_story_goes_on_over_pages_and_nothing_of_it_is_lost() -> None:
    entries = tuple(Entry(f"Event {number}", "at noon", ("word " * 60,)) for number in range(60))
    with read(
        report(sections=(Section("Story", entries),), description="word " * 1500)
    ) as document:
        text = "\n".join(texts(document))
    assert all(f"Event {number}" in text for number in range(60))
    assert text.replace("\r\n", " ").count("word") == 60 * 60 + 1500


def test_the_code_leads_to_the_page() -> None:
    modules = list(segno.make_qr(URL, error="m").matrix_iter(border=4))
    with read(report()) as document:
        scale = PIXELS_PER_MM / POINTS_PER_MM
        page = document[0].render(scale=scale, grayscale=True).to_pil()
    module = 30 / len(modules)

    def dark(row: int, column: int) -> bool:
        spot = (165 + (column + 0.5) * module, 12 + (row + 0.5) * module)
        across, down = (int(part * PIXELS_PER_MM) for part in spot)
        return page.getpixel((across, down)) < 128  # type: ignore[no-any-return]

    size = range(len(modules))
    assert [[dark(row, column) for column in size] for row in size] == [
        [bool(module) for module in row] for row in modules
    ]


@pytest.mark.parametrize(
    ("level", "colour"),
    [
        ("green", (43, 122, 47)),
        ("yellow", (255, 201, 40)),
        ("orange", (191, 74, 0)),
        ("red", (192, 24, 24)),
    ],
)
def test_how_bad_it_is_is_drawn(level: str, colour: tuple[int, int, int]) -> None:
    with read(report(criticality=level)) as document:
        page = document[0].render(scale=2).to_pil().convert("RGB")
    colours = {shade for _count, shade in page.getcolors(1 << 20) or []}
    assert any(
        max(abs(one - other) for one, other in zip(shade, colour, strict=True)) < 4
        for shade in colours
    )


def test_a_logo_stands_at_the_head() -> None:
    with read(report(logo_key="3")) as document:
        assert photos_on(document)[0] == 1
