"""The settings of a run: the environment over the file .env."""

from __future__ import annotations

from pathlib import Path

import pytest

from bin.console import Refusal
from bin.environment import flag, port_number, read_dotenv, read_environment
from bin.places import ROOT, var_directory


def test_dotenv_reads_quotes_comments_and_export(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(
        "# a comment\n\nPORT=8001 # behind the value\nexport SECRET_KEY='a # b'\n"
        'MAIL_DEFAULT_SENDER="Billun <a@b.c>"\nEMPTY=\nURL=postgresql://u:p#w@h/d?x=1\n',
        encoding="utf-8",
    )
    assert read_dotenv(path) == {
        "PORT": "8001",
        "SECRET_KEY": "a # b",
        "MAIL_DEFAULT_SENDER": "Billun <a@b.c>",
        "EMPTY": "",
        "URL": "postgresql://u:p#w@h/d?x=1",
    }


def test_dotenv_refuses_a_line_that_sets_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("PORT=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"\.env, line 2"):
        read_dotenv(path)


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".env"
    path.write_text("PORT=1\nBIND=::1\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "2")
    monkeypatch.delenv("BIND", raising=False)
    environ = read_environment(path)
    assert (environ["PORT"], environ["BIND"]) == ("2", "::1")


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("1", 1), ("65535", 65535)])
def test_port_number(text: str, port: int) -> None:
    assert port_number({"PORT": text}) == port


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "8.5", "٣"])
def test_port_number_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(Refusal, match="PORT"):
        port_number({"PORT": text})


def test_flag() -> None:
    assert flag({"DEMO": "On"}, "DEMO", default=False)
    assert not flag({"DEMO": "0"}, "DEMO", default=True)
    assert flag({"DEMO": ""}, "DEMO", default=True)


def test_var_is_beside_the_project_unless_named() -> None:
    assert var_directory({}) == ROOT / "var"
    assert var_directory({"BILLUN_VAR": "/tmp/elsewhere"}) == Path("/tmp/elsewhere").resolve()
