"""A call may name the membership that it speaks for; it is then not taken from anybody else."""

from __future__ import annotations

from collections.abc import Callable

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person


def test_the_membership_that_is_named_must_be_the_one_signed_in(driver: Caller, cast: Cast) -> None:
    assert driver.get("/api/anomalies", headers=named(cast.driver)).status == 200
    assert driver.get("/api/anomalies", headers=named(cast.other_driver)).status == 401


def test_somebody_without_a_company_speaks_for_no_membership(admin: Caller, cast: Cast) -> None:
    assert admin.get("/api/anomalies", headers=named(cast.driver)).status == 401


def test_a_session_of_the_pages_is_held_to_it_too(
    browsing: Callable[[Person], Caller], cast: Cast
) -> None:
    driver = browsing(cast.driver)
    assert driver.get("/api/anomalies", headers=named(cast.driver)).status == 200
    assert driver.get("/api/anomalies", headers=named(cast.partner_driver)).status == 401


def named(person: Person) -> dict[str, str]:
    return {"X-Billun-Membership": str(person.membership_id)}
