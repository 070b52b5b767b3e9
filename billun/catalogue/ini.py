"""Reads an INI file into its sections and refuses whatever is not in the form of a catalogue file.

A section's title is a noun and the names of what it describes: `[kind box]`,
`[sub_category tyres wear]`.
"""

import re
from collections.abc import Iterable, Mapping
from configparser import (
    ConfigParser,
    DuplicateOptionError,
    DuplicateSectionError,
    Error,
    MissingSectionHeaderError,
    ParsingError,
)
from pathlib import Path

from billun.catalogue.section import CatalogueError, Section

KEY = re.compile(r"[a-z][a-z0-9_]*")


def read_sections(path: Path, nouns: Mapping[str, int]) -> tuple[Section, ...]:
    """The sections of a file in order; `nouns` says which it may hold, with how many names."""
    parser = parse(path)
    sections = tuple(
        read_section(path.name, title, dict(parser[title]), nouns) for title in parser.sections()
    )
    refuse_twins(sections)
    return sections


def parse(path: Path) -> ConfigParser:
    parser = CatalogueParser(
        delimiters=("=",),
        comment_prefixes=("#",),
        interpolation=None,
        # Python would otherwise mix what stands under [DEFAULT] into every section.
        default_section="",
        empty_lines_in_values=False,
    )
    try:
        parser.read_string(path.read_text(encoding="utf-8"), source=path.name)
    except Error as error:
        raise refusal(path.name, error) from error
    except UnicodeDecodeError as error:
        raise CatalogueError("is not written in UTF-8", path.name) from error
    except OSError as error:
        raise CatalogueError(f"cannot be read ({error.strerror})", path.name) from error
    return parser


class CatalogueParser(ConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr


def refusal(file: str, error: Error) -> CatalogueError:
    match error:
        case DuplicateOptionError():
            return CatalogueError("stands there twice", file, error.section, error.option)
        case DuplicateSectionError():
            return CatalogueError("stands there twice", file, error.section)
        case MissingSectionHeaderError():
            return CatalogueError(f"line {error.lineno} stands before any section", file)
        case ParsingError():
            return CatalogueError(f"line {error.errors[0][0]} is not `key = value`", file)
    return CatalogueError(error.message, file)


def read_section(
    file: str, title: str, options: dict[str, str], nouns: Mapping[str, int]
) -> Section:
    noun, *names = title.split() or [""]
    if noun not in nouns:
        raise CatalogueError(f"unknown section; expected {' or '.join(nouns)}", file, title)
    if len(names) != nouns[noun]:
        raise CatalogueError(f"the title of a {noun} has {nouns[noun]} name(s)", file, title)
    for name in names:
        if not KEY.fullmatch(name):
            raise CatalogueError(f"“{name}” is not in snake_case", file, title)
    return Section(file, title, noun, tuple(names), options)


def refuse_twins(sections: Iterable[Section]) -> None:
    # Titles that differ by a space alone are two for the parser and one for us.
    seen: set[tuple[str, ...]] = set()
    for section in sections:
        if (section.noun, *section.names) in seen:
            raise section.error("stands there twice")
        seen.add((section.noun, *section.names))
