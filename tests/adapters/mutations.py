"""A thousand broken pictures, each the same in every run, worked on as a worker does: in children with its limits.

    python -m tests.adapters.mutations 1000

prints a line of JSON for each: its number, and what became of it. A child that dies is followed by
another one, which goes on behind the mutation that was its end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from random import Random
from zlib import crc32

from PIL import ExifTags, Image

from billun.adapters.picture_place import PlaceStays, without_place
from billun.adapters.pictures import Undecodable, develop, inspect
from billun.errors import TooLarge, WrongType
from jobs.limits import MEMORY, limit
from tests.fixtures.pictures import heic, photo, png, webp

SECONDS_FOR_A_CHILD = 60
# As many one after the other in the same child, so that memory which one leaves broken shows in the next.
IN_ONE_CHILD = 100
HEADER = 300
TELLING_NUMBERS = (0, 1, 2, 0x7F, 0xFF, 0x7530, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def main() -> None:
    wanted, done = int(sys.argv[1]), 0
    while done < wanted:
        done = go_on(done, min(done + IN_ONE_CHILD, wanted))


def go_on(first: int, end: int) -> int:
    """Work on some in a child; how many are done then."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        work(range(first, end), writer)
    os.close(writer)
    with os.fdopen(reader) as lines:
        said = lines.readlines()
    sys.stdout.writelines(said)
    _child, status = os.waitpid(child, 0)
    if status == 0:
        return end
    done = first + len(said)
    print(json.dumps([done, "died", f"signal {os.WTERMSIG(status)}"]))
    return done + 1


def work(numbers: Sequence[int], writer: int) -> None:
    limit(MEMORY, SECONDS_FOR_A_CHILD)
    signal.alarm(SECONDS_FOR_A_CHILD)
    with os.fdopen(writer, "w", buffering=1) as lines:
        for number in numbers:
            print(json.dumps([number, *outcome(mutation(number))]), file=lines)
    os._exit(0)


def outcome(content: bytes) -> tuple[str, str]:
    """What becomes of it, and why: as it comes in, and as it is developed although it should not have."""
    came_in = "comes in"
    try:
        inspect(BytesIO(content))
        without_place(BytesIO(content))
    except (TooLarge, WrongType, PlaceStays):
        came_in = "is refused"
    try:
        develop(BytesIO(content))
    except Undecodable as reason:
        return "failed", f"{came_in}: {reason}"
    return "ready", came_in


def mutation(number: int) -> bytes:
    """The broken picture of this number."""
    dice = Random(number)
    content = bytearray(PICTURES[number % len(PICTURES)]())
    for _time in range(dice.choice((1, 1, 1, 1, 3))):
        dice.choice(WAYS)(content, dice)
    mend_checksums(content)
    return bytes(content)


def flip(content: bytearray, dice: Random) -> None:
    for _time in range(dice.choice((1, 1, 2, 8))):
        content[somewhere(content, dice)] ^= 1 << dice.randrange(8)


def cut(content: bytearray, dice: Random) -> None:
    del content[somewhere(content, dice) + 1 :]


def splice(content: bytearray, dice: Random) -> None:
    """A piece of any of the pictures in another place of this one."""
    other = dice.choice(PICTURES)()
    start = dice.randrange(len(other))
    at = somewhere(content, dice)
    over = dice.choice((0, 1, 40))
    content[at : at + over] = other[start : start + dice.choice((1, 16, 400))]


def count_wrong(content: bytearray, dice: Random) -> None:
    """A length, a size or a count of the header that is not so."""
    size = dice.choice((1, 2, 4))
    number = dice.choice(TELLING_NUMBERS) % (1 << 8 * size)
    at = dice.randrange(min(HEADER, len(content)))
    content[at : at + size] = number.to_bytes(size, dice.choice(("big", "little")))


def somewhere(content: bytearray, dice: Random) -> int:
    """A third of the time in the header, which decides most."""
    return dice.randrange(min(len(content), dice.choice((HEADER, len(content), len(content)))))


def mend_checksums(content: bytearray) -> None:
    """Those of a PNG, so that a decoder looks further than at them."""
    at = 8
    while content.startswith(b"\x89PNG") and at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        content[end : end + 4] = crc32(content[at + 4 : end]).to_bytes(4)
        at = end + 4


@cache
def turned() -> bytes:
    return photo(6, gps=True)


@cache
def small_heic() -> bytes:
    return heic()


def rich(kind: str, **how: object) -> Callable[[], bytes]:
    """A picture full of detail, and with metadata, so that there is more to break than a header."""

    @cache
    def made() -> bytes:
        written, exif = BytesIO(), Image.Exif()
        exif[ExifTags.Base.Orientation] = 8
        picture = Image.radial_gradient("L").resize((160, 120)).convert("RGB")
        picture.save(written, kind, exif=exif.tobytes(), **how)
        return written.getvalue()

    return made


PICTURES: tuple[Callable[[], bytes], ...] = (
    turned,
    png,
    webp,
    small_heic,
    rich("JPEG", progressive=True),
    rich("PNG"),
    rich("WEBP", save_all=True, duration=100),
    rich("HEIF"),
)
WAYS: tuple[Callable[[bytearray, Random], None], ...] = (flip, cut, splice, count_wrong)

if __name__ == "__main__":
    main()
