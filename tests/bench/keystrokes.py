"""How long a key of the search takes on a phone with ten thousand items: on a slowed processor.

bin/python -m bin.browser .venv/bin/python -m tests.bench.keystrokes http://127.0.0.1:8000 EMAIL PASSWORD
"""

from __future__ import annotations

import os
import sys
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.drive.with_copy import FILL
from tests.fixtures.browser import ARGUMENTS, PHONE

ITEMS = 10_000
# A cheap phone beside the machine that measures.
SLOWED = 6
TYPED = ("zz 77", "schmitz 9", "code-9876", "nothing like it")
KEYSTROKES = """
async (texts) => {
  const field = document.querySelector("#q");
  const results = document.querySelector("#results");
  const taken = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end += 1) {
      const began = performance.now();
      const drawn = new Promise((resolve) => new MutationObserver((_, watch) => (watch.disconnect(), resolve()))
        .observe(results, { childList: true, attributes: true }));
      field.value = text.slice(0, end);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, 1000))]);
      await new Promise(requestAnimationFrame);
      if (results.dataset.drawn === field.value.trim()) taken.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }
  return taken.sort((one, other) => one - other);
}
"""


def main(url: str, email: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=ARGUMENTS
        )
        page = browser.new_context(base_url=url, **PHONE).new_page()
        enter(page, email, password)
        page.wait_for_timeout(3_000)
        page.evaluate(FILL, ITEMS)
        page.reload()
        page.wait_for_timeout(3_000)
        slow_down(page)
        report(page.evaluate(KEYSTROKES, list(TYPED)))
        browser.close()


def enter(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail or phone").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/drive")


def slow_down(page: Page) -> None:
    devtools: Any = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.context.set_offline(True)


def report(taken: list[float]) -> None:
    print(
        f"{len(taken)} keys, {ITEMS} items, processor slowed {SLOWED} times: "
        f"median {taken[len(taken) // 2]:.0f} ms, 95 % within {taken[int(len(taken) * 0.95)]:.0f} ms, "
        f"worst {taken[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
