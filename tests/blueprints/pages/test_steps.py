"""The buttons of an anomaly's page are exactly the cells of product.md's table."""

from __future__ import annotations

import re
from itertools import product

import pytest
from flask import Flask, render_template_string

from billun.blueprints.anomalies.page import NOUNS
from billun.models import AnomalyStatus, Criticality
from tests.models.test_anomaly_transitions import PEOPLE, STAFF, anomaly, expected

BUTTONS = """{% from "anomalies/_steps.html" import steps_to_take %}
{{ steps_to_take(anomaly, steps, "", "") }}"""


@pytest.mark.parametrize("person", PEOPLE)
def test_the_buttons_are_the_table(app: Flask, person: str) -> None:
    with app.test_request_context():
        for status, criticality in product(AnomalyStatus, Criticality):
            table = expected(status, criticality, person)
            wanted = {NOUNS[AnomalyStatus(to)]: reason for to, reason in table.items()}
            assert buttons(person, status, criticality) == wanted, (status, criticality)


def buttons(person: str, status: str, criticality: str) -> dict[str, bool]:
    """The nouns that the forms create, and whether each asks for a reason."""
    shown = anomaly(status, criticality)
    shown.reference = "ANO-2026-000000"
    steps = [(NOUNS[row.target], row) for row in shown.steps_open_to(STAFF[person])]
    drawn = render_template_string(BUTTONS, anomaly=shown, steps=steps)
    forms = re.findall(r"<form.*?</form>", drawn, re.DOTALL)
    return {noun_of(form): "required" in form for form in forms}


def noun_of(form: str) -> str:
    found = re.search(r'action="/anomalies/ANO-2026-000000/([a-z]+)"', form)
    assert found, form
    return found[1]
