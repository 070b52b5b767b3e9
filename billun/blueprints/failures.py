"""What an error looks like: a problem document (RFC 9457) in the API, a page elsewhere. Never a stack trace."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    OperationalError,
    StatementError,
    TimeoutError,  # noqa: A004  (no connection of the pool became free)
)
from werkzeug.exceptions import HTTPException

from billun.adapters.storage import StorageUnavailable
from billun.blueprints.screen_here import screen_here, tablet_here, was_paired
from billun.errors import (
    Conflict,
    Erased,
    Missing,
    NotAllowed,
    Questioned,
    Refused,
    TooLarge,
    Unavailable,
    WrongType,
)
from billun.extensions import db, limiter

log = logging.getLogger(__name__)

STATUS_OF = {
    Missing: 404,
    Erased: 410,
    NotAllowed: 403,
    Conflict: 409,
    TooLarge: 413,
    WrongType: 415,
    Unavailable: 503,
}
SECONDS_TO_WAIT = "5"


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_failure)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Questioned, asked_back)
    for kind in STATUS_OF:
        app.register_error_handler(kind, operation_failure)
    app.register_error_handler(StorageUnavailable, part_down)
    app.register_error_handler(OperationalError, part_down)
    app.register_error_handler(TimeoutError, part_down)
    app.register_error_handler(IntegrityError, collided)
    app.register_error_handler(DataError, unstorable)
    app.register_error_handler(StatementError, unspeakable)
    app.register_error_handler(UnicodeError, unstorable)


def operation_failure(error: Exception) -> ResponseReturnValue:
    field = getattr(error, "field", None)
    errors = {field: [str(error)]} if field else None
    present = getattr(error, "present", None)
    kind = "/problems/erased" if isinstance(error, Erased) else ""
    detail = str(error) or None
    return answer(STATUS_OF[type(error)], detail, errors=errors, kind=kind, present=present)


def asked_back(error: Questioned) -> ResponseReturnValue:
    """It goes through when it is sent again with the codes of all questions as `confirmed`."""
    return answer(409, str(error), kind="/problems/questions", questions=questions_of(error))


def questions_of(error: Questioned) -> list[dict[str, str | None]]:
    """What is asked back, in what JSON holds."""
    return [
        {"code": question.code, "detail": question.message, "about": question.about}
        for question in error.questions
    ]


def refused(error: Refused) -> ResponseReturnValue:
    return answer(422, error.message, errors={error.field: [error.message]})


def collided(error: IntegrityError) -> ResponseReturnValue:
    log.warning("two requests collided: %s", error.orig)
    return answer(409, _("Somebody was faster. Look at what is there now and try again."))


def unstorable(error: Exception) -> ResponseReturnValue:
    """Characters or numbers that no column holds: NUL bytes, lone surrogates, numbers beyond all bounds."""
    log.info("refused what cannot be stored: %s", error)
    return answer(422, _("This holds characters or numbers that cannot be stored."))


def unspeakable(error: StatementError) -> ResponseReturnValue:
    """What the driver could not even send is the caller's fault; any other failed statement is ours."""
    if isinstance(error.orig, ValueError | OverflowError):
        return unstorable(error)
    raise error


def part_down(error: Exception) -> ResponseReturnValue:
    log.error("a part is down: %s", error)
    return answer(503, _("A part of Billun is down. Try again in a moment; nothing was lost."))


def forged(_error: CSRFError) -> ResponseReturnValue:
    text = _("This page was open for too long. Load it again and repeat the last step.")
    return answer(403 if is_api() else 400, text, kind="/problems/csrf")


def http_failure(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status == 401 and not is_api() and "Authorization" not in request.headers:
        return to_sign_in()
    errors = flattened(getattr(error, "data", {}).get("messages", {}))
    described = None if error.description == type(error).description else error.description
    response = answer(status, described, errors=errors)
    for name, value in error.get_headers():
        if name.lower() in {"retry-after", "allow"}:
            response.headers[name] = value
    if status == 429 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(seconds_until_free())
    return response


def seconds_until_free() -> int:
    """How long the limit that was met still lasts."""
    met = limiter.current_limit
    return max(1, round(met.reset_at - time.time())) if met else 60


def to_sign_in() -> ResponseReturnValue:
    """The sign-in page, and back afterwards; a fragment's request moves the whole page there."""
    place = way_in()
    if "HX-Request" in request.headers:
        return "", 401, {"HX-Redirect": url_for(place)}
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(place, next=back))


def way_in() -> str:
    """Where people sign in on this device: on a tablet by their names, on one that was paired once nowhere yet."""
    if tablet_here():
        return "tablet.names"
    return "pairing.unpaired" if was_paired() and not screen_here() else "account.sign_in"


def answer(
    status: int,
    detail: str | None,
    *,
    errors: dict[str, list[str]] | None = None,
    kind: str = "",
    present: Mapping[str, str] | None = None,
    questions: Sequence[Mapping[str, str | None]] = (),
) -> Response:
    """The error as a response; whatever the request changed is undone."""
    db.session.rollback()
    title = titles().get(status, _("Something went wrong"))
    if is_api():
        body: dict[str, Any] = {
            "type": kind or f"/problems/{status}",
            "title": title,
            "status": status,
            "detail": detail or title,
        }
        if errors or status == 422:
            body["errors"] = errors or {}
        if present:
            body["present"] = dict(present)
        if questions:
            body["questions"] = list(questions)
        response = jsonify(body)
        response.mimetype = "application/problem+json"
    else:
        page = render_template(
            "layouts/failure.html", title=title, detail=detail, status=status, **nobody(status)
        )
        response = Response(page)
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = SECONDS_TO_WAIT
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def nobody(status: int) -> dict[str, None]:
    """A page about a part that is down must not ask the database who is looking."""
    return {"me": None} if status >= 500 else {}


def is_api() -> bool:
    return request.path.startswith("/api/")


def titles() -> dict[int, str]:
    return {
        400: _("This request could not be read"),
        401: _("Sign in first"),
        403: _("You may not do this"),
        404: _("Not found"),
        405: _("This cannot be done here"),
        409: _("This does not fit the present state"),
        410: _("This was erased"),
        412: _("Somebody changed it meanwhile"),
        413: _("Too large"),
        415: _("This type of file is not accepted"),
        422: _("Something is missing or wrong"),
        429: _("Too many tries. Wait a moment."),
        503: _("Back in a moment"),
    }


def flattened(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Nested messages as dotted paths: {"photos": {2: {"sha256": […]}}} → {"photos.2.sha256": […]}."""
    if isinstance(messages, list):
        return {path: [str(message) for message in messages]}
    if not isinstance(messages, Mapping):  # one text, perhaps one that waits for its language
        return {path: [str(messages)]}
    flat: dict[str, list[str]] = {}
    for key, inner in messages.items():
        here = path if not path and key in LOCATIONS else f"{path}.{key}".strip(".")
        flat |= flattened(inner, here if key != "_schema" else path or "_schema")
    return flat


LOCATIONS = {"json", "query", "files", "form", "path", "headers", "json_or_form"}
