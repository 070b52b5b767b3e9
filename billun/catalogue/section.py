"""One section of an INI file, read strictly."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from billun.catalogue.wording import LANGUAGES, Wording

PICTURE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")

Choice = TypeVar("Choice", bound=str)


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
        # French sets no-break spaces, which must survive where lines are joined.
        return " ".join(line.strip() for line in value.splitlines())

    def wording(self, key: str) -> Wording:
        """`key.en`, `key.fr`: each language must be there."""
        texts = {language: self.text(f"{key}.{language}") for language in LANGUAGES}
        return Wording(MappingProxyType(texts))

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

    def _known(self, key: str, value: str, choices: Collection[Choice]) -> Choice:
        for choice in choices:
            if choice == value:
                return choice
        raise self.error(f"“{value}” is not one of {', '.join(choices)}", key)
