"""What the catalogue holds. Everything is frozen; the mappings keep the order of the INI files."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from billun.catalogue.folding import fold
from billun.catalogue.wording import Wording

Criticality = Literal["green", "yellow", "orange", "red"]

# From "drive on" to "stop now": a later one is worse than an earlier one.
CRITICALITIES: tuple[Criticality, ...] = ("green", "yellow", "orange", "red")

Json = dict[str, object]


@dataclass(frozen=True)
class Entry:
    """What every entry has: the key that programs use and the label that people read."""

    key: str
    labels: Wording

    def label(self, locale: str) -> str:
        """The label in the language of `locale`, else in English."""
        return self.labels.in_language(locale)

    def as_json(self) -> Json:
        return {"key": self.key, "label": self.labels.as_json()}


@dataclass(frozen=True)
class Family(Entry):
    """Vehicle, trailer or handling equipment."""

    icon: str

    def as_json(self) -> Json:
        return {**super().as_json(), "icon": self.icon}


@dataclass(frozen=True)
class Kind(Entry):
    """What an item of a family is, such as a curtain-sider; `aliases` are its other names."""

    family: str
    icon: str
    aliases: tuple[str, ...]

    @property
    def names(self) -> Iterable[str]:
        """Every word by which this kind may be called."""
        return (self.key, *self.labels.texts.values(), *self.aliases)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "family": self.family,
            "icon": self.icon,
            "aliases": list(self.aliases),
        }


@dataclass(frozen=True)
class SubCategory(Entry):
    """One thing that can be wrong; `floor` is the mildest criticality of a report of it."""

    floor: Criticality

    def as_json(self) -> Json:
        return {**super().as_json(), "floor": self.floor}


@dataclass(frozen=True)
class Category(Entry):
    """A group of anomalies, the families it can concern, and its photo guides in order."""

    icon: str
    families: tuple[str, ...]
    guides: tuple[str, ...]
    sub_categories: Mapping[str, SubCategory]

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "icon": self.icon,
            "families": list(self.families),
            "guides": list(self.guides),
            "sub_categories": as_list(self.sub_categories),
        }


@dataclass(frozen=True)
class Guide(Entry):
    """One photo asked for: its label, a line of help, the drawing laid over the camera picture."""

    helps: Wording
    outline: str
    family_outlines: Mapping[str, str]

    def help(self, locale: str) -> str:
        """One line on how to take the photo, in the language of `locale`, else in English."""
        return self.helps.in_language(locale)

    def outline_for(self, family: str | None) -> str:
        """The drawing of static/icons/guides that suits the family best, without its `.svg`."""
        return self.family_outlines.get(family or "", self.outline)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "help": self.helps.as_json(),
            "outline": self.outline,
            "family_outlines": dict(self.family_outlines),
        }


@dataclass(frozen=True)
class Catalogue:
    """Everything that the INI files say, by key."""

    families: Mapping[str, Family]
    kinds: Mapping[str, Kind]
    categories: Mapping[str, Category]
    guides: Mapping[str, Guide]

    def floor(self, category: str, sub_category: str | None = None) -> Criticality:
        """The mildest criticality a report may have; green where no sub-category was chosen.

        Raises KeyError for a category or sub-category that does not exist.
        """
        chosen = self.categories[category]
        return chosen.sub_categories[sub_category].floor if sub_category else "green"

    def guides_for(self, category: str) -> tuple[Guide, ...]:
        """The photos to ask for, four or more, in order. Raises KeyError for no category."""
        return tuple(self.guides[guide] for guide in self.categories[category].guides)

    def kinds_of(self, family: str) -> tuple[Kind, ...]:
        """The kinds of a family in the order of the catalogue; none for an unknown family."""
        return tuple(kind for kind in self.kinds.values() if kind.family == family)

    def categories_for(self, family: str) -> tuple[Category, ...]:
        """The categories worth offering for a family; a report in another one is still good."""
        return tuple(
            category for category in self.categories.values() if family in category.families
        )

    def kind_named(self, text: str) -> Kind | None:
        """The kind that `text` names by key, label or alias, in any case, accents and hyphens."""
        return self._kinds_by_name.get(fold(text))

    def as_json(self) -> Json:
        """The whole catalogue in both languages, with its version, for `GET /api/catalogue`."""
        return {"version": self.version, **self._content}

    @cached_property
    def version(self) -> str:
        """A hash that changes with any word of the catalogue: an ETag."""
        content = json.dumps(self._content, sort_keys=True).encode()
        return hashlib.sha256(content).hexdigest()[:16]

    @property
    def _content(self) -> Json:
        return {
            "families": as_list(self.families),
            "kinds": as_list(self.kinds),
            "categories": as_list(self.categories),
            "guides": as_list(self.guides),
        }

    @cached_property
    def _kinds_by_name(self) -> Mapping[str, Kind]:
        return {fold(name): kind for kind in self.kinds.values() for name in kind.names}


def as_list(entries: Mapping[str, Entry]) -> list[Json]:
    return [entry.as_json() for entry in entries.values()]
