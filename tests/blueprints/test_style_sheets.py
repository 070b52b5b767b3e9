"""Style sheets that travel together, and modules that are asked for at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from billun.blueprints.module_graph import brought_along, preloads
from billun.blueprints.style_sheets import SHEETS, style_sheet
from tests.fixtures.callers import Caller


def test_a_group_of_sheets_is_one_file_for_ever(app: Flask, anonymous: Caller) -> None:
    with app.app_context():
        url = style_sheet("drive")
    answer = anonymous.get(url)
    assert "immutable" in answer.headers["Cache-Control"]
    for name in SHEETS["drive"]:
        assert (Path(app.static_folder or "") / "css" / f"{name}.css").read_text() in answer.text


def test_an_old_address_of_a_group_is_not_kept(anonymous: Caller) -> None:
    answer = anonymous.get("/styles/plain.css?v=000000000000")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("names", ["nothing", "plain+nothing", "..", "../config", "%2e%2e%2fx", ""])
def test_nothing_but_sheets_is_served(anonymous: Caller, names: str) -> None:
    assert anonymous.get(f"/styles/{names}.css").status == 404


def test_a_module_brings_along_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "page.js").write_text(
        'import { a } from "billun/a";\nimport "billun/gone";\nconst b = () => import("billun/b");\n'
    )
    (tmp_path / "js" / "a.js").write_text('import {\n  one,\n} from "billun/page";\n')
    (tmp_path / "js" / "b.js").write_text("export const b = 1;\n")
    assert brought_along(tmp_path, ["js/page.js"], later=False) == ["js/page.js", "js/a.js"]
    assert brought_along(tmp_path, ["js/page.js"], later=True)[2:] == ["js/b.js"]


def test_a_page_names_at_once_what_its_modules_import(app: Flask) -> None:
    with app.app_context():
        links = preloads('<script type="module" src="/static/js/app.js?v=1"></script>')
    assert "/static/js/offline/registration.js?v=" in links
    assert "/static/js/app.js" not in links
