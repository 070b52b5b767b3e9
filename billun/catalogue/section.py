"""One section of an INI file, read strictly."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from billun.catalogue.durations import Duration
from billun.catalogue.wording import LANGUAGES, Wording

PICTURE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

Choice = TypeVar("Choice", bound=str)

Made = TypeVar("Made")


class CatalogueError(ValueError):
    """A catalogue file is wrong; the message names the file, the section and the key."""

    def __init__(self, message: str, file: str, section: str | None = None, key: str | None = None):
        self.file, self.section, self.key = file, section, key
        place = [file, f"[{section}]" if section is not None else "", key or ""]
        super().__init__(f"{' '.join(part for part in place if part)}: {message}")


@dataclass
class Section:
    """A section with its title, such as `kind box`: the noun `kind` and the name `box`.

    What is read is taken out of it, so that `finish` can refuse the keys that nobody knows.
    """

    file: str
    title: str
    noun: str
    names: tuple[str, ...]
    options: dict[str, str] = field(repr=False)

    @property
    def key(self) -> str:
        return self.names[-1]

    def text(self, key: str, default: str | None = None) -> str:
        """The value, or the default where the key is absent. An empty value counts as missing."""
        value = self.options.pop(key, default)
        if not value:
            raise self.error("is missing", key)
        if "\0" in value:
            raise self.error("holds a character that cannot be stored", key)
        # French sets no-break spaces, which must survive where lines are joined.
        return " ".join(line.strip() for line in value.splitlines())

    def wording(self, key: str) -> Wording:
        """`key.en`, `key.fr`: each language must be there."""
        texts = {language: self.text(f"{key}.{language}") for language in LANGUAGES}
        return Wording(MappingProxyType(texts))

    def wording_if_any(self, key: str) -> Wording | None:
        """The wording, or None where no language of it is there."""
        return self.wording(key) if self.names_under(key) else None

    def one_wording(self, key: str) -> Wording:
        """A wording, or a text that is the same in every language: the number of a law."""
        if key not in self.options:
            return self.wording(key)
        text = self.text(key)
        return Wording(MappingProxyType(dict.fromkeys(LANGUAGES, text)))

    def text_if_any(self, key: str) -> str | None:
        """The value, or None where the key is absent."""
        return self.text(key) if key in self.options else None

    def names_under(self, key: str) -> tuple[str, ...]:
        """What stands behind `key.` in the keys that are left, in the order written."""
        prefix = f"{key}."
        return tuple(
            option.removeprefix(prefix) for option in self.options if option.startswith(prefix)
        )

    def number(self, key: str) -> float | None:
        """A number, whole where it is written so; None where the key is absent."""
        return self.made(key, parse_number)

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number; the default where the key is absent."""
        return self.made(key, parse_whole) if key in self.options else default

    def yes_or_no(self, key: str, default: str | None = "no") -> bool:
        """Whether the value is `yes`; the default where the key is absent."""
        return self.choice(key, ("yes", "no"), default) == "yes"

    def duration(self, key: str) -> Duration | None:
        """A length of time such as `6 months`; None where the key is absent."""
        return self.made(key, Duration.parse)

    def durations(self, key: str) -> tuple[Duration, ...]:
        """Several lengths of time, separated by commas; none where the key is absent."""
        return tuple(self._parsed(key, word, Duration.parse) for word in self.words(key))

    def day(self, key: str) -> date:
        """A day such as `2026-11-22`."""
        return self._parsed(key, self.text(key), date.fromisoformat)

    def made(self, key: str, parse: Callable[[str], Made]) -> Made | None:
        """What `parse` makes of the value, its ValueError refused; None where the key is absent."""
        return self._parsed(key, self.text(key), parse) if key in self.options else None

    def picture(self, key: str) -> str:
        """The name of an icon or a drawing, fit to stand in a URL."""
        name = self.text(key)
        if not PICTURE.fullmatch(name):
            raise self.error(f"“{name}” is not the name of a picture", key)
        return name

    def pictures(self, key: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
        """The names and pictures of each `key.<name>` that is there."""
        present = [name for name in names if f"{key}.{name}" in self.options]
        return ((name, self.picture(f"{key}.{name}")) for name in present)

    def choice(
        self, key: str, choices: Collection[Choice], default: Choice | None = None
    ) -> Choice:
        """One of the choices; the default where the key is absent."""
        return self._known(key, self.text(key, default), choices)

    def choice_if_any(self, key: str, choices: Collection[Choice]) -> Choice | None:
        """One of the choices, or None where the key is absent."""
        return self.choice(key, choices) if key in self.options else None

    def choices(self, key: str, choices: Collection[Choice]) -> tuple[Choice, ...]:
        """Several of the choices, in the order written; none where the key is absent."""
        chosen = tuple(self._known(key, word, choices) for word in self.words(key))
        if len(set(chosen)) < len(chosen):
            raise self.error("names something twice", key)
        return chosen

    def words(self, key: str) -> tuple[str, ...]:
        """A list separated by commas; empty where the key is absent."""
        if key not in self.options:
            return ()
        words = tuple(word.strip() for word in self.text(key).split(","))
        if not all(words):
            raise self.error("has a comma too many", key)
        return words

    def finish(self) -> None:
        """Refuses the keys that nobody has asked for."""
        for key in self.options:
            raise self.error("unknown key", key)

    def error(self, message: str, key: str | None = None) -> CatalogueError:
        return CatalogueError(message, self.file, self.title, key)

    def _parsed(self, key: str, text: str, parse: Callable[[str], Made]) -> Made:
        try:
            return parse(text)
        except ValueError as error:
            raise self.error(str(error), key) from error

    def _known(self, key: str, value: str, choices: Collection[Choice]) -> Choice:
        for choice in choices:
            if choice == value:
                return choice
        raise self.error(f"“{value}” is not one of {', '.join(choices)}", key)


def parse_number(text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise ValueError(f"“{text}” is not a number")
    return float(text) if "." in text else int(text)


def parse_whole(text: str) -> int:
    number = parse_number(text)
    if not isinstance(number, int):
        raise ValueError(f"“{text}” is not a whole number")
    return number
