"""A text in every language of the installation."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Wording:
    """One text, with a translation for each of `LANGUAGES`."""

    texts: Mapping[str, str]

    def in_language(self, locale: str) -> str:
        """The text for a locale such as `fr` or `fr_CH`; English for a language not kept."""
        language = locale.replace("-", "_").partition("_")[0].lower()
        return self.texts.get(language, self.texts["en"])

    def as_json(self) -> dict[str, str]:
        return dict(self.texts)
