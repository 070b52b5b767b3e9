"""The settings: typed, checked, each refusal names its variable and says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from billun.config import SettingError, Settings
from bin.environment import read_dotenv
from bin.places import ROOT

NEEDED = {"DATABASE_URL": "postgresql://u@db/billun", "REDIS_URL": "redis://cache/0"}
PRODUCTION = NEEDED | {
    "BILLUN_ENV": "production",
    "SECRET_KEY": "s" * 48,
    "BASE_URL": "https://billun.example.com/",
}
S3 = {
    "STORAGE": "s3",
    "S3_BUCKET": "photos",
    "S3_ACCESS_KEY_ID": "me",
    "S3_SECRET_ACCESS_KEY": "hush",
}


def settings(**environ: str) -> Settings:
    return Settings.from_environment(NEEDED | environ)


def test_development_needs_little() -> None:
    found = settings()
    assert (found.production, found.storage, found.s3, found.demo) == (False, "local", None, False)
    assert found.base_url == "http://127.0.0.1:8000"
    assert found.development_mail_page


def test_production_starts_with_a_real_secret() -> None:
    found = Settings.from_environment(PRODUCTION)
    assert (found.production, found.development_mail_page, found.demo) == (True, False, False)
    assert found.base_url == "https://billun.example.com"
    assert found.secure_cookies


@pytest.mark.parametrize("secret", ["", "change-me", "changeme", "secret", "s" * 31, " " * 60])
def test_production_refuses_a_poor_secret(secret: str) -> None:
    with pytest.raises(SettingError, match=r"^SECRET_KEY: .*secrets"):
        Settings.from_environment(PRODUCTION | {"SECRET_KEY": secret})


def test_production_refuses_the_secret_that_stands_in_the_source() -> None:
    with pytest.raises(SettingError, match="SECRET_KEY"):
        Settings.from_environment(PRODUCTION | {"SECRET_KEY": settings().secret_key})


def test_production_refuses_no_secret() -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    with pytest.raises(SettingError, match="SECRET_KEY"):
        Settings.from_environment(without)


@pytest.mark.parametrize("name", ["DEMO", "DEVELOPMENT_MAIL_PAGE"])
@pytest.mark.parametrize("value", ["1", "true", "on", "YES"])
def test_production_refuses_what_is_for_a_desk(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: production refuses"):
        Settings.from_environment(PRODUCTION | {name: value})


BAD = [
    ("BILLUN_ENV", "prod"),
    ("STORAGE", "ftp"),
    ("ENHANCER", "magic"),
    ("PORT", "http"),
    ("PORT", "-1"),
    ("TRUSTED_PROXIES", "one"),
    ("TRUSTED_PROXIES", "²"),
    ("JOB_WORKERS", "0"),
    ("PHOTO_LONGEST_SIDE", "999"),
    ("PHOTO_LONGEST_SIDE", "10001"),
    ("PHOTO_LONGEST_SIDE", "999999999999"),
    ("PHOTO_LONGEST_SIDE", "٢٥٦٠"),
    ("APP_VERSION", "٣.٢.١"),
    ("APP_VERSION", "1.2"),
    ("APP_MINIMUM_VERSION", "latest"),
    ("JOB_WORKERS", "many"),
    ("MAIL_PORT", "25.0"),
    ("DEMO", "maybe"),
    ("MAIL_USE_TLS", "starttls"),
    ("DATABASE_URL", "mysql://db/billun"),
    ("DATABASE_URL", "sqlite:///billun.db"),
    ("REGISTRATION_LIMIT", "often"),
    ("SIGN_IN_LIMIT", "0 per never"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_value_that_cannot_work_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: "):
        settings(**{name: value})


def test_a_release_that_no_phone_could_have_is_not_asked_for() -> None:
    with pytest.raises(SettingError, match=r"^APP_MINIMUM_VERSION: 1\.10\.0 is above .* 1\.9\.0"):
        settings(APP_MINIMUM_VERSION="1.10.0", APP_VERSION="1.9.0")
    assert settings(APP_MINIMUM_VERSION="1.9.0", APP_VERSION="1.10.0").app_version == "1.10.0"


@pytest.mark.parametrize("name", list(NEEDED))
@pytest.mark.parametrize("value", ["", "  "])
def test_a_missing_service_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: is not set"):
        settings(**{name: value})


@pytest.mark.parametrize("name", ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])
def test_s3_needs_its_keys(name: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: is not set; see .env.example$"):
        settings(**(S3 | {name: ""}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("S3_ENDPOINT_URL", "127.0.0.1:8322"),
        ("S3_ENDPOINT_URL", "s3://photos"),
        ("S3_ENDPOINT_URL", "https://"),
        ("S3_ENDPOINT_URL", "https://two words"),
        ("S3_ENDPOINT_URL", "http://under_score:9000"),
        ("S3_REGION", "dc3 a"),
        ("S3_BUCKET", "A B"),
        ("S3_BUCKET", "photos/of/us"),
    ],
)
def test_what_s3_would_stumble_over_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: .*not {re.escape(repr(value))}$"):
        settings(**(S3 | {name: value}))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8322", "http://[::1]:9000", "https://minio/s3"])
def test_s3_may_be_anywhere(url: str) -> None:
    found = settings(**(S3 | {"S3_ENDPOINT_URL": url})).s3
    assert found is not None
    assert found.endpoint_url == url


def test_s3_is_infomaniaks_unless_named() -> None:
    found = settings(**S3).s3
    assert found is not None
    assert (found.endpoint_url, found.region) == ("https://s3.pub1.infomaniak.cloud", "us-east-1")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_leads_to_psycopg(scheme: str) -> None:
    found = settings(DATABASE_URL=f"{scheme}://u@db/billun")
    assert found.database_url == "postgresql+psycopg://u@db/billun"


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert settings(PORT="", BILLUN_VAR="").var == Path("var").resolve()


def shown(tmp_path: Path, *, examples: bool) -> dict[str, str]:
    """What .env.example would set if every line of it were uncommented."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = re.findall(r"^#([A-Z][A-Z0-9_]*=.*)$", text, re.MULTILINE)
    wanted = [line for line in lines if examples or "# example" not in line]
    (tmp_path / ".env").write_text("\n".join(wanted), encoding="utf-8")
    return read_dotenv(tmp_path / ".env")


def test_the_example_names_every_setting(tmp_path: Path) -> None:
    sources = [ROOT / "billun" / "config.py", ROOT / "gunicorn.conf.py", ROOT / "bin" / "ports.py"]
    asked = r"""(?:read\.\w+|environ\.get|worker_number)\((?:environ, )?\s*[\"']([A-Z][A-Z0-9_]*)"""
    read = {
        name for path in sources for name in re.findall(asked, path.read_text(encoding="utf-8"))
    }
    assert len(read) > 30
    assert read == set(shown(tmp_path, examples=True))


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    assert settings(**shown(tmp_path, examples=False)) == settings()
