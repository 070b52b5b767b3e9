"""A report is put on legal hold, and released."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from billun.blueprints.access import actor, only
from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.anomalies.page import anomaly_page, done, refused, whole_anomaly
from billun.errors import Refused
from billun.models import Role
from billun.operations.legal_hold import hold, release


@anomalies.post("/anomalies/<reference>/hold")
@only(Role.MANAGER)
def put_on_hold(reference: str) -> ResponseReturnValue:
    anomaly = whole_anomaly(reference)
    try:
        hold(actor(), anomaly, request.form.get("reason", ""))
    except Refused as error:
        return refused(error, lambda said: anomaly_page(whole_anomaly(reference), "hold", said))
    return done(anomaly)


@anomalies.post("/anomalies/<reference>/release")
@only(Role.MANAGER)
def release_from_hold(reference: str) -> ResponseReturnValue:
    anomaly = whole_anomaly(reference)
    release(actor(), anomaly)
    return done(anomaly)
