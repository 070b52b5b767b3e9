"""What axe finds against a page as it stands, by day and by night."""

from __future__ import annotations

from typing import Any, Literal

from playwright.sync_api import Page

from bin.places import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What the second scheme of the same page can change: night moves and hides nothing.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", ALL_RULES),
    ("dark", COLOUR_RULES),
)
# Nothing here has a sound that axe would have to load first.
RUN = "rules => axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})"
# Else each element would pass slowly from day to night, and ending hundreds of that takes longer than axe does.
STAND_STILL = """
    () => {
        const still = new CSSStyleSheet();
        still.replaceSync("*, ::before, ::after { transition: none !important; }");
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    }
"""
GO_ON = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"
# Ended, not waited for: a page on which nothing moves may draw no further frame, and a wait for one has no end.
UNTIL_ALL_RESTS = """
    () => {
        for (let round = 0; round < 5; round += 1) {
            document.getAnimations().forEach(one => one.finish());
        }
    }
"""


def faults(page: Page, by_night: bool = True) -> list[str]:
    """Every fault in words: what axe finds in light and in dark, and whether the page is wider than its screen."""
    found = []
    page.evaluate(STAND_STILL)
    for scheme, rules in SCHEMES if by_night else SCHEMES[:1]:
        # A card that comes in by itself would be met half faded in.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(UNTIL_ALL_RESTS)
        found += [f"{page.url} in {scheme}: {fault}" for fault in violations(page, rules)]
    page.evaluate(GO_ON)
    if overflow(page) > 0:
        found.append(f"{page.url} is wider than the screen")
    return found


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(RUN, rules)
    return [
        f"{one['id']} {node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many CSS pixels the page is wider than its screen; zero or less where it fits."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
