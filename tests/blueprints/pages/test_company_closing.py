"""Closing a company on its page and over the API, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from billun.extensions import db
from billun.models import Company, SignIn
from billun.operations.company_export import export_company
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit

Browsing = Callable[[Person], Caller]
Look = Callable[[Callable[[], Any]], Any]
PAGE = "/company/closing"


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


@pytest.fixture
def own(cast: Cast) -> str:
    return f"/api/companies/{cast.vauquelin}"


def test_a_company_closes_when_its_name_is_typed(
    page: Caller, cast: Cast, driver: Caller, mechanic: Caller, manager: Caller
) -> None:
    assert submit(page, PAGE, typed_name="vauquelin").status == 422
    assert driver.get("/api/equipment").status == 200
    assert submit(page, PAGE, typed_name=" Vauquelin ").status == 303
    assert [one.get("/api/me").status for one in (driver, mechanic, manager)] == [401, 401, 200]
    assert "Vauquelin is closed" in page.get(PAGE).text


def test_every_device_but_the_main_managers_is_signed_out(
    page: Caller, browsing: Browsing, cast: Cast, look: Look, manager: Caller
) -> None:
    others = [browsing(one) for one in (cast.site_manager, cast.driver, cast.supervisor)]
    submit(page, PAGE, typed_name="Vauquelin")
    for other in others:
        assert other.get("/account").headers["Location"].startswith("/sign-in")
    living = look(
        lambda: {
            one.user_id for one in db.session.query(SignIn).filter(SignIn.revoked_at.is_(None))
        }
    )
    assert living == {cast.manager.user_id}


def test_the_main_manager_of_a_closed_company_is_led_to_its_page(
    page: Caller, manager: Caller
) -> None:
    submit(page, PAGE, typed_name="Vauquelin")
    for path in ("/overview", "/equipment", "/company", "/sites"):
        assert page.get(path).headers["Location"] == PAGE
    assert page.get("/account").status == 200
    answer = manager.get("/api/equipment")
    assert (answer.status, "closed" in answer.body["detail"]) == (403, True)
    assert manager.post("/api/sites", json={}).status == 403


def test_only_the_main_manager_and_an_admin_close_a_company(
    own: str, browsing: Browsing, cast: Cast, calling: Callable[[Person], Caller],
    driver: Caller, partner: Caller, admin: Caller, manager: Caller,
) -> None:  # fmt: skip
    site_manager = calling(cast.site_manager)
    assert [one.delete(own).status for one in (site_manager, driver, partner)] == [403, 403, 404]
    answer = submit(browsing(cast.site_manager), "/account", PAGE, typed_name="Vauquelin")
    assert answer.status == 403
    assert manager.get(own).body["closed_at"] is None
    assert admin.delete(own).status == 204
    assert manager.get(own).body["closed_at"] is not None


def test_closing_twice_changes_nothing(own: str, manager: Caller) -> None:
    assert manager.delete(own).status == 204
    first = manager.get(own).body
    assert manager.delete(own).status == 204
    assert manager.get(own).body == first


def test_the_day_of_the_purge_follows_the_companys_wish(
    own: str, manager: Caller, cast: Cast, look: Look
) -> None:
    manager.patch(own, json={"closing_retention_days": 14})
    manager.delete(own)
    company: tuple[Any, Any] = look(
        lambda: (
            db.session.get_one(Company, cast.vauquelin).purge_on,
            db.session.get_one(Company, cast.vauquelin).today,
        )
    )
    assert company[0] - company[1] == timedelta(days=14)


def test_the_page_tells_when_the_data_can_be_fetched(
    page: Caller, cast: Cast, look: Look, browsing: Browsing
) -> None:
    submit(page, PAGE, typed_name="Vauquelin")
    fragment = {"HX-Target": "div#export", "HX-Request": "true"}
    waiting = page.get(PAGE, headers=fragment).text
    assert 'hx-trigger="every 2s"' in waiting
    assert "<html" not in waiting
    assert page.get(f"{PAGE}/export").status == 404
    look(lambda: export_company(db.session.get_one(Company, cast.vauquelin)))
    ready = page.get(PAGE, headers=fragment).text
    assert "hx-trigger" not in ready
    assert f"{PAGE}/export" in ready
    with page.get(f"{PAGE}/export").response as answer:
        assert answer.get_data()[:2] == b"PK"
        assert "attachment" in answer.headers["Content-Disposition"]


def test_a_closed_company_opens_again_with_everything(
    page: Caller, cast: Cast, look: Look, calling: Callable[[Person], Caller]
) -> None:
    submit(page, PAGE, typed_name="Vauquelin")
    look(lambda: export_company(db.session.get_one(Company, cast.vauquelin)))
    assert submit(page, PAGE, "/company/reopening").status == 303
    assert calling(cast.driver).get(f"/api/equipment/{cast.lorry.id}").status == 200
    assert page.get(f"{PAGE}/export").status == 404
    assert "Close Vauquelin" in page.get(PAGE).text


def test_an_admin_opens_a_company_again(
    browsing: Browsing, cast: Cast, own: str, manager: Caller, admin: Caller
) -> None:
    manager.delete(own)
    desk = browsing(cast.admin)
    assert "Open again" in desk.get("/admin/companies").text
    path = f"/admin/companies/{cast.vauquelin}/reopening"
    assert submit(desk, "/admin/companies", path).status == 303
    assert manager.get(own).body["closed_at"] is None
    manager.delete(own)
    assert admin.put(f"{own}/reopening").body["closed_at"] is None


def test_on_the_day_of_the_purge_it_is_too_late(
    own: str, manager: Caller, cast: Cast, look: Look
) -> None:
    manager.delete(own)

    def let_time_pass() -> None:
        company = db.session.get_one(Company, cast.vauquelin)
        company.purge_on = company.today

    look(let_time_pass)
    assert manager.put(f"{own}/reopening").status == 409
