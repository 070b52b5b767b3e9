"""The register's pages, and where a scanned label leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import submit
from tests.fixtures.reports import report, send_report

Browsing = Callable[[Person], Caller]


@pytest.mark.parametrize(
    ("who", "place"), [("driver", "/drive/equipment/"), ("mechanic", "/equipment/")]
)
def test_a_label_leads_to_where_its_reader_works(
    browsing: Browsing, cast: Cast, who: str, place: str
) -> None:
    answer = browsing(cast.people[who]).get(f"/e/{cast.lorry.billun_id}")
    assert answer.headers["Location"] == place + cast.lorry.billun_id


def test_a_label_of_another_company_leads_nowhere(browsing: Browsing, cast: Cast) -> None:
    assert browsing(cast.partner).get(f"/e/{cast.lorry.billun_id}").status == 404


def test_a_label_asks_a_stranger_to_sign_in_and_remembers(anonymous: Caller, cast: Cast) -> None:
    place = anonymous.get(f"/e/{cast.lorry.billun_id}").headers["Location"]
    assert place.startswith("/sign-in?next=")


def test_a_manager_adds_an_item(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    answer = submit(page, "/equipment/new", kind="box", plate="NN-111-NN", make="Lamberet",
                    site_id=str(cast.site_id))  # fmt: skip
    assert answer.status == 303
    assert "NN-111-NN" in page.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    "fields",
    [{"kind": "boat"}, {"plate": ""}, {"first_registered_on": "soon"}, {"internal_id": "T-07"}],
)
def test_a_bad_item_is_shown_again_with_what_is_wrong(
    browsing: Browsing, cast: Cast, fields: dict[str, str]
) -> None:
    form = {"kind": "box", "plate": "NN-111-NN", "make": "Lamberet"} | fields
    answer = submit(browsing(cast.manager), "/equipment/new", **form)
    assert answer.status == 422
    assert "Lamberet" in answer.text


def test_a_site_of_another_company_is_no_choice(browsing: Browsing, cast: Cast) -> None:
    page = browsing(cast.manager)
    answer = submit(
        page, "/equipment/new", kind="box", plate="X1", site_id=str(cast.partner_site_id)
    )
    assert answer.status in {404, 422}
    assert str(cast.partner_site_id) not in page.get("/equipment/new").text


@pytest.mark.parametrize(
    "query", ["status=lost", "fitness=ill", "kind=boat", "family=x", "q=" + "x" * 500]
)
def test_a_strange_filter_breaks_nothing(browsing: Browsing, cast: Cast, query: str) -> None:
    assert browsing(cast.driver).get(f"/equipment?{query}").status == 200


def test_a_strange_cursor_is_refused(browsing: Browsing, cast: Cast) -> None:
    assert browsing(cast.driver).get("/equipment?cursor=x").status == 422


def test_what_is_open_is_shown_before_a_new_report(
    browsing: Browsing, cast: Cast, driver: Caller
) -> None:
    reference = send_report(driver, report(cast.lorry.id)).body["reference"]
    text = browsing(cast.driver).get(f"/drive/equipment/{cast.lorry.billun_id}").text
    assert f'data-reference="{reference}"' in text
