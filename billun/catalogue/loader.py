"""Builds the catalogue from its INI files: which file holds what, and in which order it is built."""

from collections.abc import Mapping
from pathlib import Path

from billun.catalogue.building import build, refuse_orphans
from billun.catalogue.building_anomalies import build_category, build_guide, build_usual_guides
from billun.catalogue.building_fields import build_fields, build_group
from billun.catalogue.building_kinds import build_family, build_kind, refuse_shared_names
from billun.catalogue.building_outlines import build_outlines
from billun.catalogue.building_rules import build_checks, build_document_type, build_safety_kit
from billun.catalogue.contents import Catalogue
from billun.catalogue.ini import read_sections
from billun.catalogue.section import Section

CATALOGUE_FOLDER = Path(__file__).parent

OUTLINES_FOLDER = CATALOGUE_FOLDER.parent / "static" / "icons" / "outlines"

FIELDS = {"field": 1}

# Which sections each file may hold, and how many names stand in their titles.
FILES: Mapping[str, Mapping[str, int]] = {
    "kinds.ini": {"family": 1, "kind": 1},
    "groups.ini": {"group": 1},
    "fields_registration.ini": FIELDS,
    "fields_running_gear.ini": FIELDS,
    "fields_bodies.ini": FIELDS,
    "fields_adr_and_cold.ini": FIELDS,
    "fields_handling.ini": FIELDS,
    "checks.ini": {"check": 1, "rule": 2},
    "safety_kit.ini": {"kit_item": 1, "kit_rule": 2},
    "documents.ini": {"document": 1},
    "photo_guides.ini": {"default": 0, "guide": 1},
    "anomalies.ini": {"category": 1, "sub_category": 2},
    "outlines.ini": {"outline": 1, "spot": 2},
}


def load_catalogue(folder: Path, drawings: Path = OUTLINES_FOLDER) -> Catalogue:
    """The catalogue in the INI files of `folder`, with its drawings of equipment.

    Raises CatalogueError at the first fault.
    """
    sections = [
        section for file, nouns in FILES.items() for section in read_sections(folder / file, nouns)
    ]

    def of(noun: str) -> list[Section]:
        return [section for section in sections if section.noun == noun]

    families = build(of("family"), build_family)
    kinds = build(of("kind"), lambda section: build_kind(section, families))
    refuse_shared_names(kinds.values(), of("kind"))
    groups = build(of("group"), build_group)
    fields = build_fields(of("field"), groups, kinds)
    checks = build_checks(of("check"), of("rule"), fields, kinds)
    safety_kit = build_safety_kit(of("kit_item"), of("kit_rule"), fields, kinds)
    documents = build(of("document"), lambda section: build_document_type(section, checks))
    guides = build(of("guide"), lambda section: build_guide(section, families, kinds))
    usual_guides = build_usual_guides(of("default"), guides)
    categories = build(
        of("category"),
        lambda section: build_category(section, families, guides, usual_guides, of("sub_category")),
    )
    refuse_orphans(of("sub_category"), categories)
    outlines = build_outlines(of("outline"), of("spot"), kinds, drawings)
    return Catalogue(
        families, kinds, groups, fields, checks, safety_kit, documents, categories, guides, outlines
    )
