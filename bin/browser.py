"""Run a command with CHROMIUM naming a browser, which is found or fetched first.

CHROMIUM_SHELL names its headless shell where there is one to be had: the same pages for a quarter less work.

python -m bin.browser COMMAND ...
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from bin.commands import run_quietly
from bin.console import Refusal, run_as_program, say
from bin.places import PYTHON, ROOT

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = (
    "the browser tests need Chromium and none is to be had here: "
    "install it, or name one with CHROMIUM=/path/to/chromium"
)


def main() -> int:
    environ = {**os.environ, **programs()}
    return subprocess.run(sys.argv[1:], cwd=ROOT, env=environ, check=False).returncode


def programs() -> dict[str, str]:
    """CHROMIUM, and CHROMIUM_SHELL where there is one. Whoever names a browser gets that one alone."""
    if os.environ.get("CHROMIUM"):
        return {"CHROMIUM": chromium()}
    found = {"CHROMIUM": chromium()}
    if shell := shutil.which(SHELL) or shell_from_debian():
        found["CHROMIUM_SHELL"] = shell
    return found


def chromium() -> str:
    """The path of a Chromium: a named one, the machine's, Debian's or Playwright's, in this order.

    Refuses with one line when there is none to be had.
    """
    if named := os.environ.get("CHROMIUM"):
        if shutil.which(named) is None:
            raise Refusal(f"CHROMIUM={named} is no program")
        return named
    return installed() or from_debian() or from_playwright() or nowhere()


def installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def from_debian() -> str | None:
    """Debian's package, where we may install it."""
    if not may_install():
        return None
    say("Installing Chromium from this system's packages …")
    install("chromium")
    return installed()


def shell_from_debian() -> str | None:
    """The shell of the same package; whatever goes wrong, there is a browser without it."""
    if not may_install() or not is_of_debian():
        return None
    say("Installing Chromium's headless shell from this system's packages …")
    install(SHELL)
    return shutil.which(SHELL)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_of_debian() -> bool:
    asked = subprocess.run(["dpkg", "-s", "chromium"], capture_output=True, check=False)
    return asked.returncode == 0


def install(package: str) -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_quietly(["apt-get", "update", "-q"], "apt-get update", environ)
        run_quietly(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", package],
            "apt-get install",
            environ,
        )
    except Refusal as refusal:
        say(f"billun: {refusal}")


def from_playwright() -> str | None:
    """Playwright's own download; it is kept in the user's cache."""
    if path := playwright_path():
        return path
    say("Fetching Chromium with Playwright …")
    try:
        run_quietly([str(PYTHON), "-m", "playwright", "install", "chromium"], "playwright install")
    except Refusal as refusal:
        say(f"billun: {refusal}")
    return playwright_path()


def playwright_path() -> str | None:
    """Where Playwright keeps its Chromium, None when it has none."""
    program = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n"
        "    print(playwright.chromium.executable_path)"
    )
    path = run_quietly([str(PYTHON), "-c", program], "Playwright does not run").strip()
    return path if os.access(path, os.X_OK) else None


def nowhere() -> str:
    raise Refusal(NONE)


if __name__ == "__main__":
    run_as_program(main)
