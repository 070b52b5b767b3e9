"""A report is put right: it is the same as an older one, less or more bad, about other equipment."""

from __future__ import annotations

import json

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from billun.blueprints.access import actor, members, only
from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.anomalies.page import anomaly_page, done, refused, whole_anomaly
from billun.blueprints.equipment.filters import word_of
from billun.blueprints.fragments import is_fragment
from billun.blueprints.loading import anomaly_named, equipment_named
from billun.errors import Conflict, NotAllowed, Refused
from billun.models import Anomaly, Criticality, Role
from billun.operations.criticality import set_criticality
from billun.operations.duplicates import merge
from billun.operations.wrong_equipment import move_report
from billun.queries.known_damage import known_damage
from billun.queries.right_equipment import right_equipment

# The panel beside the queue shows what is swapped in from its beginning.
FROM_TOP = "outerHTML scroll:top scrollTarget:#anomaly-panel"


@anomalies.get("/anomalies/<reference>/duplicate")
@only(Role.MANAGER, Role.WORKSHOP)
def older_reports(reference: str) -> ResponseReturnValue:
    """The older open reports of the same item, as one of which this one may be dismissed."""
    return older_reports_page(whole_anomaly(reference))


@anomalies.post("/anomalies/<reference>/duplicate")
@only(Role.MANAGER, Role.WORKSHOP)
def merge_into(reference: str) -> ResponseReturnValue:
    """Dismiss it as the same as the report that the form names."""
    anomaly, older = whole_anomaly(reference), request.form.get("into", "")
    try:
        into = chosen_report(older)
        merge(actor(), anomaly, into)
    except (Refused, Conflict, NotAllowed) as error:
        return refused(error, lambda said: older_reports_page(whole_anomaly(reference), said))
    return merged(anomaly, into)


def merged(anomaly: Anomaly, into: Anomaly) -> ResponseReturnValue:
    """The panel as it is now, from its top; for a plain form, to the older report. Both say what was done."""
    names = {"younger": anomaly.reference, "older": into.reference}
    text = _("%(younger)s is the same as %(older)s.", **names)
    if not is_fragment("panel-anomaly"):
        flash(text, "success")
        return redirect(url_for("anomalies.show", reference=into.reference), 303)
    answer = make_response(done(anomaly))
    answer.headers["HX-Trigger"] = json.dumps({"notice": {"text": text, "kind": "success"}})
    answer.headers["HX-Reswap"] = FROM_TOP
    return answer


@anomalies.post("/anomalies/<reference>/criticality")
@members
def change_criticality(reference: str) -> ResponseReturnValue:
    anomaly, form = whole_anomaly(reference), request.form
    try:
        level = chosen_level(form.get("criticality"))
        set_criticality(actor(), anomaly, level, form.get("comment", "")[:4000])
    except (Refused, Conflict, NotAllowed) as error:
        return refused(
            error, lambda said: anomaly_page(whole_anomaly(reference), "criticality", said)
        )
    return done(anomaly)


@anomalies.get("/anomalies/<reference>/equipment")
@members
def find_equipment(reference: str) -> ResponseReturnValue:
    """What the report may be about instead."""
    return find_equipment_page(whole_anomaly(reference))


@anomalies.post("/anomalies/<reference>/equipment")
@members
def move(reference: str) -> ResponseReturnValue:
    """Move it to the equipment that the form names."""
    anomaly, form = whole_anomaly(reference), request.form
    equipment = equipment_named(form.get("equipment", ""))
    try:
        move_report(actor(), anomaly, equipment, form.get("reason", "")[:4000])
    except (Refused, Conflict, NotAllowed) as error:
        return refused(error, lambda said: find_equipment_page(whole_anomaly(reference), said))
    flash(_("The report is now about %(title)s.", title=equipment.title), "success")
    return redirect(url_for("anomalies.show", reference=reference), 303)


def chosen_report(reference: str) -> Anomaly:
    if not reference:
        raise Refused("into", _("Choose the older report."))
    return anomaly_named(reference)


def chosen_level(text: str | None) -> Criticality:
    level = word_of(Criticality, text)
    if level is None:
        raise Refused("criticality", _("Choose how bad it is."))
    return level


def older_reports_page(anomaly: Anomaly, message: str = "") -> str:
    known = known_damage(anomaly.equipment)
    older = [other for other in known if other.is_older_than(anomaly)]
    in_panel = is_fragment("panel-anomaly")
    return render_template(
        "anomalies/_duplicate.html" if in_panel else "anomalies/duplicate.html",
        anomaly=anomaly,
        older=older,
        message=message,
        in_panel=in_panel,
    )


def find_equipment_page(anomaly: Anomaly, message: str = "") -> str:
    words = request.args.get("q", "")[:100].strip()
    return render_template(
        "anomalies/_candidates.html" if is_fragment("candidates") else "anomalies/equipment.html",
        anomaly=anomaly,
        q=words,
        found=right_equipment(actor(), anomaly.equipment, words),
        reason=request.form.get("reason", ""),
        message=message,
    )
