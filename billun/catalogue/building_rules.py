"""Builds the checks and the safety kit with their rules, and the types of documents."""

from collections.abc import Iterable, Mapping

from billun.catalogue.building import belonging, build, build_scope, refuse_orphans
from billun.catalogue.checks import BLOCKS, CERTAINTIES, FUNCTIONS, Check, Rule
from billun.catalogue.conditions import Condition, parse_condition
from billun.catalogue.documents import DocumentType
from billun.catalogue.entries import Kind
from billun.catalogue.fields import Field
from billun.catalogue.safety_kit import PER, KitItem, KitRule
from billun.catalogue.scope import Scope
from billun.catalogue.section import Section

Fields = Mapping[str, Field]

Kinds = Mapping[str, Kind]


def build_checks(
    sections: list[Section], rule_sections: list[Section], fields: Fields, kinds: Kinds
) -> Mapping[str, Check]:
    keys = [section.key for section in sections]
    refuse_orphans(rule_sections, keys)

    def build_one(section: Section) -> Check:
        rules = build(
            belonging(rule_sections, section),
            lambda rule_section: build_rule(rule_section, fields, kinds, keys),
        )
        return build_check(section, tuple(rules.values()))

    return build(sections, build_one)


def build_check(section: Section, rules: tuple[Rule, ...]) -> Check:
    if not rules:
        raise section.error("has no rule")
    blocks = section.choice_if_any("blocks", BLOCKS)
    function = section.choice_if_any("function", FUNCTIONS)
    if (blocks == "function") != bool(function):
        raise section.error("goes with blocks = function", "function")
    check = Check(
        section.key,
        section.wording("label"),
        section.one_wording("short"),
        section.one_wording("legal_reference"),
        section.day("read_on"),
        section.choice("certainty", CERTAINTIES),
        blocks,
        function,
        section.duration("window_before"),
        section.duration("window_after"),
        section.yes_or_no("keeps_nominal_date"),
        section.duration("retest_within"),
        rules,
    )
    if check.keeps_nominal_date and not (check.window_before or check.window_after):
        raise section.error("goes with a window around the date", "keeps_nominal_date")
    return check


def build_rule(section: Section, fields: Fields, kinds: Kinds, checks: list[str]) -> Rule:
    scope = build_scope(section, kinds)
    rule = Rule(
        section.key,
        scope,
        build_conditions(section, scope, fields, kinds),
        section.duration("first"),
        section.duration("interval"),
        section.durations("ages"),
        section.choice_if_any("follows", checks),
        section.yes_or_no("by_date"),
        section.yes_or_no("permanent"),
    )
    refuse_mixed_manners(section, rule)
    if rule.follows == section.names[0]:
        raise section.error("a check cannot follow itself", "follows")
    return rule


def refuse_mixed_manners(section: Section, rule: Rule) -> None:
    """Refuse a rule that does not say in exactly one manner when the check is due."""
    said = (bool(rule.first), bool(rule.interval), bool(rule.ages), bool(rule.follows))
    by_hand = [rule.by_date, rule.permanent]
    if sum(by_hand) + (said in MANNERS) != 1 or (any(by_hand) and any(said)):
        raise section.error(
            "must say first and interval, ages, follows and interval, by_date or permanent"
        )
    if list(rule.ages) != sorted(rule.ages, key=lambda age: age.count):
        raise section.error("is not in order", "ages")


# first, interval, ages, follows
MANNERS = (
    (True, True, False, False),
    (False, False, True, False),
    (False, True, False, True),
)


def build_conditions(
    section: Section, scope: Scope, fields: Fields, kinds: Kinds
) -> tuple[Condition, ...]:
    return tuple(
        build_condition(section, name, scope, fields, kinds) for name in section.names_under("when")
    )


def build_condition(
    section: Section, name: str, scope: Scope, fields: Fields, kinds: Kinds
) -> Condition:
    key = f"when.{name}"
    field = fields.get(name)
    if field is None:
        raise section.error("there is no such field", key)
    if not any(
        scope.covers(kind.family, kind.key) and field.applies_to(kind.family, kind.key)
        for kind in kinds.values()
    ):
        raise section.error("none of this equipment has the field", key)
    condition = section.made(key, lambda text: parse_condition(field, text))
    assert condition is not None
    return condition


def build_safety_kit(
    sections: list[Section], rule_sections: list[Section], fields: Fields, kinds: Kinds
) -> Mapping[str, KitItem]:
    refuse_orphans(rule_sections, [section.key for section in sections])
    return build(
        sections,
        lambda section: build_kit_item(section, belonging(rule_sections, section), fields, kinds),
    )


def build_kit_item(
    section: Section, rule_sections: Iterable[Section], fields: Fields, kinds: Kinds
) -> KitItem:
    quantity = build_quantity(section, 1)
    rules = build(
        rule_sections,
        lambda rule_section: build_kit_rule(rule_section, quantity, fields, kinds),
    )
    return KitItem(
        section.key,
        section.wording("label"),
        section.choice("per", PER),
        quantity,
        section.yes_or_no("expires"),
        tuple(rules.values()),
    )


def build_quantity(section: Section, usual: int) -> int:
    quantity = section.whole("quantity", usual)
    if not quantity or quantity < 0:
        raise section.error("is not one or more", "quantity")
    return quantity


def build_kit_rule(section: Section, quantity: int, fields: Fields, kinds: Kinds) -> KitRule:
    scope = build_scope(section, kinds)
    return KitRule(
        section.key,
        scope,
        build_conditions(section, scope, fields, kinds),
        build_quantity(section, quantity),
        section.number("minimum_kg"),
        section.number("total_kg"),
    )


def build_document_type(section: Section, checks: Mapping[str, Check]) -> DocumentType:
    return DocumentType(
        section.key,
        section.wording("label"),
        section.picture("icon"),
        section.yes_or_no("expires"),
        section.choices("renews", checks),
        section.yes_or_no("office"),
    )
