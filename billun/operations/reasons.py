"""The few words in which somebody says why."""

from __future__ import annotations

from flask_babel import gettext as _

from billun.errors import Refused

LONGEST = 4_000


def reason_in(text: str, field: str = "reason", longest: int = LONGEST) -> str:
    """The words of the form's field. Raises Refused(field) where there are none, or too many."""
    words = text.strip()
    if not words:
        raise Refused(field, _("Say why, in a few words."))
    if len(words) > longest:
        raise Refused(field, _("Write at most %(count)s characters.", count=longest))
    return words
