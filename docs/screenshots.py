"""`make screenshots`: a Billun of its own with the demo, photographed for README.md."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from billun.demo.content import DEMO_PASSWORD
from billun.demo.drawing import PhotoBrief, draw_photo
from bin.demonstration import demonstration
from bin.places import ROOT

PICTURES = Path(__file__).parent / "screenshots"
# What a phone shows before it installs the app: see billun/blueprints/pwa/manifest.py.
SHOWN_BY_INSTALLERS = ROOT / "billun" / "static" / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
MANAGER = "marc.delaunay@vauquelin.example"
SUPERVISOR = "thierry.lemoine@vauquelin.example"
DRIVER = "tom.whitaker@vauquelin.example"
EVERY_PICTURE_IN_SIGHT = """
    () => [...document.images].every(
        image => image.complete || image.getBoundingClientRect().top > innerHeight
    )
"""


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="billun-screenshots-"))
    PICTURES.mkdir(exist_ok=True)
    with demonstration(folder) as base_url, sync_playwright() as playwright:
        photograph(playwright, base_url, folder)
    shutil.rmtree(folder, ignore_errors=True)


def photograph(playwright: Playwright, base_url: str, folder: Path) -> None:
    camera = film(folder / "camera.y4m")
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM"),
        args=[*FLAGS, f"--use-file-for-fake-video-capture={camera}"],
    )

    def signed_in(login: str, viewport: dict[str, int], locale: str, scheme: str) -> Page:
        context = browser.new_context(
            base_url=base_url,
            viewport=viewport,  # type: ignore[arg-type]
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["camera", "geolocation"],
            geolocation={"latitude": 49.18, "longitude": -0.45},
        )
        return sign_in(context, login)

    desk_pages(signed_in(MANAGER, DESK, "en-GB", "light"))
    wall(signed_in(SUPERVISOR, DESK, "fr-FR", "dark"))
    workshop_pages(signed_in(SUPERVISOR, DESK, "en-GB", "light"))
    driver_pages(signed_in(DRIVER, PHONE, "en-GB", "light"))
    for name in ("drive-find", "drive-known", "board"):
        for_installers(name)
    browser.close()


def sign_in(context: BrowserContext, login: str) -> Page:
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("load")
    language = (page.evaluate("navigator.language"))[:2]
    page.request.patch(
        "/api/me",
        data={"locale": language},
        headers={"X-CSRFToken": page.request.get("/api/me").json()["csrf_token"]},
    )
    return page


def desk_pages(page: Page) -> None:
    shoot(page, "/board", "board")
    shoot(page, "/overview", "overview")
    shoot(page, "/equipment", "equipment")
    shoot(page, "/deadlines", "deadlines")
    tanker = page.request.get("/api/equipment/lookup?code=R-431").json()["items"][0]
    shoot(page, f"/equipment/{tanker['billun_id']}", "item")
    worst = page.request.get("/api/anomalies?criticality=red&status=reported").json()["items"][0]
    shoot(page, f"/anomalies/{worst['reference']}", "anomaly")
    page.goto("/anomalies")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.locator("#panel-anomaly").wait_for()
    shoot_here(page, "triage")


def wall(page: Page) -> None:
    shoot(page, "/board", "board-dark-fr")


def workshop_pages(page: Page) -> None:
    shoot(page, "/maintenance", "calendar")
    shoot(page, "/wall", "wall")


def driver_pages(page: Page) -> None:
    item = page.request.get("/api/equipment/lookup?code=FL-915-BT").json()["items"][0]
    shoot(page, "/drive", "drive-find")
    shoot(page, f"/drive/equipment/{item['billun_id']}", "drive-known")
    page.goto(f"/drive/equipment/{item['billun_id']}/report")
    page.locator('.tile:has([value="bodywork"])').click()
    page.locator('.line:has([value="curtain"]):visible').click()
    page.locator('[data-step="spot"] [data-next]').click()
    shoot_here(page, "drive-criticality")
    page.locator(".choice-yellow").click()
    page.locator("[data-next]:visible").click()
    page.locator("[data-open-camera]:visible").click()
    page.locator("[data-camera-shutter]:not(:disabled)").wait_for()
    shoot_here(page, "drive-camera")


def shoot(page: Page, path: str, name: str) -> None:
    page.goto(path)
    shoot_here(page, name)


def shoot_here(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    page.wait_for_function(EVERY_PICTURE_IN_SIGHT)
    page.screenshot(path=PICTURES / f"{name}.png")


def for_installers(name: str) -> None:
    """The same picture as a small file in the app itself."""
    SHOWN_BY_INSTALLERS.mkdir(exist_ok=True)
    Image.open(PICTURES / f"{name}.png").save(SHOWN_BY_INSTALLERS / f"{name}.webp", quality=80)


def film(path: Path) -> Path:
    """A drawn photo as the one frame that the browser's pretended camera shows."""
    brief = PhotoBrief(
        kind="curtain_sider",
        category="bodywork",
        sub_category="curtain",
        guide="overview",
        plate="FL-915-BT",
        billun_id="BLN-2026-7K3F9Q",
        fleet_number="R-402",
        livery="vauquelin",
        scene="yard",
        light="day",
        seed=7,
        taken_at=datetime.now(UTC),
    )
    frame = Image.open(BytesIO(draw_photo(brief))).resize((1280, 960)).convert("YCbCr")
    luma, blue, red = frame.split()
    planes = (luma, blue.resize((640, 480)), red.resize((640, 480)))
    header = b"YUV4MPEG2 W1280 H960 F15:1 Ip A1:1 C420jpeg\n"
    path.write_bytes(header + b"FRAME\n" + b"".join(plane.tobytes() for plane in planes))
    return path


if __name__ == "__main__":
    main()
