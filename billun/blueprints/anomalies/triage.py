"""The queue of what somebody has to take on: by filter, by keys, many at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload, selectinload

from billun.blueprints.access import actor, only
from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.anomalies.filters import filter_arguments, wanted_reports, wanted_sort
from billun.blueprints.equipment.filters import uuid_of
from billun.blueprints.fragments import is_fragment
from billun.extensions import db
from billun.models import Anomaly, Role
from billun.operations.acknowledging import Acknowledged, acknowledge_all
from billun.queries.anomaly_list import list_anomalies
from billun.queries.place_names import place_names
from billun.queries.triage_facets import count_triage

ROWS = 50
MOST_AT_ONCE = 200


@anomalies.get("/anomalies")
@only(Role.MANAGER, Role.WORKSHOP)
def index() -> ResponseReturnValue:
    return queue()


@anomalies.post("/anomalies/acknowledgements")
@only(Role.MANAGER, Role.WORKSHOP)
def acknowledge() -> ResponseReturnValue:
    """Take on all that are ticked; the answer says what could not be, and why."""
    ticked = {id for text in request.form.getlist("ids")[:MOST_AT_ONCE] if (id := uuid_of(text))}
    text, kind = said_of(acknowledge_all(actor(), reports_with(ticked)))
    if is_fragment("anomaly-queue"):
        notice = json.dumps({"notice": {"text": text, "kind": kind}})
        return queue(), {"HX-Trigger": notice}
    flash(text, kind)
    arguments: dict[str, Any] = {**filter_arguments(wanted_reports(), wanted_sort())}
    return redirect(url_for("anomalies.index", **arguments), 303)


def reports_with(ids: set[UUID]) -> Sequence[Anomaly]:
    """Those of them that the actor sees."""
    found = Anomaly.visible_to(actor()).where(Anomaly.id.in_(ids))
    return db.session.scalars(found.options(joinedload(Anomaly.equipment))).all()


def said_of(done: Acknowledged) -> tuple[str, str]:
    """What was taken and what was not, in words, and which kind of notice that is."""
    if not done.taken and not done.refused:
        return str(_("Tick at least one report.")), "error"
    taken = ngettext("%(num)s acknowledged", "%(num)s acknowledged", len(done.taken))
    if not done.refused:
        return str(taken), "success"
    reasons = dict.fromkeys(f"{one.anomaly.reference}: {one.why}" for one in done.refused)
    left = ngettext("%(num)s could not be", "%(num)s could not be", len(done.refused))
    return f"{taken}; {left}. {' '.join(reasons)}", "warning"


def queue() -> str:
    wanted, sort = wanted_reports(), wanted_sort()
    facets = count_triage(actor(), wanted)
    cursor, total = request.args.get("cursor"), facets.total(wanted)
    photos = selectinload(Anomaly.photos)
    template = "_queue.html" if is_fragment("anomaly-queue") else "queue.html"
    return render_template(
        f"anomalies/{template}",
        page=list_anomalies(actor(), wanted, ROWS, cursor, sort, total, photos),
        facets=facets,
        wanted=wanted,
        sort=sort,
        arguments=filter_arguments(wanted, sort),
        places=place_names(actor()),
        texts=by_text,
    )


def by_text(names: Mapping[UUID, str]) -> dict[str, str]:
    """The names by ids as they stand in an address."""
    return {str(id): name for id, name in names.items()}
