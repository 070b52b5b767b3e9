"""`make lighthouse`: the driver's pages on a slow phone, as Lighthouse judges them. The median of three runs counts."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from billun.demo.content import DEMO_PASSWORD
from bin.browser import chromium
from bin.console import Refusal, run_as_program, say
from bin.demonstration import demonstration
from bin.node import find_npm, npm
from bin.stamps import digest, is_current, leave

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
DRIVER = "tom.whitaker@vauquelin.example"
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST, RUNS, TRIES = 95, 3, 4
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Scores = dict[str, int]


def main() -> None:
    install()
    folder = Path(tempfile.mkdtemp(prefix="billun-lighthouse-"))
    # PostgreSQL runs as another user when we are root.
    folder.chmod(0o755)
    try:
        with demonstration(folder) as base_url:
            jar = CookieJar()
            caller = signed_in(base_url, jar)
            headers = folder / "headers.json"
            headers.write_text(json.dumps({"Cookie": header_of(jar)}), encoding="utf-8")
            judged = {path: judge(base_url + path, headers) for path in pages(base_url, caller)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    show(judged)
    if any(score < LEAST for scores in judged.values() for score in scores.values()):
        raise Refusal(f"a page is under {LEAST}")


def install() -> None:
    """Lighthouse, by its own lock file: nothing else needs it."""
    stamp, value = HERE / "node_modules" / "billun.sha256", digest([HERE / "package-lock.json"])
    if not is_current(stamp, value):
        say("Fetching Lighthouse …")
        npm("ci", "--prefix", str(HERE), "--ignore-scripts", "--no-audit", "--no-fund")
        leave(stamp, value)


def signed_in(base_url: str, jar: CookieJar) -> OpenerDirector:
    """A browser of sorts in which the driver is signed in."""
    caller = build_opener(HTTPCookieProcessor(jar))
    page = caller.open(f"{base_url}/sign-in").read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "login": DRIVER, "password": DEMO_PASSWORD}
    caller.open(f"{base_url}/sign-in", urlencode(form).encode()).read()
    return caller


def header_of(jar: CookieJar) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def pages(base_url: str, caller: OpenerDirector) -> list[str]:
    found = json.load(caller.open(f"{base_url}/api/equipment/lookup?code=FL-915-BT"))
    item = f"/drive/equipment/{found['items'][0]['billun_id']}"
    return ["/drive", item, f"{item}/report", "/drive/reports", "/drive/scan"]


def judge(url: str, headers: Path) -> Scores:
    """The median of each category, from 0 to 100."""
    runs = [run(url, headers) for _ in range(RUNS)]
    return {category: round(median(one[category] for one in runs)) for category in CATEGORIES}


def run(url: str, headers: Path) -> Scores:
    for _ in range(TRIES):
        report = ask_lighthouse(url, headers)
        # On a busy machine it sometimes misses the beginning of a page.
        if not report.get("runtimeError"):
            found = report["categories"]
            scores = {name: round(found[name]["score"] * 100) for name in CATEGORIES}
            say(f"{url}: {scores}")
            return scores
    raise Refusal(f"Lighthouse cannot judge {url}: {report['runtimeError']['message']}")


def ask_lighthouse(url: str, headers: Path) -> dict[str, dict[str, dict[str, float]]]:
    _command, environ = find_npm()
    output = headers.with_name("report.json")
    output.unlink(missing_ok=True)
    subprocess.run(
        [
            "node",
            str(PROGRAM),
            url,
            "--quiet",
            "--form-factor=mobile",
            f"--extra-headers={headers}",
            f"--only-categories={','.join(CATEGORIES)}",
            "--output=json",
            f"--output-path={output}",
            f"--chrome-flags={FLAGS}",
        ],
        env={**os.environ, **environ, "CHROME_PATH": chromium()},
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if not output.exists():
        raise Refusal("Lighthouse does not run: see `npm ls` in tests/lighthouse")
    return dict(json.loads(output.read_text(encoding="utf-8")))


def show(judged: dict[str, Scores]) -> None:
    say(f"\n{'page':44}" + "".join(f"{category:>16}" for category in CATEGORIES))
    for path, scores in judged.items():
        say(f"{path:44}" + "".join(f"{scores[category]:>16}" for category in CATEGORIES))


if __name__ == "__main__":
    run_as_program(main)
