"""Every setting of Billun, read from the environment once, typed and checked.

Nothing else in the application reads the environment. A setting that is missing has its embedded
default; one that cannot work is refused with a line that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from limits import parse_many

Environment = Literal["development", "production"]
StorageKind = Literal["local", "s3"]
EnhancerKind = Literal["classical", "off"]

DEVELOPMENT_SECRET = "known to everybody who reads this: for development only"
PLACEHOLDER_SECRETS = frozenset({"", "change-me", "changeme", "secret", DEVELOPMENT_SECRET})
SHORTEST_SECRET = 32
RELEASE = "0.2.0"
VERSION = re.compile(r"[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}")
NUMBER = re.compile(r"[0-9]{1,9}")
MOST = 999_999_999
FINGERPRINT = re.compile(r"([0-9A-F]{2}:){31}[0-9A-F]{2}")
# As far as S3's own library goes along with them.
ENDPOINT = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[^\s?#]*)?")
REGION = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
BUCKET = re.compile(r"[A-Za-z0-9._-]{1,255}")


class SettingError(Exception):
    """A setting is missing or cannot work; the text names it and says what to do."""


@dataclass(frozen=True, kw_only=True)
class S3Settings:
    """Where the private bucket is; `region` is the one that requests are signed for."""

    endpoint_url: str
    region: str
    bucket: str
    access_key_id: str
    secret_access_key: str


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """The SMTP server; without `server` messages are written as .eml files under var/mail."""

    server: str | None
    port: int
    username: str | None
    password: str | None
    use_tls: bool
    default_sender: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    environment: Environment
    secret_key: str
    base_url: str
    var: Path
    database_url: str
    redis_url: str
    storage: StorageKind
    s3: S3Settings | None
    mail: MailSettings
    # Who makes dark and noisy photos easier to read.
    enhancer: EnhancerKind
    map_tiles_url: str
    map_tiles_attribution: str
    trusted_proxies: int
    demo: bool
    development_mail_page: bool
    registration_limit: str
    sign_in_limit: str
    job_workers: int
    # The release that runs here, and the oldest one that phones may go on with.
    app_version: str
    app_minimum_version: str
    # How many pixels the longer side of a photo keeps on its way out of the phone.
    photo_longest_side: int
    android_package: str
    android_certificates: tuple[str, ...]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """The settings that `environ` describes. Raises SettingError for one that cannot work."""
        read = Reader(environ)
        environment = read.choice("BILLUN_ENV", ("development", "production"), "development")
        production = environment == "production"
        storage = read.choice("STORAGE", ("local", "s3"), "local")
        settings = cls(
            environment=environment,  # type: ignore[arg-type]
            secret_key=read.text("SECRET_KEY", "" if production else DEVELOPMENT_SECRET),
            base_url=read.text("BASE_URL", f"http://127.0.0.1:{read.number('PORT', 8000)}").rstrip(
                "/"
            ),
            var=Path(read.text("BILLUN_VAR", "var")).resolve(),
            database_url=with_psycopg(read.service("DATABASE_URL")),
            redis_url=read.service("REDIS_URL"),
            storage=storage,  # type: ignore[arg-type]
            s3=read_s3(read) if storage == "s3" else None,
            mail=read_mail(read),
            enhancer=read.choice("ENHANCER", get_args(EnhancerKind), "classical"),  # type: ignore[arg-type]
            map_tiles_url=read.text(
                "MAP_TILES_URL", "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
            ),
            map_tiles_attribution=read.text(
                "MAP_TILES_ATTRIBUTION", "© OpenStreetMap contributors"
            ),
            trusted_proxies=read.number("TRUSTED_PROXIES", 0),
            demo=read.flag("DEMO", False),
            development_mail_page=read.flag("DEVELOPMENT_MAIL_PAGE", not production),
            registration_limit=read.limit("REGISTRATION_LIMIT", "60 per hour"),
            sign_in_limit=read.limit("SIGN_IN_LIMIT", "120 per minute"),
            job_workers=read.number("JOB_WORKERS", 2, least=1),
            app_version=read.version("APP_VERSION", RELEASE),
            app_minimum_version=read.version("APP_MINIMUM_VERSION", "0.0.0"),
            photo_longest_side=read.number("PHOTO_LONGEST_SIDE", 2560, least=1000, most=10_000),
            android_package=read.text("ANDROID_PACKAGE", "app.billun"),
            android_certificates=read.fingerprints("ANDROID_CERTIFICATES"),
        )
        refuse_impossible_update(settings)
        if production:
            refuse_unsafe_production(settings)
        return settings

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")


def read_s3(read: Reader) -> S3Settings:
    return S3Settings(
        endpoint_url=read.shaped("S3_ENDPOINT_URL", ENDPOINT, "https://s3.pub1.infomaniak.cloud"),
        region=read.shaped("S3_REGION", REGION, "us-east-1"),
        bucket=read.bucket("S3_BUCKET"),
        access_key_id=read.required("S3_ACCESS_KEY_ID"),
        secret_access_key=read.required("S3_SECRET_ACCESS_KEY"),
    )


def read_mail(read: Reader) -> MailSettings:
    return MailSettings(
        server=read.text("MAIL_SERVER", "") or None,
        port=read.number("MAIL_PORT", 587),
        username=read.text("MAIL_USERNAME", "") or None,
        password=read.text("MAIL_PASSWORD", "") or None,
        use_tls=read.flag("MAIL_USE_TLS", True),
        default_sender=read.text("MAIL_DEFAULT_SENDER", "Billun <billun@localhost>"),
    )


def refuse_impossible_update(settings: Settings) -> None:
    """Raise SettingError where phones would be told to renew themselves, with nothing to renew to."""
    latest, minimum = settings.app_version, settings.app_minimum_version
    if numbers_of(minimum) > numbers_of(latest):
        raise SettingError(
            f"APP_MINIMUM_VERSION: {minimum} is above APP_VERSION, {latest}: no phone could go on"
        )


def numbers_of(version: str) -> tuple[int, ...]:
    """1.10.2 as numbers, to compare. What says no version comes before all others."""
    return tuple(map(int, version.split("."))) if VERSION.fullmatch(version) else ()


def refuse_unsafe_production(settings: Settings) -> None:
    """Raise SettingError for what is fine on a desk and dangerous in production."""
    secret = settings.secret_key
    if secret in PLACEHOLDER_SECRETS or len(secret) < SHORTEST_SECRET:
        raise SettingError(
            f"SECRET_KEY: production needs a random one of at least {SHORTEST_SECRET} characters; "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if settings.demo:
        raise SettingError("DEMO: production refuses demo data; unset DEMO or set it to 0")
    if settings.development_mail_page:
        raise SettingError(
            "DEVELOPMENT_MAIL_PAGE: production refuses the page that shows everybody's mail; unset it"
        )


def with_psycopg(url: str) -> str:
    """The database URL with the driver named, as SQLAlchemy wants it."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith("postgresql+psycopg://"):
        raise SettingError("DATABASE_URL: must start with postgresql://; Billun runs on PostgreSQL")
    return url


