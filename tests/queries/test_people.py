"""The list of people: folded alike in SQL and in Python, and the same few questions however long it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import literal, select

from billun.extensions import db
from billun.models import Membership, Role
from billun.operations.people import MemberForm, invite_person
from billun.queries.people import fold_name, folded
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.queries.test_statement_counts import MOST, counted

Look = Callable[..., Any]


@pytest.mark.parametrize(
    "name",
    ["Élodie", "LE GOFF", "d'Ormesson", "Ľubomír", "Åsa", "Ştefan", "Γιώργος", "Иван", "نور", "3e"],
)
def test_names_are_folded_alike_in_sql_and_in_python(app: Flask, look: Look, name: str) -> None:
    assert look(lambda: db.session.scalar(select(folded(literal(name))))) == fold_name(name)


def test_the_list_asks_no_more_when_it_grows(
    app: Flask, browsing: Callable[..., Caller], cast: Cast, look: Look
) -> None:
    reader = browsing(cast.manager)
    paths = ["/people", "/people?q=a", "/people?state=invited", "/api/users?limit=200"]

    def grow(first: int, last: int) -> None:
        actor = db.session.get_one(Membership, cast.manager.membership_id)
        for number in range(first, last):
            form = MemberForm(
                first_name="Anna",
                last_name=f"Nr {number}",
                email=f"anna{number}@example.com",
                role=Role.WORKSHOP,
                workshop_id=cast.workshop_id,
            )
            invite_person(actor, form)

    look(lambda: grow(0, 3))
    few = {path: counted(app, reader, path) for path in paths}
    look(lambda: grow(3, 40))
    many = {path: counted(app, reader, path) for path in paths}
    assert many == few
    assert {path: count for path, count in many.items() if count > MOST} == {}
