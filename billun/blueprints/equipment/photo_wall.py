"""All photos of an item, by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, members
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import equipment_named
from billun.models import Photo
from billun.queries.equipment_photos import photos_of

photo_wall = Blueprint("photo_wall", __name__)


@dataclass(frozen=True)
class Month:
    """`day` is its first one. A month that goes on from the page before stands under its title there."""

    day: date
    photos: Sequence[Photo]
    goes_on: bool


@photo_wall.get("/equipment/<billun_id>/photos")
@members
def show(billun_id: str) -> ResponseReturnValue:
    """Sixty of them; the fragment is what follows, fetched as one scrolls."""
    item = equipment_named(billun_id)
    page = photos_of(item, request.args.get("cursor"))
    template = "_photos.html" if is_fragment("photos-next") else "photos.html"
    return render_template(
        f"equipment/{template}",
        item=item,
        page=page,
        months=months_of(page.items, request.args.get("month", "")),
    )


def months_of(photos: Sequence[Photo], before: str) -> list[Month]:
    """The photos by the month in which they were taken; `before` is the last one of the page before."""
    return [
        Month(day, list(ones), str(day) == before) for day, ones in groupby(photos, first_of_month)
    ]


def first_of_month(photo: Photo) -> date:
    taken = photo.seen_at
    assert taken is not None
    return taken.astimezone(actor().company.zone).date().replace(day=1)
