"""Anomalies: report, list, open, move, speak."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import request

from billun.blueprints.access import actor, members
from billun.blueprints.api.anomaly_schemas import (
    AnomalyQuery,
    AnomalySchema,
    CommentBody,
    NewReportBody,
    ReportBody,
    TimelineSchema,
    TransitionBody,
)
from billun.blueprints.api.blueprint import Json, Resource
from billun.blueprints.api.preconditions import refuse_if_changed
from billun.blueprints.api.schemas import (
    items_of,
    list_of,
    page_answer,
)
from billun.blueprints.devices import device_named
from billun.blueprints.loading import (
    anomaly_named,
    person_with_id,
    refuse_foreign_ids,
    with_timeline,
)
from billun.extensions import db
from billun.models import AccessKind, AccessSubject, Anomaly
from billun.models.base import new_id
from billun.operations.access_log import note_access
from billun.operations.announcing import AnnouncedPhoto
from billun.operations.anomalies import (
    Position,
    Report,
    comment_on,
    lock_with_equipment,
    report_anomaly,
)
from billun.operations.equipment import ProvisionalEquipment
from billun.operations.telling_reporters import note_looked
from billun.operations.transitions import move_anomaly
from billun.queries.anomaly_list import AnomalyFilter, list_anomalies, with_facts

anomalies = Resource("anomalies", "Damage that people report")


@anomalies.route("/anomalies/<uuid:id>", methods=["PUT"])
@members
@anomalies.arguments(ReportBody)
@anomalies.response(201, AnomalySchema)
def put(body: Json, id: UUID) -> Any:
    """Report an anomaly under an id made on the phone; sending it again is harmless."""
    return reported(id, body)


@anomalies.route("/anomalies", methods=["POST"])
@members
@anomalies.arguments(NewReportBody)
@anomalies.response(201, AnomalySchema)
def post(body: Json) -> Any:
    """Report an anomaly."""
    return reported(body.pop("id", None) or new_id(), body)


@anomalies.route("/anomalies", methods=["GET"])
@members
@anomalies.arguments(AnomalyQuery, location="query")
@anomalies.response(200, list_of(AnomalySchema))
def index(query: Json) -> Json:
    """Anomalies, the newest first if nothing else is asked for."""
    refuse_foreign_ids(query)
    limit, cursor, sort = query.pop("limit"), query.pop("cursor", None), query.pop("sort")
    if "reporter_id" in query:
        query["reporter_id"] = person_with_id(query["reporter_id"]).id
    return page_answer(list_anomalies(actor(), AnomalyFilter(**query), limit, cursor, sort))


@anomalies.route("/anomalies/<name>", methods=["GET"])
@members
@anomalies.response(200, AnomalySchema)
def show(name: str) -> Anomaly:
    """One anomaly, by id or reference."""
    anomaly = anomaly_named(name, *with_facts())
    note_looked(actor(), anomaly)
    note_access(actor(), AccessKind.VIEWED, AccessSubject.ANOMALY, anomaly, anomaly.reference)
    return anomaly


@anomalies.route("/anomalies/<name>/transitions", methods=["POST"])
@members
@anomalies.arguments(TransitionBody)
@anomalies.response(200, AnomalySchema)
def move(body: Json, name: str) -> Anomaly:
    """Take a step of its life."""
    anomaly = anomaly_named(name)
    refuse_if_read_before(anomaly)
    move_anomaly(actor(), anomaly, body["to"], body.get("comment") or "", body.get("seen"))
    return anomaly


@anomalies.route("/anomalies/<name>/timeline", methods=["GET"])
@members
@anomalies.response(200, items_of(TimelineSchema))
def timeline(name: str) -> Json:
    """What happened to it, from the beginning."""
    return {"items": anomaly_named(name, *with_timeline()).timeline}


@anomalies.route("/anomalies/<name>/timeline", methods=["POST"])
@members
@anomalies.arguments(CommentBody)
@anomalies.response(201, TimelineSchema)
def comment(body: Json, name: str) -> Any:
    """Add a comment, with photos where there are any; sending it again is harmless."""
    anomaly, words = anomaly_named(name), body.get("comment") or ""
    photos = tuple(AnnouncedPhoto(**photo) for photo in body["photos"])
    entry, created = comment_on(actor(), anomaly, words, body.get("id"), photos)
    return entry if created else (entry, 200)


def reported(id: UUID, body: Json) -> Any:
    anomaly, created = report_anomaly(actor(), report_of(id, body))
    return anomaly if created else (anomaly, 200)


def refuse_if_read_before(anomaly: Anomaly) -> None:
    """Raise 412 where the request's If-Match is of an older state; where not, it is held as it is."""
    if request.if_match:
        lock_with_equipment(anomaly)
        db.session.expire(anomaly)
        refuse_if_changed(AnomalySchema, anomaly)


def given(body: Json) -> Json:
    """The body without what is null: to leave something out and to send null say the same."""
    return {name: value for name, value in body.items() if value is not None}


def report_of(id: UUID, body: Json) -> Report:
    """The report that a checked body is."""
    content = json.loads(json.dumps(given(body), default=str, sort_keys=True))
    position, provisional = body.pop("position", None), body.pop("provisional", None)
    photos = tuple(AnnouncedPhoto(**photo) for photo in body.pop("photos"))
    return Report(
        id=id,
        **{**body, "description": body.get("description") or ""},
        position=Position(**position) if position else None,
        provisional=ProvisionalEquipment(**provisional) if provisional else None,
        photos=photos,
        device_id=device_named(),
        content=content,
    )
