"""What a phone's copy of a large fleet weighs and takes: 10,000 items, then ten changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import brotli
from flask import Flask
from sqlalchemy import event, text

from billun.extensions import db
from tests.bench.large_company import PASSWORD, settle
from tests.bench.measures import Caller, timed

ITEMS, CHANGES = 10_000, 10
LOGIN = "manager-2@bench.example"
FILL_UP = """
    INSERT INTO equipment (id, billun_id, billun_id_key, company_id, family, kind, internal_id, internal_id_key, plate,
        plate_country, plate_normalised, plate_key, vin, vin_key, make, model, description, status, fitness, ownership,
        owner_name, version, updated_at, unknown_deadlines, specs, content, search_key, sort_key, created_at)
    SELECT gen_random_uuid(), 'BLN-2025-' || lpad(n::text, 6, '0'), 'BLN2025' || lpad(n::text, 6, '0'), c.id, 'trailer',
        'curtain_sider', 'P' || n, 'P' || n, 'PP-' || lpad(n::text, 5, '0') || '-FR', 'FR', 'PP' || n, 'PP' || n,
        'VKR' || md5(n::text), 'VKR' || md5(n::text), 'Krone', 'Profi Liner', '', 'active', 'fit', 'own', '', 1, now(),
        0, '{}', '{}', 'PP' || n, 'PP' || n, now()
    FROM company c, generate_series(1, :items) n WHERE c.name = 'Company 2'
"""
CHANGE = """
    UPDATE equipment SET make = make || '.', changed_in = pg_current_xact_id()::text::bigint
    WHERE id IN (SELECT id FROM equipment WHERE billun_id LIKE 'BLN-2025-%' ORDER BY id LIMIT :changes)
"""


def fill_up() -> None:
    """One company gets a fleet as large as they come."""
    db.session.execute(text(FILL_UP), {"items": ITEMS})
    db.session.commit()
    settle()


def phone_measures(app: Flask, base_url: str) -> dict[str, list[float]]:
    """The times of a first copy and of a synchronisation, in seconds; says what they weigh and ask."""
    caller = Caller(base_url, LOGIN)
    cursor = followed(caller)
    with app.app_context():
        db.session.execute(text(CHANGE), {"changes": CHANGES})
        db.session.commit()
    tell(app, f"phone: {CHANGES} changes", lambda fetch: [fetch(sync(cursor))])
    tell(app, f"phone: {ITEMS:,} items", all_pages)
    return {
        "phone: first page": timed(lambda: caller.call("get", BOOTSTRAP), 20),
        "phone: whole copy": timed(lambda: followed(caller), 5),
        "phone: ten changes": timed(lambda: caller.call("get", sync(cursor))),
    }


BOOTSTRAP = "/api/mobile/bootstrap"


def sync(cursor: str) -> str:
    return f"/api/mobile/sync?since={cursor}"


def followed(caller: Caller) -> str:
    """The cursor at the end of a whole copy."""
    pages = all_pages(lambda path: caller.call("get", path).json())
    return str(pages[-1]["cursor"])


def all_pages(fetch: Callable[[str], Any]) -> list[Any]:
    pages = [fetch(BOOTSTRAP)]
    while pages[-1]["more"]:
        pages.append(fetch(sync(pages[-1]["cursor"])))
    return pages


def tell(app: Flask, name: str, turn: Callable[[Callable[[str], Any]], list[Any]]) -> None:
    """Print how many bytes and statements the pages are, as they leave the application."""
    client, statements, raw, packed = app.test_client(), [0], [0], [0]
    signed_in = client.post("/api/auth/login", json={"login": LOGIN, "password": PASSWORD})
    headers = {"Authorization": f"Bearer {signed_in.get_json()['access_token']}"}

    def fetch(path: str) -> Any:
        answer = client.get(path, headers=headers | {"Accept-Encoding": "br"})
        packed[0] += len(answer.data)
        body = brotli.decompress(answer.data)
        raw[0] += len(body)
        return app.json.loads(body)

    def count(*_what: Any) -> None:
        statements[0] += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    pages = turn(fetch)
    event.remove(engine, "before_cursor_execute", count)
    print(
        f"{name:28}{len(pages)} pages, {raw[0]:,} bytes, {packed[0]:,} packed, "
        f"{statements[0]} statements"
    )
