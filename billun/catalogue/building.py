"""What the building of every sort of entry shares."""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from billun.catalogue.entries import Kind
from billun.catalogue.scope import Scope
from billun.catalogue.section import Section

Built = TypeVar("Built")


def build(
    sections: Iterable[Section], build_one: Callable[[Section], Built]
) -> Mapping[str, Built]:
    """The entries of the sections by key; a key of a section that nobody read is refused."""
    built: dict[str, Built] = {}
    for section in sections:
        built[section.key] = build_one(section)
        section.finish()
    return MappingProxyType(built)


def belonging(sections: Iterable[Section], owner: Section) -> list[Section]:
    """The sections whose first name is the key of another: the rules of a check."""
    return [section for section in sections if section.names[0] == owner.key]


def refuse_orphans(sections: Iterable[Section], owners: Collection[str]) -> None:
    """Refuse a section that belongs to nothing, which nobody would ever have read."""
    for section in sections:
        if section.names[0] not in owners:
            noun = OWNERS[section.noun].replace("_", " ")
            raise section.error(f"there is no {noun} “{section.names[0]}”")


OWNERS = {
    "sub_category": "category",
    "rule": "check",
    "kit_rule": "kit_item",
    "spot": "outline",
}


def build_scope(section: Section, kinds: Mapping[str, Kind]) -> Scope:
    """The families and kinds of a section; a kind named for nothing is refused."""
    families = tuple(dict.fromkeys(kind.family for kind in kinds.values()))
    scope = Scope(
        section.choices("families", families),
        section.choices("kinds", kinds),
        section.choices("kinds_except", kinds),
    )
    for kind in scope.kinds:
        if kinds[kind].family in scope.families:
            raise section.error(f"“{kind}” is of a family that is named already", "kinds")
    for kind in scope.kinds_except:
        if not Scope(scope.families, scope.kinds).covers(kinds[kind].family, kind):
            raise section.error(f"“{kind}” is not among the others", "kinds_except")
    return scope
