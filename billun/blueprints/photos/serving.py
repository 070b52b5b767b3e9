"""The bytes of photos and of what was made from them: from Billun itself, or by a short redirect to the storage."""

from __future__ import annotations

from contextlib import ExitStack
from io import SEEK_END
from typing import IO, Any

from flask import Response, make_response, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.errors import Missing
from billun.models import Photo
from billun.queries.photo_serving import ServedFile

A_DAY = 86_400
SECONDS_TO_WAIT = "30"


def serve(photo: Photo, file: ServedFile, *, keeps: bool = True) -> ResponseReturnValue:
    """The bytes of the file. Raises Missing where there are none.

    Where the storage is away a page shows a placeholder instead of a broken picture; for an
    original StorageUnavailable is raised. Unless the browser `keeps` it, it asks each time.
    """
    try:
        url = storage().read_url(file.key, file.media_type)
        return redirect(url) if url else served(photo, file, keeps)
    except StorageUnavailable:
        if file.is_original:
            raise
        return placeholder(photo)


def served(photo: Photo, file: ServedFile, keeps: bool) -> Response:
    """Cached by the browser alone: the same key and version never get another content."""
    try:
        content = storage().open(file.key)
    except StoredFileMissing as error:
        raise Missing from error
    try:
        response = as_asked(photo, file, content)
    except RequestedRangeNotSatisfiable as error:
        return beyond_the_end(error.length)
    lasts = f"max-age={A_DAY}, immutable" if keeps else "no-cache"
    response.headers["Cache-Control"] = f"private, {lasts}"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def as_asked(photo: Photo, file: ServedFile, content: IO[bytes]) -> Response:
    """The whole, a range of it, or that nothing has changed: Flask offers ranges of files with a path alone.

    What is not one range of bytes is not heeded. Raises RequestedRangeNotSatisfiable for one beyond the end.
    """
    name, kind = file.key.rpartition("/")[2], file.media_type.rpartition("/")[2]
    with ExitStack() as if_it_fails:
        if_it_fails.enter_context(content)
        response = send_file(
            content,
            file.media_type,
            download_name=f"{photo.id}-{name.split('-')[0].split('.')[0]}.{kind}",
            etag="-".join(filter(None, (photo.id.hex, name, file.version))),
            conditional=False,
        )
        size = content.seek(0, SEEK_END)
        content.seek(0)
        response.content_length = size
        response.make_conditional(heeded(request.environ), accept_ranges=True, complete_length=size)
        if_it_fails.pop_all()
    return response


def heeded(environ: dict[str, Any]) -> dict[str, Any]:
    """The request, without a range that is not one range of bytes: nobody need understand others."""
    ranges = parse_range_header(environ.get("HTTP_RANGE"))
    if ranges and ranges.units == "bytes" and len(ranges.ranges) == 1:
        return environ
    return {name: value for name, value in environ.items() if name != "HTTP_RANGE"}


def beyond_the_end(size: int | None) -> Response:
    response = Response(status=416)
    response.headers["Content-Range"] = f"bytes */{size}"
    response.headers["Cache-Control"] = "no-store"
    return response


def placeholder(photo: Photo) -> Response:
    """A picture of the photo's proportions that says: not now. Nothing keeps it."""
    response = make_response(render_template("photos/placeholder.svg", photo=photo), 503)
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = SECONDS_TO_WAIT
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
