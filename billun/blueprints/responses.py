"""What every response gets: one commit, an ETag, security headers, compression."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from billun.blueprints.import_map import import_map_hash
from billun.config import Settings
from billun.extensions import compress, db

ONE_YEAR = 31_536_000


def init_app(app: Flask, settings: Settings) -> None:
    # Flask calls them in the reverse order: commit first, compress last.
    compress.init_app(app)
    policy = content_security_policy(app, settings)

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
        if settings.secure_cookies:
            headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
        return response

    app.after_request(tag)
    app.after_request(commit)


def commit(response: Response) -> Response:
    """One commit at the end of a request that went well; whatever went wrong leaves nothing behind."""
    if response.status_code >= 400:
        db.session.rollback()
        return response
    try:
        db.session.commit()
    except SQLAlchemyError as error:
        # Flask knows no error handlers this late, and "done" must not be said of what was not kept.
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def tag(response: Response) -> Response:
    """An ETag on what was read, so that an unchanged page or fragment answers 304.

    The CSRF token differs each time and means the same, so it does not count.
    """
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    if not may_be_tagged(response):
        return response
    body = response.get_data().replace(g.get("csrf_token", "\0").encode(), b"")
    response.set_etag(tag_of(body), weak=True)
    response.vary.update(("HX-Request", "Accept-Language", "Cookie"))
    response.make_conditional(request)
    return response


def tag_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def may_be_tagged(response: Response) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.is_streamed
        and not response.direct_passthrough
        and "ETag" not in response.headers
    )


def content_security_policy(app: Flask, settings: Settings) -> str:
    """Strict and without nonce, so that a 304 or an offline copy of a page stays alive."""
    pictures = ["'self'", "data:", "blob:", origin(settings.map_tiles_url)]
    if settings.s3:
        pictures.append(origin(settings.s3.endpoint_url))
    parts = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' '{import_map_hash(app)}'",
        "style-src": "'self'",
        "img-src": " ".join(part for part in pictures if part),
        "media-src": "'self' blob:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