class Reader:
    """Reads one environment variable at a time, in the type that is asked for."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def required(self, name: str) -> str:
        value = self.text(name, "")
        if not value:
            raise SettingError(f"{name}: is not set; see .env.example")
        return value

    def service(self, name: str) -> str:
        value = self.text(name, "")
        if not value:
            raise SettingError(f"{name}: is not set; `make run` starts its own, see .env.example")
        return value

    def number(self, name: str, default: int, least: int = 0, most: int = MOST) -> int:
        value = self.text(name, str(default))
        if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
            bounds = f" from {least} to {most}" if most < MOST else f" of at least {least}"
            raise SettingError(f"{name}: must be a whole number{bounds}, not {value!r}")
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
            raise SettingError(f"{name}: must be 1 or 0, not {value!r}")
        return value in {"1", "true", "yes", "on"}

    def shaped(self, name: str, shape: re.Pattern[str], default: str) -> str:
        value = self.text(name, default)
        if not shape.fullmatch(value):
            raise SettingError(f"{name}: must be like {default}, not {value!r}")
        return value

    def bucket(self, name: str) -> str:
        value = self.required(name)
        if not BUCKET.fullmatch(value):
            raise SettingError(
                f"{name}: a bucket's name has letters, digits, dots, dashes and underscores alone, not {value!r}"
            )
        return value

    def version(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not VERSION.fullmatch(value):
            raise SettingError(f"{name}: must be like 1.2.3, not {value!r}")
        return value

    def fingerprints(self, name: str) -> tuple[str, ...]:
        """SHA-256 fingerprints of certificates, as Android's tools print them, with commas between."""
        values = tuple(one.strip().upper() for one in self.text(name, "").split(",") if one.strip())
        for value in values:
            if not FINGERPRINT.fullmatch(value):
                raise SettingError(f"{name}: must be 32 pairs of hexadecimal digits, not {value!r}")
        return values

    def limit(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            parse_many(value)
        except ValueError as error:
            raise SettingError(f"{name}: must be like {default!r}, not {value!r}") from error
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise SettingError(f"{name}: must be one of {', '.join(choices)}, not {value!r}")
        return value
