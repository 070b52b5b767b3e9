"""The list's filter, order and columns as they stand in a URL and on the device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import request

from billun.blueprints.loading import refuse_foreign_ids
from billun.catalogue import catalogue
from billun.models import EquipmentStatus, Fitness, Ownership
from billun.queries.equipment_filter import DEADLINE_STATES, MISSING, EquipmentFilter
from billun.queries.equipment_search import SORTS

Word = TypeVar("Word", bound=StrEnum)

# What a row can show beside the plate, in this order; a device remembers its choice in a cookie.
COLUMNS = (
    "fleet", "kind", "make", "first", "site", "workshop", "ownership", "due", "fitness", "open",
    "vin", "id",
)  # fmt: skip
USUAL_COLUMNS = ("fleet", "kind", "make", "site", "due", "fitness", "open")
COLUMNS_COOKIE = "equipment_columns"
MOST_IDS = 1000


def wanted_equipment() -> EquipmentFilter:
    """The filter of the request; a word that is none of ours narrows nothing. Raises Missing for foreign ids."""
    args = request.values
    places = {name: uuid_of(args.get(name)) for name in ("site_id", "workshop_id")}
    refuse_foreign_ids({name: id for name, id in places.items() if id})
    ids = [id for text in args.getlist("ids")[:MOST_IDS] if (id := uuid_of(text))]
    return EquipmentFilter(
        q=args.get("q", "")[:100],
        family=one_of(catalogue.families, args.get("family")),
        kind=one_of(catalogue.kinds, args.get("kind")),
        status=word_of(EquipmentStatus, args.get("status")),
        fitness=word_of(Fitness, args.get("fitness")),
        ownership=word_of(Ownership, args.get("ownership")),
        deadline=one_of(DEADLINE_STATES, args.get("deadline")),
        missing=one_of(MISSING, args.get("missing")),
        ids=tuple(ids) or None,
        **places,
    )


def filter_arguments(wanted: EquipmentFilter, sort: str = "name") -> dict[str, str]:
    """The same as the arguments of a URL, without what narrows nothing and without ticked ids."""
    values = {name: value for name, value in vars(wanted).items() if value and name != "ids"}
    return {name: str(value) for name, value in values.items()} | (
        {"sort": sort} if sort != "name" else {}
    )


def wanted_sort() -> str:
    return one_of(SORTS, request.values.get("sort")) or "name"


def chosen_columns() -> list[str]:
    """The columns that this device wants, in our order."""
    kept = request.cookies.get(COLUMNS_COOKIE)
    chosen = USUAL_COLUMNS if kept is None else kept.split(".")
    return [name for name in COLUMNS if name in chosen]


def one_of(words: Iterable[str] | Mapping[str, Any], text: str | None) -> str | None:
    return text if text in words else None


def word_of(words: type[Word], text: str | None) -> Word | None:
    return words(text) if text in list(words) else None


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
