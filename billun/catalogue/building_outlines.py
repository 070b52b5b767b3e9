"""Builds the outlines and their spots, and sees to it that each family and drawing is there."""

from collections.abc import Mapping
from pathlib import Path

from billun.catalogue.building import belonging, build, build_scope, refuse_orphans
from billun.catalogue.entries import Kind
from billun.catalogue.outlines import HEIGHTS, SIDES, Outline, Spot
from billun.catalogue.section import CatalogueError, Section


def build_outlines(
    sections: list[Section],
    spot_sections: list[Section],
    kinds: Mapping[str, Kind],
    drawings: Path,
) -> Mapping[str, Outline]:
    refuse_orphans(spot_sections, [section.key for section in sections])
    outlines = build(
        sections,
        lambda section: build_outline(section, belonging(spot_sections, section), kinds, drawings),
    )
    refuse_doubts(sections, outlines)
    for family in dict.fromkeys(kind.family for kind in kinds.values()):
        if not any(family in outline.scope.families for outline in outlines.values()):
            raise CatalogueError(f"no outline is for the family {family}", "outlines.ini")
    return outlines


def build_outline(
    section: Section, spot_sections: list[Section], kinds: Mapping[str, Kind], drawings: Path
) -> Outline:
    picture = section.picture("picture")
    if not (drawings / f"{picture}.svg").is_file():
        raise section.error(f"there is no drawing {picture}.svg", "picture")
    if not spot_sections:
        raise section.error("has no spot")
    return Outline(
        section.key,
        section.wording("label"),
        picture,
        build_scope(section, kinds),
        build(spot_sections, build_spot),
    )


def build_spot(section: Section) -> Spot:
    return Spot(
        section.key,
        section.wording("label"),
        percentage(section, "x"),
        percentage(section, "y"),
        section.choice("side", SIDES),
        section.whole("axle"),
        section.choice_if_any("height", HEIGHTS),
    )


def percentage(section: Section, key: str) -> float:
    share = section.number(key)
    if share is None:
        raise section.error("is missing", key)
    if not 0 <= share <= 100:
        raise section.error("is not between 0 and 100", key)
    return share


def refuse_doubts(sections: list[Section], outlines: Mapping[str, Outline]) -> None:
    """Refuse a family or a kind for which two outlines would do."""
    owners: dict[str, str] = {}
    for section in sections:
        scope = outlines[section.key].scope
        for name in (*scope.families, *scope.kinds):
            if owners.setdefault(name, section.key) != section.key:
                key = "families" if name in scope.families else "kinds"
                raise section.error(f"“{name}” already has {owners[name]}", key)
