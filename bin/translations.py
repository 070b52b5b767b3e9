"""Collect the texts of the sources into the translations, or check that none is missing.

    .venv/bin/python -m bin.translations [--check]

Unlike its neighbours this runs inside the virtual environment: it needs Babel and polib.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from bin.console import Refusal, run_as_program, say
from bin.places import ROOT, TRANSLATIONS

LOCALES = ("fr",)
KEYWORDS = (
    "lazy_gettext", "lazy_ngettext:1,2", "__", "pgettext:1c,2", "lazy_pgettext:1c,2", "_p:1c,2",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)")
HEADER = {
    "Project-Id-Version": "Billun",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}


def main() -> None:
    wanted = collect()
    for locale in LOCALES:
        if "--check" in sys.argv[1:]:
            check(wanted, locale)
        else:
            update(wanted, locale)


def collect() -> polib.POFile:
    """Every text that the sources pass to gettext."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
        command += ["--mapping-file", "pyproject.toml", "--output", str(template)]
        command += ["--add-comments", "Translators:", "--strip-comments", "--sort-by-file"]
        command += [part for keyword in KEYWORDS for part in ("--keywords", keyword)]
        subprocess.run([*command, "."], cwd=ROOT, check=True)
        return polib.pofile(str(template))


def check(wanted: polib.POFile, locale: str) -> None:
    """Refuse with the texts that have no sound translation."""
    present = {key(entry): entry for entry in catalogue(locale)}
    lines = [line for entry in wanted for line in faults(entry, present.get(key(entry)))]
    if lines:
        raise Refusal(
            f"{len(lines)} texts lack a {locale} translation; `make translations` collects them:\n"
            + "\n".join(lines)
        )
    say(f"All {len(wanted)} texts are translated into {locale}.")


def faults(wanted: polib.POEntry, found: polib.POEntry | None) -> Iterator[str]:
    where = ", ".join(path for path, _ in wanted.occurrences[:2])
    if found is None or found.obsolete or not found.translated():
        yield f"  {where}: {wanted.msgid}"
    elif bool(wanted.msgid_plural) != bool(found.msgid_plural):
        yield f"  {where}: {wanted.msgid} (its plural)"
    elif unknown := placeholders(texts(found)) - placeholders([wanted.msgid, wanted.msgid_plural]):
        # A placeholder that the source does not fill would break the page in that language alone.
        yield f"  {where}: {wanted.msgid} (unknown placeholder {', '.join(sorted(unknown))})"


def texts(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def placeholders(several: Iterable[str]) -> set[str]:
    return {name for text in several for name in PLACEHOLDER.findall(text)}


def key(entry: polib.POEntry) -> tuple[str, str | None]:
    return entry.msgid, entry.msgctxt


def update(wanted: polib.POFile, locale: str) -> None:
    """Bring the catalogue to the present texts: new ones come empty, unused ones go."""
    present = {key(entry): entry for entry in catalogue(locale)}
    fresh = polib.POFile(wrapwidth=100)
    fresh.header = "Billun's texts, collected by `make translations`"
    fresh.metadata = {**HEADER, "Language": locale}
    for entry in wanted:
        known = present.get(key(entry))
        if known and bool(known.msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural
            entry.flags = sorted({*entry.flags, *({"fuzzy"} & set(known.flags))})
        # Line numbers would change the file with every change of a source.
        entry.occurrences = []
        fresh.append(entry)
    path(locale).parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path(locale)))
    say(f"{locale}: {len(fresh.untranslated_entries())} of {len(fresh)} texts are untranslated.")


def catalogue(locale: str) -> polib.POFile:
    return polib.pofile(str(path(locale))) if path(locale).exists() else polib.POFile()


def path(locale: str) -> Path:
    return TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    run_as_program(main)
