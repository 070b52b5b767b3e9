"""Cut the UI kit's style sheet to the rules that our pages can use: a phone loads a third of it.

A rule stays when every class in it is a word of our templates, scripts or Python files. A word that ends
in a hyphen, such as "btn-", stands for all classes that begin with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bin.console import say
from bin.places import ROOT, VENDOR
from bin.stamps import digest, is_current, leave

SOURCES = ROOT / "billun"
KINDS = {".html", ".js", ".py"}
WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
# What a rule does not ask for: classes that are excluded, values of attributes.
ASIDE = re.compile(r":not\([^()]*\)|\[[^\]]*\]")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BRACE_OR_QUOTE = re.compile(r"""[{}"']""")
GROUPS = ("@media", "@supports", "@layer", "@container")


def prepare_tabler() -> None:
    """Write vendor/tabler.css anew when our words or the kit have changed."""
    words, whole = our_words(), VENDOR / "tabler.min.css"
    stamp, value = VENDOR / "tabler.sha256", digest([*sorted(words), whole, Path(__file__)])
    if is_current(stamp, value):
        return
    say("Cutting the style sheet to what the pages use …")
    fresh = VENDOR / "tabler.css.new"
    fresh.write_text(Cutter(words).cut(whole.read_text(encoding="utf-8")), encoding="utf-8")
    fresh.rename(VENDOR / "tabler.css")
    leave(stamp, value)


def our_words() -> set[str]:
    files = (
        path for path in SOURCES.rglob("*") if path.suffix in KINDS and VENDOR not in path.parents
    )
    return {word for file in files for word in WORD.findall(file.read_text(encoding="utf-8"))}


class Cutter:
    """Leaves out of a style sheet what no page can use."""

    def __init__(self, words: set[str]) -> None:
        self.words = words
        self.beginnings = tuple(word for word in words if word.endswith("-"))

    def cut(self, sheet: str) -> str:
        return "".join(self.kept(head, body) for head, body in rules(COMMENT.sub("", sheet)))

    def kept(self, head: str, body: str | None) -> str:
        if body is None:
            return head
        if head.startswith(GROUPS):
            inside = self.cut(body)
            return f"{head}{{{inside}}}" if inside else ""
        if head.startswith("@"):
            return f"{head}{{{body}}}"
        selectors = ",".join(filter(self.is_used, parts(head)))
        return f"{selectors}{{{body}}}" if selectors else ""

    def is_used(self, selector: str) -> bool:
        names = (name.replace("\\", "") for name in CLASS.findall(ASIDE.sub("", selector)))
        return all(name in self.words or name.startswith(self.beginnings) for name in names)


def rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Head and body of each rule; a statement such as @charset has no body."""
    place = 0
    while (opening := sheet.find("{", place)) >= 0:
        statement = sheet.find(";", place, opening)
        if statement >= 0:
            yield sheet[place : statement + 1], None
            place = statement + 1
            continue
        end = closing(sheet, opening + 1)
        yield sheet[place:opening].strip(), sheet[opening + 1 : end]
        place = end + 1


def closing(sheet: str, place: int) -> int:
    """Where the body that begins here ends. Braces inside quotes do not count."""
    depth = 1
    while depth:
        found = BRACE_OR_QUOTE.search(sheet, place)
        if found is None:
            raise ValueError("a rule of the style sheet does not end")
        place = found.end()
        if found[0] in "\"'":
            place = sheet.index(found[0], place) + 1
        else:
            depth += 1 if found[0] == "{" else -1
    return place - 1


def parts(selectors: str) -> list[str]:
    """The selectors between commas; those inside brackets belong to one."""
    found, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return found
