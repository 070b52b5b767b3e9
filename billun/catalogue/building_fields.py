"""Builds the groups and the technical fields."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from billun.catalogue.building import build_scope
from billun.catalogue.conditions import RESERVED
from billun.catalogue.entries import Kind
from billun.catalogue.fields import DERIVED, FIELD_TYPES, Choice, Field, FieldType, Group
from billun.catalogue.folding import fold
from billun.catalogue.section import Section
from billun.catalogue.wording import LANGUAGES

USUAL_LENGTH = 80

CHOICE = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)*")

# What may follow a choice's key in `choice.<key>.…`.
CHOICE_PART = re.compile(rf"\.(?:{'|'.join(LANGUAGES)}|factor|aliases)$")


def build_group(section: Section) -> Group:
    return Group(section.key, section.wording("label"))


def build_fields(
    sections: Iterable[Section], groups: Mapping[str, Group], kinds: Mapping[str, Kind]
) -> Mapping[str, Field]:
    """The fields by key. A derived one stands behind those that it is reckoned from."""
    built: dict[str, Field] = {}
    for section in sections:
        # Fields may stand in several files, and the keys of two files can be the same.
        if section.key in built:
            raise section.error("stands there twice")
        built[section.key] = build_field(section, groups, kinds, built)
        section.finish()
    return MappingProxyType(built)


def build_field(
    section: Section,
    groups: Mapping[str, Group],
    kinds: Mapping[str, Kind],
    earlier: Mapping[str, Field],
) -> Field:
    type_ = section.choice("type", FIELD_TYPES)
    minimum, maximum = build_limits(section, type_)
    return Field(
        section.key,
        section.wording("label"),
        section.wording_if_any("help"),
        type_,
        section.choice("group", groups),
        section.text_if_any("unit"),
        section.text_if_any("code"),
        build_scope(section, kinds),
        minimum,
        maximum,
        build_decimals(section, type_),
        (section.whole("longest") if type_ == "text" else None) or USUAL_LENGTH,
        build_choices(section, type_),
        build_sources(section, type_, earlier),
    )


def build_limits(section: Section, type_: FieldType) -> tuple[float | None, float | None]:
    """The least and the greatest that a number may be; every typed number has both."""
    if type_ not in ("integer", "decimal"):
        return None, None
    minimum, maximum = section.number("minimum"), section.number("maximum")
    for key, limit in (("minimum", minimum), ("maximum", maximum)):
        if limit is None:
            raise section.error("is missing", key)
    if minimum is not None and maximum is not None and minimum >= maximum:
        raise section.error("is not above the minimum", "maximum")
    return minimum, maximum


def build_decimals(section: Section, type_: FieldType) -> int:
    if type_ not in ("decimal", *DERIVED):
        return 0
    decimals = section.whole("decimals", 0 if type_ in DERIVED else None)
    if decimals is None:
        raise section.error("is missing", "decimals")
    if decimals not in range(0 if type_ in DERIVED else 1, 5):
        raise section.error("is not between 1 and 4", "decimals")
    return decimals


def build_choices(section: Section, type_: FieldType) -> Mapping[str, Choice]:
    if type_ not in ("choice", "choices"):
        return MappingProxyType({})
    written = section.names_under("choice")
    keys = tuple(dict.fromkeys(CHOICE_PART.sub("", name) for name in written))
    if len(keys) < 2:
        raise section.error("has fewer than two choices", "choice")
    choices = {key: build_choice(section, key) for key in keys}
    refuse_shared_names(section, choices.values())
    if type_ == "choices":
        refuse_separators(section, choices.values())
    return MappingProxyType(choices)


def build_choice(section: Section, key: str) -> Choice:
    if not CHOICE.fullmatch(key) or key in RESERVED:
        raise section.error(f"“{key}” cannot be the key of a choice", f"choice.{key}")
    return Choice(
        key,
        section.one_wording(f"choice.{key}"),
        section.words(f"choice.{key}.aliases"),
        section.number(f"choice.{key}.factor"),
    )


def refuse_shared_names(section: Section, choices: Iterable[Choice]) -> None:
    # A word that means two choices would make an import guess.
    owners: dict[str, str] = {}
    for choice in choices:
        for name in choice.names:
            if owners.setdefault(fold(name), choice.key) != choice.key:
                raise section.error(
                    f"“{name}” already means {owners[fold(name)]}", f"choice.{choice.key}"
                )


def refuse_separators(section: Section, choices: Iterable[Choice]) -> None:
    # Several choices are written one behind the other in one cell.
    for choice in choices:
        for name in choice.names:
            if re.search(r"[,;|]", name):
                raise section.error(f"“{name}” has a separator in it", f"choice.{choice.key}")


def build_sources(
    section: Section, type_: FieldType, earlier: Mapping[str, Field]
) -> tuple[Field, ...]:
    """What a derived field is reckoned from: the `factors` of a product, the `terms` of a difference."""
    if type_ not in DERIVED:
        return ()
    key = "factors" if type_ == "product" else "terms"
    sources = tuple(earlier[name] for name in section.choices(key, earlier))
    if len(sources) < 2 or (type_ == "difference" and len(sources) > 2):
        raise section.error("does not name two fields", key)
    for source in sources:
        if not (source.is_number or counts(source)):
            raise section.error(f"“{source.key}” is no number and has no factors", key)
    return sources


def counts(field: Field) -> bool:
    return field.type == "choice" and all(
        choice.factor is not None for choice in field.choices.values()
    )
