"""Kinds, anomaly categories and photo guides. Every entry is frozen; mappings keep the files' order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from billun.catalogue.wording import Wording

Criticality = Literal["green", "yellow", "orange", "red"]

# From "drive on" to "stop now": a later one is worse than an earlier one.
CRITICALITIES: tuple[Criticality, ...] = ("green", "yellow", "orange", "red")

Meter = Literal["km", "hours"]

METERS: tuple[Meter, ...] = ("km", "hours")

Attachment = Literal["coupled", "mounted"]

# A trailer is coupled for a trip; a tail lift is mounted for years.
ATTACHMENTS: tuple[Attachment, ...] = ("coupled", "mounted")

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
    """Vehicle, trailer or handling equipment, with what its kinds have unless they say otherwise."""

    icon: str
    meters: tuple[Meter, ...]
    attaches_to: tuple[str, ...]
    attachment: Attachment | None

    def as_json(self) -> Json:
        return {**super().as_json(), "icon": self.icon, "meters": list(self.meters)}


@dataclass(frozen=True)
class Kind(Entry):
    """What an item of a family is, such as a curtain-sider; `aliases` are its other names.

    `meters` are those it is read by; `attaches_to` names the families of what can carry it.
    """

    family: str
    icon: str
    aliases: tuple[str, ...]
    meters: tuple[Meter, ...]
    attaches_to: tuple[str, ...]
    attachment: Attachment | None

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
            "meters": list(self.meters),
            "attaches_to": list(self.attaches_to),
            "attachment": self.attachment,
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
    kind_outlines: Mapping[str, str]

    def help(self, locale: str) -> str:
        """One line on how to take the photo, in the language of `locale`, else in English."""
        return self.helps.in_language(locale)

    def outline_for(self, family: str | None, kind: str | None = None) -> str:
        """The drawing of static/icons/guides that suits the kind best, else the family, without its `.svg`."""
        of_family = self.family_outlines.get(family or "", self.outline)
        return self.kind_outlines.get(kind or "", of_family)

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "help": self.helps.as_json(),
            "outline": self.outline,
            "family_outlines": dict(self.family_outlines),
            "kind_outlines": dict(self.kind_outlines),
        }


def as_list(entries: Mapping[str, Entry]) -> list[Json]:
    return [entry.as_json() for entry in entries.values()]


def said(parts: Json) -> Json:
    """The parts that say something, so that a phone downloads no empty ones; a zero says much."""
    return {
        name: part
        for name, part in parts.items()
        if part or (isinstance(part, int | float) and not isinstance(part, bool))
    }
