"""A manager's first morning: a fleet comes in, what is due is known, labels are printed, a driver joins by a card."""

from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from billun.adapters.qr_codes import qr_code
from billun.extensions import db
from billun.models import Equipment, Invitation, Renewal, User
from billun.operations.invitation_link import link_of
from tests.browser.test_whole_way import sign_in
from tests.fixtures.browser import PHONE, Opening
from tests.fixtures.cast import PASSWORD, Cast
from tests.fixtures.live import House

pytestmark = pytest.mark.browser

FLEET = """N° de parc;Immatriculation;Genre;Marque;Modèle;Date de 1re mise en circulation;PTAC
T 500;GA-501-AA;tracteur;Volvo;FH 500;14/03/2022;19000
T 501;GA-502-AA;tracteur;Volvo;FH 500;21/06/2023;19000
R 600;GA-601-AA;tautliner;Krone;Profi Liner;02/05/2021;38000
R 601;GA-602-AA;frigo;Lamberet;SR2;11/09/2020;39000
R 602;GA-602-AA;frigo;Lamberet;SR2;11/09/2020;39000
H 700;;chariot élévateur;Linde;H30;05/01/2021;
"""


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """The one that people have: the whole morning passes in it."""
    return whole_browser


def test_the_managers_morning(
    opening: Opening, live: House, live_cast: Cast, tmp_path: Path, complaints: list[str]
) -> None:
    desk = opening()
    sign_in(desk, live_cast.manager.email)
    expect(desk).to_have_url(f"{live.url}/overview")
    bring_in(desk, tmp_path)
    assert live.look(fleet) == ["H 700", "R 600", "R 601", "T 07", "T 500", "T 501"]

    desk.goto("/equipment?kind=refrigerated")
    desk.get_by_text("GA-602-AA").first.click()
    desk.goto(live.look(lambda: f"/equipment/{billun_id_of('R 601')}/deadlines/ct_heavy/renewal"))
    renew_with_proof(desk, tmp_path)
    assert live.look(lambda: db.session.query(Renewal).one().document_id) is not None

    print_labels(desk)
    phone = opening(device=PHONE)
    join_by_card(desk, phone, live)
    expect(phone).to_have_url(f"{live.url}/drive")
    phone.goto("/sign-in")
    assert complaints == []

    again = opening(device=PHONE)
    sign_in(again, "06 39 98 00 77")
    expect(again).to_have_url(f"{live.url}/drive")
    assert live.look(lambda: role_of("+33639980077")) == "driver"


def bring_in(desk: Page, folder: Path) -> None:
    """A file from another program, in Latin-1, with one row that cannot be."""
    file = folder / "parc.csv"
    file.write_bytes(FLEET.encode("latin-1"))
    desk.goto("/imports/new?target=equipment")
    desk.locator('input[type="file"]').set_input_files(file)
    desk.locator('main button[type="submit"]').click()
    desk.get_by_role("button", name="Try every row").click()
    expect(desk.locator("#import-run")).to_contain_text("Row 5 says something of this item")
    desk.get_by_role("button", name="Import the 5 good rows").click()
    expect(desk.get_by_role("heading", name="5 rows were imported")).to_be_visible()


def fleet() -> list[str]:
    numbers = select(Equipment.internal_id).where(Equipment.internal_id.is_not(None))
    return sorted(number for number in db.session.scalars(numbers) if number)


def billun_id_of(number: str) -> str:
    return db.session.scalars(
        select(Equipment.billun_id).where(Equipment.internal_id == number)
    ).one()


def renew_with_proof(desk: Page, folder: Path) -> None:
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=20)
    paper.cell(text="Technical inspection: passed")
    file = folder / "inspection.pdf"
    paper.output(str(file))
    desk.get_by_label("Done on").fill("2026-06-01")
    desk.locator('#renewal-form input[type="file"]').set_input_files(file)
    desk.get_by_role("button", name="Record the check").click()
    expect(desk.locator("main")).to_contain_text("1 Jun 2027")


def print_labels(desk: Page) -> None:
    """Two ticked rows become a sheet in another window."""
    desk.goto("/equipment")
    rows = desk.locator('.equipment-table tbody input[type="checkbox"]')
    rows.nth(0).check()
    rows.nth(1).check()
    with desk.context.expect_event(
        "response", lambda answer: answer.url.endswith("/labels")
    ) as sheet:
        desk.locator("[data-selection-bar]").get_by_role("button", name="Labels").click()
    assert sheet.value.headers["content-type"] == "application/pdf"


def join_by_card(desk: Page, phone: Page, house: House) -> None:
    desk.goto("/people/cards")
    desk.get_by_label("How many").fill("1")
    desk.get_by_role("button", name="Make the cards").click()
    desk.get_by_role("link", name="Show card 1").click()
    link: str = house.look(lambda: link_of(db.session.query(Invitation).one()))
    drawn = desk.get_by_role("img", name="Code to join").locator("path").get_attribute("d")
    assert drawn == qr_code(link).path

    phone.goto(link)
    phone.get_by_label("First name").fill("Dylan")
    phone.get_by_label("Last name").fill("Roux")
    phone.get_by_label("Phone or e-mail").first.fill("06 39 98 00 77")
    phone.get_by_label("Password").first.fill(PASSWORD)
    phone.get_by_role("button", name="Join", exact=True).click()
    phone.wait_for_url("**/drive*")
    expect(desk.locator("#card")).to_contain_text("Dylan Roux has joined")


def role_of(number: str) -> str:
    user = db.session.scalars(select(User).where(User.phone == number)).one()
    return user.memberships[0].role.value
