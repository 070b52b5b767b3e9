"""Words brought to one spelling, so that they compare equal however people write them."""

import unicodedata


def fold(text: str) -> str:
    """Letters and digits alone, small and without accents: `Semi bâchée` → `semibachee`."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())
