"""Reads the tables beside this file."""

import csv
from configparser import ConfigParser
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def read_ini(name: str) -> ConfigParser:
    table = ConfigParser(interpolation=None)
    table.read_string((HERE / name).read_text(encoding="utf-8"), source=name)
    return table


def read_csv(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
