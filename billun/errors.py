"""What an operation says when it cannot do as asked: a form shows it, the API answers with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Refused(Exception):
    """A field or rule is violated (422). `message` is already in the person's language."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class Conflict(Exception):
    """The request conflicts with the present state (409); `field` where one field is what conflicts.

    `present` is that state in what JSON holds, for who did not see it yet.
    """

    def __init__(
        self,
        message: str = "",
        field: str | None = None,
        *,
        present: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.field = field
        self.present = present


@dataclass(frozen=True)
class Question:
    """Something that speaks against a request, and that a person may decide to do all the same.

    `code` is what confirms it, `message` says it in the person's language, `about` is whom or what it is about.
    """

    code: str
    message: str
    about: str | None = None


class Questioned(Conflict):
    """Asked back (409): sent again with the codes of all `questions` as confirmed, it goes through."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(" ".join(question.message for question in questions))
        self.questions = tuple(questions)


class NotAllowed(Exception):
    """This role may not do that (403)."""


class Missing(Exception):
    """Not there, or not yours (404)."""


class Erased(Exception):
    """It was there; what it was is gone for good (410)."""


class TooLarge(Exception):
    """A file that is too large in bytes or in pixels (413)."""


class WrongType(Exception):
    """A file that is not of an accepted type (415)."""


class Unavailable(Exception):
    """A part that the request needs is down (503)."""
