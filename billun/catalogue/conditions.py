"""What must be true of an item's fields for a rule to hold, such as `> 3500 or missing`."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from billun.catalogue.fields import Field, Specs
from billun.catalogue.reading import Value

COMPARISON = re.compile(r"(>=|<=|>|<) ([0-9]+(?:\.[0-9]+)?)")

COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}

# Words that a condition understands by itself, so that no choice may be called by them.
RESERVED = ("present", "missing", "yes", "no", "not", "or", "and")

Test = Callable[[Value | None], bool]


@dataclass(frozen=True)
class Condition:
    """Alternatives of which one must be true of a field's value, as its `text` says them."""

    field: Field
    text: str
    tests: tuple[Test, ...]

    def holds(self, specs: Specs) -> bool:
        value = self.field.value_in(specs)
        return any(test(value) for test in self.tests)


def all_hold(conditions: tuple[Condition, ...], specs: Specs) -> bool:
    return all(condition.holds(specs) for condition in conditions)


def parse_condition(field: Field, text: str) -> Condition:
    """The condition that `text` puts on the field. Raises ValueError where it makes no sense there."""
    alternatives = tuple(parse_all(field, part) for part in text.split(" or "))
    return Condition(field, text, alternatives)


def parse_all(field: Field, text: str) -> Test:
    """Tests joined by `and`, such as the two ends of `> 3500 and <= 7500`."""
    tests = [parse_test(field, part.strip()) for part in text.split(" and ")]
    return lambda value: all(test(value) for test in tests)


def parse_test(field: Field, text: str) -> Test:
    if text in ("present", "missing"):
        return lambda value: (value is None) == (text == "missing")
    if field.is_number:
        return parse_comparison(text)
    if field.type == "boolean":
        return parse_answer(text)
    if text.startswith("not "):
        keys = known_choices(field, text.removeprefix("not ").split(","))
        return lambda value: any(key not in keys for key in chosen(value))
    keys = known_choices(field, [text])
    return lambda value: any(key in keys for key in chosen(value))


def parse_comparison(text: str) -> Test:
    found = COMPARISON.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}” does not compare with a number")
    compare, limit = COMPARED[found[1]], float(found[2])
    return lambda value: isinstance(value, int | float) and compare(value, limit)


def parse_answer(text: str) -> Test:
    if text not in ("yes", "no"):
        raise ValueError(f"“{text}” is not yes or no")
    return lambda value: value is (text == "yes")


def known_choices(field: Field, words: list[str]) -> frozenset[str]:
    keys = frozenset(word.strip() for word in words)
    for key in sorted(keys - set(field.choices)):
        raise ValueError(f"“{key}” is not a choice of {field.key}")
    return keys


def chosen(value: Value | None) -> list[str]:
    """What was chosen: nothing, one, or several of a field that takes several."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str) else []
