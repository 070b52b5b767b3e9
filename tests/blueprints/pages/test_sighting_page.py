"""Known damage met again, as one plain form with its photos."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from billun.extensions import db
from billun.models import Anomaly, Sighting
from billun.models.base import new_id
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import jpeg, report, send_report

Look = Callable[..., Any]
WORSE = {"kind": "worse", "criticality": "orange", "comment": "Torn further"}


@pytest.fixture
def page(browsing: Callable[..., Caller], cast: Cast) -> Caller:
    return browsing(cast.driver)


@pytest.fixture
def path(mechanic: Caller, cast: Cast) -> str:
    """The page of a yellow one on the lorry."""
    reference = send_report(mechanic, report(cast.lorry.id)).body["reference"]
    return f"/drive/equipment/{cast.lorry.billun_id}/sightings/{reference}"


def send(page: Caller, path: str, photos: tuple[bytes, ...] = (), /, **answers: str) -> Answer:
    fields: list[tuple[str, Any]] = list(({"id": str(new_id())} | answers).items())
    fields += [("photos", ("photo.jpg", content, "image/jpeg")) for content in photos]
    body, kind = encode_multipart_formdata(fields)
    return page.post(path, data=body, content_type=kind)


def kept(look: Look) -> list[tuple[str, str | None, str]]:
    return list(look(all_sightings))


def all_sightings() -> list[tuple[str, str | None, str]]:
    return [
        (str(one.kind), one.criticality and str(one.criticality), one.comment)
        for one in db.session.query(Sighting)
    ]


def criticality(look: Look) -> str:
    return str(look(lambda: db.session.query(Anomaly).one().criticality))


def test_the_page_offers_nothing_milder_than_what_it_is(page: Caller, path: str) -> None:
    text = page.get(path).text
    assert 'value="yellow"' in text
    assert 'value="green"' not in text


def test_it_is_the_same_keeps_nothing_else_that_the_form_says(
    page: Caller, path: str, look: Look
) -> None:
    answer = send(page, path, (jpeg(20),), **WORSE | {"kind": "known"})
    assert answer.status == 303
    assert kept(look) == [("known", None, "")]
    assert criticality(look) == "yellow"


def test_it_got_worse_brings_photos_and_raises_it(page: Caller, path: str, look: Look) -> None:
    answer = send(page, path, (jpeg(20), jpeg(21)), **WORSE)
    assert answer.status == 303
    assert page.get(answer.headers["Location"]).status == 200
    assert kept(look) == [("worse", "orange", "Torn further")]
    assert criticality(look) == "orange"
    stored = look(lambda: [len(one.photos) for one in db.session.query(Sighting)])
    assert stored == [2]


def test_the_same_form_sent_twice_is_one_sighting(page: Caller, path: str, look: Look) -> None:
    id = str(new_id())
    answers = [send(page, path, (jpeg(20),), **WORSE | {"id": id}).status for _ in range(2)]
    assert answers == [303, 303]
    assert len(kept(look)) == 1


REFUSED = {
    "neither the same nor worse": ({"kind": ""}, (), "kind"),
    "worse, and nothing more": ({"kind": "worse"}, (), "comment"),
    "a criticality that does not exist": (WORSE | {"criticality": "purple"}, (), "criticality"),
    "half a position": (WORSE | {"latitude": "49"}, (), "latitude"),
    "the same photo twice": (WORSE, (jpeg(20), jpeg(20)), "photos"),
    "no picture at all": (WORSE, (b"%PDF-1.7",), "photos"),
}


@pytest.mark.parametrize(("answers", "photos", "beside"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    page: Caller,
    path: str,
    look: Look,
    answers: dict[str, str],
    photos: tuple[bytes, ...],
    beside: str,
) -> None:
    answer = send(page, path, photos, **answers)
    assert answer.status in {415, 422}
    places = re.findall(r'data-error-for="([^"]+)"\s+data-wrong', answer.text)
    assert [beside in place.split() for place in places] == [True]
    assert kept(look) == []


def test_damage_of_another_item_or_company_is_not_there(
    page: Caller, path: str, cast: Cast, browsing: Callable[..., Caller]
) -> None:
    reference = path.rsplit("/", 1)[1]
    elsewhere = f"/drive/equipment/{cast.loner.billun_id}/sightings/{reference}"
    assert page.get(elsewhere).status == 404
    assert browsing(cast.outsider).get(path).status == 404
    assert send(page, elsewhere, **WORSE).status == 404


def test_the_page_that_a_phone_keeps_knows_of_no_damage(page: Caller) -> None:
    assert page.get("/drive/sighting").status == 200
