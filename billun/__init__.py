"""Billun keeps a road-transport fleet fit to drive."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from dotenv import load_dotenv
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from billun import blueprints, commands
from billun.adapters.enhancer import open_enhancer
from billun.adapters.live import LiveStreams
from billun.adapters.redis import open_redis, open_redis_to_wait
from billun.adapters.storage import open_storage
from billun.blueprints import (
    closed_companies,
    desk_places,
    failures,
    identity,
    import_map,
    page_context,
    responses,
)
from billun.blueprints.pwa import kept_files
from billun.config import Settings
from billun.extensions import db, jwt, limiter, mail, migrate
from billun.models.sign_in import ACCESS_TOKEN_LASTS, PAGES_LAST, REFRESH_TOKEN_LASTS

SESSION_LASTS = PAGES_LAST
MOST_BYTES_OF_A_REQUEST = 1_000_000


def create_app(settings: Settings | None = None) -> Flask:
    """The application, assembled. Raises SettingError for settings that cannot work."""
    if settings is None:
        # The project's own file: without a path, one of any folder above would be read.
        load_dotenv(Path(__file__).parent.parent / ".env", interpolate=False)
        settings = Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.config.from_mapping(flask_settings(settings))
    trust_proxies(app, settings.trusted_proxies)
    open_outside_world(app, settings)
    db.init_app(app)
    migrate.init_app(
        app, db, directory=str(Path(app.root_path).parent / "migrations"), render_as_batch=False
    )
    mail.init_app(app)
    jwt.init_app(app)
    failures.init_app(app)
    import_map.init_app(app)
    kept_files.init_app(app)
    responses.init_app(app, settings)
    limiter.init_app(app)
    identity.init_app(app)
    page_context.init_app(app)
    desk_places.init_app(app)
    closed_companies.init_app(app)
    blueprints.register(app, settings)
    commands.register(app)
    return app


def trust_proxies(app: Flask, count: int) -> None:
    """Believe what this many proxies in front say of the address and scheme of a request."""
    if count:
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]


def open_outside_world(app: Flask, settings: Settings) -> None:
    """The adapters of this application, under the names by which they are found."""
    app.extensions["billun_settings"] = settings
    app.extensions["billun_storage"] = open_storage(settings)
    app.extensions["billun_enhancer"] = open_enhancer(settings)
    app.extensions["billun_redis"] = open_redis(settings.redis_url)
    app.extensions["billun_live"] = LiveStreams(open_redis_to_wait(settings.redis_url))


def flask_settings(settings: Settings) -> dict[str, object]:
    """What Flask and its extensions read. Where a library's default differs from ours, it says so here."""
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": MOST_BYTES_OF_A_REQUEST,
        "MAX_FORM_MEMORY_SIZE": MOST_BYTES_OF_A_REQUEST,
        "SESSION_COOKIE_NAME": "billun",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": SESSION_LASTS,
        # A slow answer, or a file, would bring back the cookie of whoever was signed in when it was asked for.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": True,
            "pool_size": 20,
            "max_overflow": 30,
            "pool_timeout": 10,
            "connect_args": {"connect_timeout": 5},
        },
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "JWT_ACCESS_TOKEN_EXPIRES": ACCESS_TOKEN_LASTS,
        "JWT_REFRESH_TOKEN_EXPIRES": REFRESH_TOKEN_LASTS,
        "JWT_TOKEN_LOCATION": ["headers"],
        "RATELIMIT_STORAGE_URI": settings.redis_url,
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_SWALLOW_ERRORS": True,
        "MAIL_SERVER": settings.mail.server or "127.0.0.1",
        "MAIL_PORT": settings.mail.port,
        "MAIL_USERNAME": settings.mail.username,
        "MAIL_PASSWORD": settings.mail.password,
        "MAIL_USE_TLS": settings.mail.use_tls,
        "MAIL_DEFAULT_SENDER": settings.mail.default_sender,
        "COMPRESS_MIN_SIZE": 1000,
        "COMPRESS_BR_LEVEL": 6,
        "COMPRESS_LEVEL": 9,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "application/json",
            "application/problem+json",
            "application/manifest+json",
            "image/svg+xml",
        ],
        "API_TITLE": "Billun",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api",
        "OPENAPI_JSON_PATH": "openapi.json",
    }
