"""Make everything ready that Billun needs and this machine lacks.

    python -m bin.prepare [--tests]

Each step leaves a stamp of what it was done for, so that a second time takes no time.
"""

from __future__ import annotations

import sys

from bin.assets import prepare_assets
from bin.commands import run_quietly
from bin.console import run_as_program
from bin.libraries import prepare_libraries, prepare_virtual_environment
from bin.locks import only_one_at_a_time
from bin.places import PYTHON, ROOT, TRANSLATIONS
from bin.redis_program import prepare_redis


def main() -> None:
    prepare(tests="--tests" in sys.argv[1:])


def prepare(tests: bool) -> None:
    """Make the libraries, the embedded services, the browser's files and the translations ready.

    With `tests` also what `make test` and `make check` need. Refuses with one line what fails.
    """
    with only_one_at_a_time(ROOT, "Another start is preparing this folder; waiting for it …"):
        prepare_virtual_environment()
        prepare_libraries(tests)
        prepare_redis()
        prepare_assets()
        prepare_translations()


def prepare_translations() -> None:
    """Compile the translations if one changed: gettext reads only compiled ones."""
    sources = TRANSLATIONS.rglob("*.po")
    compiled = [(source, source.with_suffix(".mo")) for source in sources]
    if all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for po, mo in compiled):
        return
    compiler = [str(PYTHON), "-m", "babel.messages.frontend", "compile"]
    run_quietly([*compiler, "-d", str(TRANSLATIONS)], "cannot compile the translations")


if __name__ == "__main__":
    run_as_program(main)
