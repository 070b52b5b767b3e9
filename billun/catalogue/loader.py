"""Builds the catalogue from its INI files; one function builds one sort of entry."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from billun.catalogue.entries import (
    CRITICALITIES,
    Catalogue,
    Category,
    Entry,
    Family,
    Guide,
    Kind,
    SubCategory,
)
from billun.catalogue.folding import fold
from billun.catalogue.ini import read_sections
from billun.catalogue.section import CatalogueError, Section

CATALOGUE_FOLDER = Path(__file__).parent

FEWEST_GUIDES = 4

Built = TypeVar("Built", bound=Entry)

# Which sections each file may hold, and how many names stand in their titles.
FILES: Mapping[str, Mapping[str, int]] = {
    "kinds.ini": {"family": 1, "kind": 1},
    "photo_guides.ini": {"default": 0, "guide": 1},
    "anomalies.ini": {"category": 1, "sub_category": 2},
}


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in the INI files of `folder`. Raises CatalogueError at the first fault."""
    sections = [
        section for file, nouns in FILES.items() for section in read_sections(folder / file, nouns)
    ]

    def of(noun: str) -> list[Section]:
        return [section for section in sections if section.noun == noun]

    families = build(of("family"), build_family)
    kinds = build(of("kind"), lambda section: build_kind(section, families))
    refuse_shared_names(kinds.values(), of("kind"))
    guides = build(of("guide"), lambda section: build_guide(section, families))
    usual_guides = build_usual_guides(of("default"), guides)
    categories = build(
        of("category"),
        lambda section: build_category(section, families, guides, usual_guides, of("sub_category")),
    )
    refuse_orphans(of("sub_category"), categories)
    return Catalogue(families, kinds, categories, guides)


def build(
    sections: Iterable[Section], build_one: Callable[[Section], Built]
) -> Mapping[str, Built]:
    built: dict[str, Built] = {}
    for section in sections:
        built[section.key] = build_one(section)
        section.finish()
    return MappingProxyType(built)


def build_family(section: Section) -> Family:
    return Family(section.key, section.wording("label"), section.picture("icon"))


def build_kind(section: Section, families: Mapping[str, Family]) -> Kind:
    return Kind(
        section.key,
        section.wording("label"),
        section.choice("family", families),
        section.picture("icon"),
        section.words("aliases"),
    )


def build_guide(section: Section, families: Mapping[str, Family]) -> Guide:
    return Guide(
        section.key,
        section.wording("label"),
        section.wording("help"),
        section.picture("outline"),
        MappingProxyType(dict(section.pictures("outline", families))),
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
        build((sub for sub in sub_sections if sub.names[0] == section.key), build_sub_category),
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


def refuse_shared_names(kinds: Iterable[Kind], sections: Iterable[Section]) -> None:
    # A word that means two kinds would make an import guess.
    owners: dict[str, str] = {}
    for kind, section in zip(kinds, sections, strict=True):
        for name in kind.names:
            if owners.setdefault(fold(name), kind.key) != kind.key:
                raise section.error(f"“{name}” already means {owners[fold(name)]}", "aliases")


def refuse_orphans(sub_sections: Iterable[Section], categories: Mapping[str, Category]) -> None:
    for section in sub_sections:
        if section.names[0] not in categories:
            raise section.error(f"there is no category “{section.names[0]}”")
