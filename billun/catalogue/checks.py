"""The statutory checks, with the rules that say for which equipment and how often."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from billun.catalogue.conditions import Condition, all_hold
from billun.catalogue.durations import Duration
from billun.catalogue.entries import Entry, Json, said
from billun.catalogue.fields import Specs
from billun.catalogue.scope import Scope
from billun.catalogue.wording import Wording

Certainty = Literal["text", "trade", "general"]

# Read in the text itself or a vendor's; on a trade page only; general knowledge to be checked.
CERTAINTIES: tuple[Certainty, ...] = ("text", "trade", "general")

Blocks = Literal["driving", "function"]

BLOCKS: tuple[Blocks, ...] = ("driving", "function")

Function = Literal["lift", "cold", "adr"]

FUNCTIONS: tuple[Function, ...] = ("lift", "cold", "adr")


@dataclass(frozen=True)
class Applicability:
    """Something required of the equipment in its scope for which every condition holds."""

    key: str
    scope: Scope
    conditions: tuple[Condition, ...]

    def holds_for(self, family: str, kind: str | None, specs: Specs) -> bool:
        return self.scope.covers(family, kind) and all_hold(self.conditions, specs)

    def as_json(self) -> Json:
        when = {condition.field.key: condition.text for condition in self.conditions}
        return {"key": self.key, **self.scope.as_json(), **said({"when": when})}


Ruled = TypeVar("Ruled", bound=Applicability)


def first_that_holds(
    rules: Iterable[Ruled], family: str, kind: str | None, specs: Specs
) -> Ruled | None:
    return next((rule for rule in rules if rule.holds_for(family, kind, specs)), None)


@dataclass(frozen=True)
class Rule(Applicability):
    """How often a check is due, in one of five manners.

    `first` after the first registration, then every `interval`; at the `ages` and afterwards by
    hand; an `interval` after each check that it `follows`; `by_date`, which a contract sets;
    `permanent`, done once.
    """

    first: Duration | None
    interval: Duration | None
    ages: tuple[Duration, ...]
    follows: str | None
    by_date: bool
    permanent: bool

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            **said(
                {
                    "first": self.first and str(self.first),
                    "interval": self.interval and str(self.interval),
                    "ages": [str(age) for age in self.ages],
                    "follows": self.follows,
                    "by_date": self.by_date,
                    "permanent": self.permanent,
                }
            ),
        }


@dataclass(frozen=True)
class Check(Entry):
    """A check that the law or a contract asks for.

    `blocks` says what an overdue one stops: driving, one `function` of the equipment, or nothing.
    It may be done from `window_before` to `window_after` around its nominal date, which the next
    one counts from where it `keeps_nominal_date`; after defects it is done again within
    `retest_within`. `certainty` tells how well the rule was read, `read_on` when.
    """

    shorts: Wording
    legal_references: Wording
    read_on: date
    certainty: Certainty
    blocks: Blocks | None
    function: Function | None
    window_before: Duration | None
    window_after: Duration | None
    keeps_nominal_date: bool
    retest_within: Duration | None
    rules: tuple[Rule, ...]

    def short(self, locale: str) -> str:
        """A label short enough for a narrow column."""
        return self.shorts.in_language(locale)

    def legal_reference(self, locale: str) -> str:
        """The text that asks for the check, in the language of `locale`, else in English."""
        return self.legal_references.in_language(locale)

    def rule_for(self, family: str, kind: str | None, specs: Specs) -> Rule | None:
        """The first rule that holds for an item, or None where the check is not asked of it."""
        return first_that_holds(self.rules, family, kind, specs)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "short": self.shorts.as_json(),
            "legal_reference": self.legal_references.as_json(),
            "read_on": self.read_on.isoformat(),
            "certainty": self.certainty,
            "blocks": self.blocks,
            "function": self.function,
            **said(
                {
                    "window_before": self.window_before and str(self.window_before),
                    "window_after": self.window_after and str(self.window_after),
                    "keeps_nominal_date": self.keeps_nominal_date,
                    "retest_within": self.retest_within and str(self.retest_within),
                }
            ),
            "rules": [rule.as_json() for rule in self.rules],
        }
