"""The technical fields of equipment: what may stand in them, how they are read and written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import prod
from typing import Literal

from billun.catalogue.entries import Entry, Json, as_list, said
from billun.catalogue.folding import fold
from billun.catalogue.reading import FieldError, Value, read_as
from billun.catalogue.scope import Scope
from billun.catalogue.wording import Wording
from billun.catalogue.writing import write_as

FieldType = Literal[
    "text", "integer", "decimal", "date", "choice", "choices", "boolean", "product", "difference"
]

FIELD_TYPES: tuple[FieldType, ...] = (
    "text", "integer", "decimal", "date", "choice", "choices", "boolean", "product", "difference",
)  # fmt: skip

DERIVED: tuple[FieldType, ...] = ("product", "difference")

# The values of an item by field; an older catalogue or nobody of ours may have written them.
Specs = Mapping[str, object]


@dataclass(frozen=True)
class Group(Entry):
    """Fields that stand together, as on the registration document."""


@dataclass(frozen=True)
class Choice(Entry):
    """One value of a field to choose from; `factor` is what it counts for in a product."""

    aliases: tuple[str, ...]
    factor: float | None

    @property
    def names(self) -> Iterable[str]:
        return (self.key, *self.labels.texts.values(), *self.aliases)

    def as_json(self) -> Json:
        return {**super().as_json(), **said({"aliases": list(self.aliases), "factor": self.factor})}


@dataclass(frozen=True)
class Field(Entry):
    """One technical field.

    `code` is its letter on the registration document, `unit` stands behind the value,
    `longest` counts characters. A derived field is reckoned from the fields of `sources`:
    a product of them all, or the difference of two.
    """

    helps: Wording | None
    type: FieldType
    group: str
    unit: str | None
    code: str | None
    scope: Scope
    minimum: float | None
    maximum: float | None
    decimals: int
    longest: int
    choices: Mapping[str, Choice]
    sources: tuple["Field", ...]

    def help(self, locale: str) -> str:
        """One line of help in the language of `locale`, else in English; empty where there is none."""
        return self.helps.in_language(locale) if self.helps else ""

    @property
    def is_derived(self) -> bool:
        """Whether the value is reckoned from others and never typed."""
        return self.type in DERIVED

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "decimal", *DERIVED)

    def applies_to(self, family: str, kind: str | None) -> bool:
        """Whether equipment of this family and kind has the field; `kind` may not be known."""
        return self.scope.covers(family, kind)

    def read(self, given: object, locale: str = "en") -> Value | None:
        """What a form, a spreadsheet cell or JSON holds, as it is stored; None for nothing.

        The spellings of every language are understood in every `locale`. Raises FieldError for what
        the field cannot hold, whatever its type.
        """
        return read_as(self, given)

    def write(self, value: object, locale: str) -> str:
        """A stored value as people read it, without the unit; `read` takes the text back."""
        return write_as(self, value, locale)

    def value_in(self, specs: Specs) -> Value | None:
        """The field's value among those of an item; None where it is absent or cannot be right."""
        if self.is_derived:
            return self._reckoned(specs)
        try:
            return self.read(specs.get(self.key))
        except FieldError:
            return None

    def choice_named(self, text: str) -> Choice | None:
        """The choice of this key, label or alias, in any case, accents and punctuation."""
        return self.choices.get(text) or self._choices_by_name.get(fold(text))

    @cached_property
    def _choices_by_name(self) -> Mapping[str, Choice]:
        return {fold(name): choice for choice in self.choices.values() for name in choice.names}

    def _reckoned(self, specs: Specs) -> float | None:
        amounts = [source.amount_in(specs) for source in self.sources]
        present = [amount for amount in amounts if amount is not None]
        if len(present) < len(amounts):
            return None
        reckoned = (
            prod(present, start=Decimal(1)) if self.type == "product" else present[0] - present[1]
        )
        return self.rounded(reckoned)

    def amount_in(self, specs: Specs) -> Decimal | None:
        """What the value counts for in a product or a difference: a number, or a choice's factor."""
        value = self.value_in(specs)
        if isinstance(value, str) and value in self.choices:
            value = self.choices[value].factor
        return Decimal(str(value)) if isinstance(value, int | float) else None

    def rounded(self, number: Decimal) -> float:
        """The number with as many decimals as the field has, halves away from zero."""
        exact = number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return float(exact) if self.decimals else int(exact)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "type": self.type,
            "group": self.group,
            **self.scope.as_json(),
            **said(
                {
                    "help": self.helps.as_json() if self.helps else None,
                    "unit": self.unit,
                    "code": self.code,
                    "minimum": self.minimum,
                    "maximum": self.maximum,
                    "decimals": self.decimals or None,
                    "longest": self.longest if self.type == "text" else None,
                    "choices": as_list(self.choices),
                    "sources": [source.key for source in self.sources],
                }
            ),
        }
