"""A document's file as it arrives: looked at, hashed, and kept as it came."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from io import SEEK_END
from typing import IO

from flask_babel import gettext as _

from billun.adapters.documents import PDF, Paper, Unreadable, inspect_paper
from billun.adapters.pictures import sha256_of
from billun.adapters.storage import StorageUnavailable, storage
from billun.adapters.threads import off_the_loop
from billun.errors import Refused, TooLarge, Unavailable, WrongType
from billun.models import Document
from billun.operations.photos import placeless

LONGEST_FILE_NAME = 200


@dataclass(frozen=True)
class CheckedFile:
    """A file that may come in: its bytes, what it is, its hash and the name it came under."""

    file: IO[bytes]
    paper: Paper
    sha256: str
    name: str


def check_file(file: IO[bytes], file_name: str, sha256: str | None = None) -> CheckedFile:
    """The file, if it may come in: decided by its content, never by its name.

    A picture that nobody has hashed yet loses the place where it was taken; all else stays as it came.
    """
    paper = in_words(file)
    if sha256 is None and paper.media_type != PDF:
        file = placeless(file)
        paper = replace(paper, byte_size=file.seek(0, SEEK_END))
    found = off_the_loop(sha256_of, file)
    if sha256 not in (None, found):
        raise Refused("sha256", _("The file is not the one that was hashed. Send it again."))
    return CheckedFile(file, paper, found, clean_name(file_name, paper.media_type))


def in_words(file: IO[bytes]) -> Paper:
    try:
        return inspect_paper(file)
    except TooLarge as error:
        text = (
            _("This picture has more than 64 megapixels.")
            if str(error) == "pixels"
            else _("This file is larger than 20 MB.")
        )
        raise TooLarge(text) from error
    except WrongType as error:
        raise WrongType(_("This is not a PDF, JPEG, PNG, WebP or HEIC file.")) from error
    except Unreadable as error:
        text = _("This PDF cannot be opened: it is broken, or it has a password.")
        raise Refused("file", text) from error


def clean_name(file_name: str, media_type: str) -> str:
    """The name as people may see it again: no folders, no signs that steer, never empty."""
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").strip(" .")
    kind = media_type.rsplit("/", 1)[-1].replace("jpeg", "jpg")
    if not name:
        return f"document.{kind}"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST_FILE_NAME]
    return f"{stem[: LONGEST_FILE_NAME - 1 - len(ending)]}.{ending}"


def keep_original(document: Document, checked: CheckedFile) -> None:
    checked.file.seek(0)
    try:
        off_the_loop(storage().put, document.original_key, checked.file, document.media_type)
    except StorageUnavailable as error:
        text = _("Documents cannot be stored right now. Keep it and try again.")
        raise Unavailable(text) from error
