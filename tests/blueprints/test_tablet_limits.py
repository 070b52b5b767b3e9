"""What is kept from shared tablets is there to be kept from them, and the rest of its area too."""

from __future__ import annotations

import pytest
from flask import Flask

from billun.blueprints.tablet_limits import (
    BLUEPRINTS,
    ENDPOINTS,
    STILL_OPEN,
    is_kept_from_tablets,
)


def test_every_name_on_the_lists_is_one_of_ours(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    areas = {endpoint.split(".")[0] for endpoint in endpoints}
    assert areas >= BLUEPRINTS
    assert endpoints >= ENDPOINTS | STILL_OPEN


def test_no_export_is_left_to_a_tablet(app: Flask) -> None:
    exports = {rule.endpoint for rule in app.url_map.iter_rules() if "export" in rule.endpoint}
    assert exports
    assert [name for name in exports if not is_kept_from_tablets(name)] == []


@pytest.mark.parametrize("endpoint", ["jobs.show", "account.sign_out", None])
def test_work_is_not_kept_from_it(endpoint: str | None) -> None:
    assert not is_kept_from_tablets(endpoint)
