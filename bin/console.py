"""How these programs speak: one clear line for what is wrong, and a plain line for progress."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import suppress


class Refusal(Exception):
    """Something outside the program is in the way; the text says what, and what to do."""


def say(line: str) -> None:
    """Show a line of progress at once, also when the output goes to a file."""
    # The terminal may be gone, and what runs must not fall over that.
    with suppress(OSError):
        print(line, flush=True)


def run_as_program(main: Callable[[], int | None]) -> None:
    """Run `main` and end the program: 1 and one line for what is in the way, 130 for Ctrl-C."""
    try:
        sys.exit(main())
    except (Refusal, OSError) as obstacle:
        # A full disk or a folder of another user's is no fault of ours to show the inside of.
        print(f"billun: {obstacle}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
