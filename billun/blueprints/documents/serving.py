"""The bytes of documents, so that a browser shows them and does nothing else with them."""

from __future__ import annotations

from flask import Response, send_file

from billun.adapters.documents import PDF
from billun.adapters.storage import StoredFileMissing, storage
from billun.errors import Missing
from billun.models import Document

A_DAY = 86_400
# Nothing is loaded, sent or run. A browser's PDF reader refuses to start in a sandbox, pictures need none of theirs.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OF_PDF = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"
OF_PICTURES = f"{NOTHING}; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def serve_file(document: Document, download: bool = False) -> Response:
    """The file as it came, to look at in the browser or to keep."""
    return served(
        document, document.original_key, document.media_type, document.file_name, download
    )


def serve_preview(document: Document) -> Response:
    """The picture of the first page. Raises Missing where it is not made."""
    if not document.is_ready:
        raise Missing
    return served(document, document.preview_key, "image/webp", f"{document.id}.webp")


def served(
    document: Document, key: str, media_type: str, name: str, download: bool = False
) -> Response:
    """The file, cached by the browser alone: the same key never gets another content."""
    try:
        file = storage().open(key)
    except StoredFileMissing as error:
        raise Missing from error
    response = send_file(
        file,
        media_type,
        as_attachment=download,
        download_name=name,
        etag=f"{document.sha256[:32]}-{media_type.rsplit('/', 1)[-1]}",
        conditional=True,
        max_age=A_DAY,
    )
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    response.headers["Content-Security-Policy"] = OF_PDF if media_type == PDF else OF_PICTURES
    return response
