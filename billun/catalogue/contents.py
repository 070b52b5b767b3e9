"""The whole catalogue, and what it answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from billun.catalogue.checks import Check, Rule
from billun.catalogue.documents import DocumentType
from billun.catalogue.entries import Category, Criticality, Family, Guide, Json, Kind, as_list
from billun.catalogue.fields import Field, Group, Specs
from billun.catalogue.folding import fold
from billun.catalogue.outlines import Outline
from billun.catalogue.safety_kit import KitItem, KitRule

MOST_ITEMS_REMEMBERED = 10_000


@dataclass(frozen=True)
class Catalogue:
    """Everything that the INI files say, by key."""

    families: Mapping[str, Family]
    kinds: Mapping[str, Kind]
    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    checks: Mapping[str, Check]
    safety_kit: Mapping[str, KitItem]
    document_types: Mapping[str, DocumentType]
    categories: Mapping[str, Category]
    guides: Mapping[str, Guide]
    outlines: Mapping[str, Outline]

    def kinds_of(self, family: str) -> tuple[Kind, ...]:
        """The kinds of a family in the order of the catalogue; none for an unknown family."""
        return tuple(kind for kind in self.kinds.values() if kind.family == family)

    def kind_named(self, text: str) -> Kind | None:
        """The kind that `text` names by key, label or alias, in any case, accents and hyphens."""
        return self._kinds_by_name.get(fold(text))

    def fields_for(self, family: str, kind: str | None) -> tuple[Field, ...]:
        """The fields of equipment of this family and kind, in order; `kind` may not be known."""
        return tuple(field for field in self.fields.values() if field.applies_to(family, kind))

    def groups_for(self, kind: str) -> tuple[tuple[Group, tuple[Field, ...]], ...]:
        """The fields of a kind by group, in order; no empty group, nothing for an unknown kind."""
        family = self.kinds[kind].family if kind in self.kinds else ""
        fields = self.fields_for(family, kind) if family else ()
        grouped = (
            (group, tuple(field for field in fields if field.group == group.key))
            for group in self.groups.values()
        )
        return tuple((group, members) for group, members in grouped if members)

    def derived(self, specs: Specs) -> dict[str, float]:
        """What can be reckoned from the values of an item, by field: CO₂ equivalent, payload."""
        reckoned = {
            field.key: field.value_in(specs) for field in self.fields.values() if field.is_derived
        }
        return {key: value for key, value in reckoned.items() if isinstance(value, int | float)}

    def checks_for(
        self, family: str, kind: str | None, specs: Specs
    ) -> tuple[tuple[Check, Rule], ...]:
        """The checks that are asked of an item, each with the rule that asks for it."""
        # An import asks this of thousands of items that differ in nothing that decides it.
        item = (family, kind, repr([specs.get(key) for key in self._decisive_fields]))
        known = self._checks_by_item.get(item)
        if known is None:
            found = ((check, check.rule_for(family, kind, specs)) for check in self.checks.values())
            known = tuple((check, rule) for check, rule in found if rule)
            if len(self._checks_by_item) >= MOST_ITEMS_REMEMBERED:
                self._checks_by_item.clear()
            self._checks_by_item[item] = known
        return known

    def safety_kit_for(
        self, family: str, kind: str | None, specs: Specs
    ) -> tuple[tuple[KitItem, KitRule], ...]:
        """What an item must carry, each with the rule that asks for it and says how many."""
        found = ((item, item.rule_for(family, kind, specs)) for item in self.safety_kit.values())
        return tuple((item, rule) for item, rule in found if rule)

    def deadline_label(self, code: str, locale: str) -> str:
        """What is due under a deadline's code: a check, `document_<type>` or `kit_<item>`."""
        for prefix, entries in (("document_", self.document_types), ("kit_", self.safety_kit)):
            key = code.removeprefix(prefix)
            if code.startswith(prefix) and key in entries:
                return entries[key].label(locale)
        return self.checks[code].label(locale) if code in self.checks else code

    def outline_for(self, family: str, kind: str | None) -> Outline:
        """The drawing of a kind, else that of its family. Raises KeyError for an unknown family."""
        return self._outlines_by_kind.get(kind or "") or self._outlines_by_family[family]

    def floor(self, category: str, sub_category: str | None = None) -> Criticality:
        """The mildest criticality a report may have; green where no sub-category was chosen.

        Raises KeyError for a category or sub-category that does not exist.
        """
        chosen = self.categories[category]
        return chosen.sub_categories[sub_category].floor if sub_category else "green"

    def guides_for(self, category: str) -> tuple[Guide, ...]:
        """The photos to ask for, four or more, in order. Raises KeyError for no category."""
        return tuple(self.guides[guide] for guide in self.categories[category].guides)

    def categories_for(self, family: str) -> tuple[Category, ...]:
        """The categories worth offering for a family; a report in another one is still good."""
        return tuple(
            category for category in self.categories.values() if family in category.families
        )

    def as_json(self) -> Json:
        """The whole catalogue in both languages, with its version, for `GET /api/catalogue`."""
        return {"version": self.version, **self._content}

    @cached_property
    def version(self) -> str:
        """A hash that changes with any word of the catalogue: an ETag."""
        content = json.dumps(self._content, sort_keys=True).encode()
        return hashlib.sha256(content).hexdigest()[:16]

    @cached_property
    def _content(self) -> Json:
        return {
            "families": as_list(self.families),
            "kinds": as_list(self.kinds),
            "groups": as_list(self.groups),
            "fields": as_list(self.fields),
            "checks": as_list(self.checks),
            "safety_kit": as_list(self.safety_kit),
            "document_types": as_list(self.document_types),
            "categories": as_list(self.categories),
            "guides": as_list(self.guides),
            "outlines": as_list(self.outlines),
        }

    @cached_property
    def _kinds_by_name(self) -> Mapping[str, Kind]:
        return {fold(name): kind for kind in self.kinds.values() for name in kind.names}

    @cached_property
    def _decisive_fields(self) -> tuple[str, ...]:
        """The fields on which it depends which checks an item must pass."""
        asked = [
            condition.field
            for check in self.checks.values()
            for rule in check.rules
            for condition in rule.conditions
        ]
        keys = {one.key for field in asked for one in (field, *field.sources)}
        return tuple(sorted(keys))

    @cached_property
    def _checks_by_item(self) -> dict[tuple[str, str | None, str], tuple[tuple[Check, Rule], ...]]:
        return {}

    @cached_property
    def _outlines_by_kind(self) -> Mapping[str, Outline]:
        return {kind: outline for outline in self.outlines.values() for kind in outline.scope.kinds}

    @cached_property
    def _outlines_by_family(self) -> Mapping[str, Outline]:
        return {
            family: outline
            for outline in self.outlines.values()
            for family in outline.scope.families
        }
