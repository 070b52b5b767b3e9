"""Documents as files: what they are by their content, whether they may come in, and a picture of the first page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from PIL import Image

from billun.adapters.pictures import MOST_BYTES, Undecodable, develop
from billun.adapters.pictures import inspect as inspect_picture
from billun.errors import TooLarge

PDF = "application/pdf"
# Readers find the header anywhere in the first kilobyte, and so do we.
HEADER, HEADER_WITHIN = b"%PDF-", 1024
SECONDS_FOR_A_PDF = 30
# An A4 page comes out 1,200 pixels wide; what is longer than two widths is made smaller.
WIDTH, LONGEST, QUALITY = 1200, 2400, 80
PROGRAM = Path(__file__).with_name("pdf_page.py")


class Unreadable(Exception):
    """A PDF that is broken, has no page or wants a password."""


@dataclass(frozen=True)
class Paper:
    """What a file is; `page_count` is 1 for a picture."""

    media_type: str
    byte_size: int
    page_count: int


def inspect_paper(file: IO[bytes]) -> Paper:
    """What `file` is, by its content. Raises TooLarge, WrongType and Unreadable."""
    byte_size = file.seek(0, 2)
    if byte_size > MOST_BYTES:
        raise TooLarge("bytes")
    if is_pdf(file):
        return Paper(PDF, byte_size, count_pages(file))
    return Paper(inspect_picture(file).media_type, byte_size, 1)


def is_pdf(file: IO[bytes]) -> bool:
    file.seek(0)
    return HEADER in file.read(HEADER_WITHIN)


def count_pages(file: IO[bytes]) -> int:
    answer = ask(file, "pages")
    count = int(answer) if answer.isdigit() else 0
    if count < 1:
        raise Unreadable
    return count


def picture_of(original: IO[bytes], media_type: str) -> bytes:
    """The first page, or the picture itself, as WebP for the screen. Raises Unreadable."""
    if media_type == PDF:
        return ask(original, "picture", WIDTH, LONGEST, QUALITY)
    try:
        upright = Image.open(BytesIO(develop(original).sizes["large"]))
    except Undecodable as error:
        raise Unreadable from error
    upright.thumbnail((WIDTH, LONGEST), Image.Resampling.LANCZOS)
    written = BytesIO()
    upright.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()


def ask(file: IO[bytes], question: str, *numbers: int) -> bytes:
    """What the program beside this one answers about a PDF. Raises Unreadable.

    Under gevent the wait for it holds up nobody.
    """
    # Isolated (-I): it sees no setting of ours, and only the libraries that are installed.
    command = [sys.executable, "-I", str(PROGRAM), question, *map(str, numbers)]
    with TemporaryFile() as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy, 1 << 20)
        copy.seek(0)
        try:
            done = subprocess.run(
                command,
                stdin=copy,
                capture_output=True,
                timeout=SECONDS_FOR_A_PDF,
                check=True,
                env={},
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            raise Unreadable from error
    return done.stdout
