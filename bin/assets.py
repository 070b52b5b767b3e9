"""Fill billun/static/vendor with the files and icons that package.json names under "billun".

python -m bin.assets
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from bin.console import Refusal, run_as_program, say
from bin.node import npm
from bin.places import ROOT, VENDOR
from bin.stamps import digest, is_current, leave
from bin.tabler import prepare_tabler

NODE_MODULES = ROOT / "node_modules"
OUTLINE_ICONS = NODE_MODULES / "@tabler" / "icons" / "icons" / "outline"
SOURCE_MAP = re.compile(rb"\s*(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BOUNDING_BOX = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


def prepare_assets() -> None:
    """Bring node_modules and the vendor folder to what package.json and its lock say."""
    install_packages()
    fill_vendor()
    prepare_tabler()


def install_packages() -> None:
    lock = ROOT / "package-lock.json"
    stamp, value = NODE_MODULES / "billun.sha256", digest([lock])
    if is_current(stamp, value):
        return
    say("Fetching the browser's files …")
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    leave(stamp, value)


def fill_vendor() -> None:
    stamp = VENDOR / "billun.sha256"
    value = digest([ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)])
    if is_current(stamp, value):
        return
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["billun"]
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    copy_files(wanted["vendor"], fresh)
    write_sprite(wanted["icons"], fresh / "icons.svg")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    leave(stamp, value)


def copy_files(files: Mapping[str, str], target: Path) -> None:
    for source, name in files.items():
        path = NODE_MODULES / source
        if not path.is_file():
            raise Refusal(f"package.json names a file that no package has: {source}")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        # The maps stay behind, so nothing may point to them.
        (target / name).write_bytes(SOURCE_MAP.sub(b"\n", path.read_bytes()))


def write_sprite(names: Iterable[str], target: Path) -> None:
    symbols = "\n".join(symbol(name) for name in sorted(set(names)))
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8"
    )


def symbol(name: str) -> str:
    """The outline icon as a symbol of its name, drawn in the colour of the text around it."""
    path = OUTLINE_ICONS / f"{name}.svg"
    if not path.is_file():
        raise Refusal(f"package.json names an icon that Tabler does not have: {name}")
    attributes = (
        'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round"'
    )
    return f'<symbol id="{name}" {attributes}>{drawing(path.read_text(encoding="utf-8"))}</symbol>'


def drawing(svg: str) -> str:
    """What lies inside the <svg> element, without the invisible box that Tabler puts first."""
    match = DRAWING.search(BOUNDING_BOX.sub("", svg))
    return re.sub(r"\s*\n\s*", "", match[1]) if match else ""


if __name__ == "__main__":
    run_as_program(prepare_assets)
