"""What the browser's files are made of."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bin import assets
from bin.console import Refusal
from bin.places import ROOT

TRUCK = """<svg
  xmlns="http://www.w3.org/2000/svg"
  class="icon"
>
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M5 17a2 2 0" />
  <path d="M1 1" />
</svg>
"""


@pytest.fixture
def node_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "NODE_MODULES", tmp_path)
    monkeypatch.setattr(assets, "OUTLINE_ICONS", tmp_path)
    return tmp_path


def test_a_symbol_keeps_the_drawing_alone(node_modules: Path) -> None:
    (node_modules / "truck.svg").write_text(TRUCK, encoding="utf-8")
    symbol = assets.symbol("truck")
    assert symbol.startswith('<symbol id="truck" viewBox="0 0 24 24"')
    assert symbol.endswith('><path d="M5 17a2 2 0" /><path d="M1 1" /></symbol>')


def test_an_icon_that_does_not_exist_is_refused(node_modules: Path) -> None:
    with pytest.raises(Refusal, match="does not have: lorry"):
        assets.symbol("lorry")


def test_every_icon_that_a_template_names_is_fetched() -> None:
    named = {
        name
        for path in (ROOT / "billun" / "templates").rglob("*.html")
        for name in re.findall(r"""\bicon\(["\']([\w-]+)""", path.read_text(encoding="utf-8"))
    }
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert named <= set(package["billun"]["icons"])


def test_copies_lose_the_pointer_to_their_map(node_modules: Path, tmp_path: Path) -> None:
    (node_modules / "a.js").write_text("go();\n//# sourceMappingURL=a.js.map\n", encoding="utf-8")
    (node_modules / "a.css").write_text("p{}\n/*# sourceMappingURL=a.css.map */", encoding="utf-8")
    target = tmp_path / "vendor"
    assets.copy_files({"a.js": "a.js", "a.css": "deep/a.css"}, target)
    assert (target / "a.js").read_text(encoding="utf-8") == "go();\n"
    assert (target / "deep/a.css").read_text(encoding="utf-8") == "p{}\n"


def test_a_file_that_no_package_has_is_refused(node_modules: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"no package has: b\.js"):
        assets.copy_files({"b.js": "b.js"}, tmp_path / "vendor")
