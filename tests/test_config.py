"""The settings: typed, checked, each refusal names its variable and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from billun.config import SettingError, Settings

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
    ("PORT", "http"),
    ("PORT", "-1"),
    ("TRUSTED_PROXIES", "one"),
    ("TRUSTED_PROXIES", "²"),
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


@pytest.mark.parametrize("name", list(NEEDED))
@pytest.mark.parametrize("value", ["", "  "])
def test_a_missing_service_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: is not set"):
        settings(**{name: value})


@pytest.mark.parametrize("name", ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])
def test_s3_needs_its_keys(name: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: is not set"):
        settings(**(S3 | {name: ""}))


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
