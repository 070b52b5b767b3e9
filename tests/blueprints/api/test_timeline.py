"""GET and POST /api/anomalies/<id>/timeline."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.reports import report, send_report


@pytest.fixture
def path(driver: Caller, cast: Cast) -> str:
    return f"/api/anomalies/{send_report(driver, report(cast.lorry.id)).body['id']}/timeline"


def say(caller: Caller, path: str, comment: str | None, id: str | None = None) -> Answer:
    return caller.post(path, json={"comment": comment} | ({"id": id} if id else {}))


def test_a_comment_is_the_last_entry(driver: Caller, mechanic: Caller, path: str) -> None:
    assert say(mechanic, path, "  Bring it in tonight.  ").status == 201
    last = driver.get(path).body["items"][-1]
    assert (last["kind"], last["comment"]) == ("comment", "Bring it in tonight.")


def test_the_same_comment_sent_again_is_one(driver: Caller, path: str) -> None:
    id = str(uuid4())
    first, again = (say(driver, path, "on the A13", id) for _ in range(2))
    assert first.body == again.body
    assert len(driver.get(path).body["items"]) == 2


def test_another_comment_with_the_same_id_is_a_conflict(driver: Caller, path: str) -> None:
    id = str(uuid4())
    say(driver, path, "on the A13", id)
    assert say(driver, path, "on the A14", id).status == 409


def test_somebody_elses_comment_id_is_a_conflict(
    driver: Caller, mechanic: Caller, path: str
) -> None:
    id = str(uuid4())
    say(driver, path, "on the A13", id)
    assert say(mechanic, path, "on the A13", id).status == 409


def test_a_comment_id_of_another_company_is_not_there(
    driver: Caller, partner: Caller, path: str, cast: Cast
) -> None:
    theirs = send_report(partner, report(cast.partner_trailer.id)).body["id"]
    id = str(uuid4())
    say(partner, f"/api/anomalies/{theirs}/timeline", "ours", id)
    assert say(driver, path, "ours", id).status == 404


@pytest.mark.parametrize("comment", ["", "   ", None, "x" * 4001, "\0"])
def test_no_comment_is_refused(driver: Caller, path: str, comment: str | None) -> None:
    answer = say(driver, path, comment)
    assert (answer.status, list(answer.errors)) == (422, ["comment"])


def test_another_company_neither_reads_nor_writes(partner: Caller, path: str) -> None:
    assert partner.get(path).status == 404
    assert say(partner, path, "hello").status == 404


def test_the_words_come_back_as_they_were(driver: Caller, path: str) -> None:
    words = "<b>Élise</b> & 日本 🚛 ' \" \\ %s {{ 7*7 }}"
    assert say(driver, path, words).body["comment"] == words
