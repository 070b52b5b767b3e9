"""Photos of work as a form brings them: several at once, or one by one where a script sends them."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from billun.adapters.pictures import MOST_BYTES
from billun.blueprints.failures import STATUS_OF
from billun.errors import Conflict, NotAllowed, Refused, TooLarge, Unavailable, WrongType
from billun.extensions import db
from billun.models import Intervention, Stage
from billun.operations.photo_subjects import Sender
from billun.operations.photos import Upload, receive_photo, store_photo

AT_ONCE = 6
# So many files, and room for what a form puts around them.
MOST_BYTES_OF_A_FORM = AT_ONCE * MOST_BYTES + 200_000


def take_photos(sender: Sender, job: Intervention, back: str) -> ResponseReturnValue:
    """Store the photos of the form and lead back; to a script that sends them one by one, say it in a word."""
    try:
        count = store_photos(sender, job)
    except (Refused, Conflict, NotAllowed, TooLarge, WrongType, Unavailable) as error:
        db.session.rollback()
        return told(str(error), back, STATUS_OF.get(type(error), 422), error)
    return told(ngettext("%(num)s photo is there.", "%(num)s photos are there.", count), back, 201)


def store_photos(sender: Sender, job: Intervention) -> int:
    """All of them or none. Raises Refused for a form without any, or with too many at once."""
    files, stage = files_sent(), stage_sent()
    # One alone travels to the storage without a connection to the database.
    store = receive_photo if len(files) == 1 else store_photo
    for file in files:
        store(sender, Upload(file=file.stream, intervention_id=job.id, stage=stage))
    return len(files)


def files_sent() -> list[FileStorage]:
    files = [file for file in request.files.getlist("photos") if file and file.filename]
    if not files:
        raise Refused("photos", _("Choose a photo first."))
    if len(files) > AT_ONCE:
        raise Refused("photos", _("Send at most %(count)s photos at once.", count=AT_ONCE))
    return files


def stage_sent() -> Stage:
    try:
        return Stage(request.form.get("stage", ""))
    except ValueError as error:
        text = _("Say whether it shows the item before or after the work.")
        raise Refused("stage", text) from error


def told(text: str, back: str, status: int, error: Exception | None = None) -> ResponseReturnValue:
    words = error.message if isinstance(error, Refused) else text
    if request.accept_mimetypes.best == "text/plain":
        return words, status, {"Content-Type": "text/plain; charset=utf-8"}
    flash(words, "error" if error else "success")
    return redirect(back, 303)
