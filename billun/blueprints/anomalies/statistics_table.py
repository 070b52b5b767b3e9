"""The statistics as a table to take along: a line for each number."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from billun.adapters.spreadsheets import Cell, csv_lines
from billun.blueprints.anomalies.words import category_word, kind_word, sub_category_word
from billun.blueprints.page_context import locale
from billun.operations.anomaly_reports import criticality_word, word
from billun.queries.anomaly_statistics import Statistics
from billun.queries.place_names import PlaceNames


def statistics_lines(found: Statistics, places: PlaceNames) -> Iterator[str]:
    heads = [str(_("Counted by")), str(_("Value")), str(_("Detail")), str(_("Reports"))]
    yield from csv_lines(heads, rows_of(found, places), locale())


def rows_of(found: Statistics, places: PlaceNames) -> Iterator[list[Cell]]:
    yield [_("All"), None, None, found.total]
    for level, number in found.by_criticality.items():
        yield [_("How bad"), criticality_word(level), None, number]
    for status, number in found.by_status.items():
        yield [_("Status"), word("fitness", "status_word", status), None, number]
    for category, subs in found.by_category.items():
        yield [_("Damage"), category_word(category), None, sum(subs.values())]
        for sub, number in subs.items():
            yield [_("Damage"), category_word(category), sub_category_word(category, sub), number]
    for kind, number in found.by_kind.items():
        yield [_("Kind"), kind_word(kind), None, number]
    for site, number in found.by_site.items():
        yield [_("Site"), places.sites[site] if site else _("Without a site"), None, number]
    yield from rows_over_time(found)
    for name, speed in (
        (_("Hours until acknowledged, median"), found.to_acknowledge),
        (_("Hours until resolved, median"), found.to_resolve),
    ):
        hours = None if speed.seconds is None else round(speed.seconds / 3600, 2)
        yield [name, None, None, hours]


def rows_over_time(found: Statistics) -> Iterator[list[Cell]]:
    for bucket in found.over_time:
        days = f"{bucket.first.isoformat()} – {bucket.last.isoformat()}"
        yield [_("Time"), days, None, bucket.total]
        for level, number in bucket.by_criticality.items():
            yield [_("Time"), days, criticality_word(level), number]
