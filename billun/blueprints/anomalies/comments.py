"""What people say of an anomaly, and show of it: words and photos in one form."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from billun.blueprints.access import actor, members
from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.anomalies.page import anomaly_page, done, refused, whole_anomaly
from billun.blueprints.drive.plain_report import announced, checked_uploads
from billun.errors import Conflict, Refused, TooLarge, WrongType
from billun.models import Anomaly
from billun.models.base import new_id
from billun.operations.anomalies import comment_on
from billun.operations.photos import store_photo


@anomalies.post("/anomalies/<reference>/comments")
@members
def comment(reference: str) -> ResponseReturnValue:
    """One bad photo keeps the whole comment back."""
    anomaly = whole_anomaly(reference)
    try:
        say(anomaly, request.form.get("comment", "")[:4000], request.files.getlist("photos"))
    except (Refused, Conflict, TooLarge, WrongType) as error:
        return refused(error, lambda said: anomaly_page(whole_anomaly(reference), "comment", said))
    return done(anomaly)


def say(anomaly: Anomaly, text: str, files: Sequence[FileStorage]) -> None:
    id = new_id()
    uploads = checked_uploads(anomaly.id, files, (), within=id)
    comment_on(actor(), anomaly, text, id, tuple(map(announced, uploads)))
    for upload in uploads:
        store_photo(actor(), upload)
