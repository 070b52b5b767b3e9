"""Builds the photo guides and the anomaly categories."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from billun.catalogue.building import belonging, build
from billun.catalogue.entries import CRITICALITIES, Category, Family, Guide, Kind, SubCategory
from billun.catalogue.section import CatalogueError, Section

FEWEST_GUIDES = 4


def build_guide(
    section: Section, families: Mapping[str, Family], kinds: Mapping[str, Kind]
) -> Guide:
    return Guide(
        section.key,
        section.wording("label"),
        section.wording("help"),
        section.picture("outline"),
        MappingProxyType(dict(section.pictures("outline", families))),
        MappingProxyType(dict(section.pictures("outline", kinds))),
    )


def build_usual_guides(sections: list[Section], guides: Mapping[str, Guide]) -> tuple[str, ...]:
    if not sections:
        raise CatalogueError("is missing", "photo_guides.ini", "default")
    usual = enough_guides(sections[0], sections[0].choices("guides", guides))
    sections[0].finish()
    return usual


def build_category(
    section: Section,
    families: Mapping[str, Family],
    guides: Mapping[str, Guide],
    usual_guides: tuple[str, ...],
    sub_sections: Iterable[Section],
) -> Category:
    return Category(
        section.key,
        section.wording("label"),
        section.picture("icon"),
        section.choices("families", families) or tuple(families),
        enough_guides(section, section.choices("guides", guides) or usual_guides),
        build(belonging(sub_sections, section), build_sub_category),
    )


def build_sub_category(section: Section) -> SubCategory:
    return SubCategory(
        section.key, section.wording("label"), section.choice("floor", CRITICALITIES, "green")
    )


def enough_guides(section: Section, guides: tuple[str, ...]) -> tuple[str, ...]:
    if len(guides) < FEWEST_GUIDES:
        raise section.error(
            f"names {len(guides)} photos; a report has at least {FEWEST_GUIDES}", "guides"
        )
    return guides
