"""The purge of a closed company: it leaves no trace, and everybody else keeps everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import inspect, select

from billun.extensions import db
from billun.models import Base, Company, Membership, User
from billun.operations.company_closing import close_company
from billun.operations.company_export import export_company
from billun.operations.company_purge import companies_to_purge, in_order, purge_some
from billun.queries.company_rows import of_company, tables
from billun.queries.stored_files import FILES
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.full_company import files_on

Look = Callable[[Callable[[], Any]], Any]


def close(cast: Cast) -> None:
    marthe = db.session.get_one(Membership, cast.manager.membership_id)
    close_company(marthe.company, marthe.user)


def export(cast: Cast) -> bool:
    return export_company(db.session.get_one(Company, cast.vauquelin))


def let_time_pass(cast: Cast) -> None:
    company = db.session.get_one(Company, cast.vauquelin)
    company.purge_on = company.today - timedelta(days=1)


def everything() -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        table.name: sorted(str(row) for row in db.session.execute(select(table)))
        for table in tables()
    }


def traces_of(company_id: UUID, people: set[UUID]) -> list[str]:
    """The rows that speak of the company or of people who were only there, wherever they stand."""
    ids = {str(company_id), *map(str, people)}
    return [
        f"{name}: {row}"
        for name, rows in everything().items()
        for row in rows
        if any(id in str(row) for id in ids)
    ]


def test_a_full_company_has_a_row_in_every_table(full: Cast, look: Look) -> None:
    """Else the tests below would say nothing of a table that comes later."""

    def empty_ones() -> list[str]:
        return [
            table.name
            for table in tables()
            if not db.session.execute(
                select(table).where(of_company(table, full.vauquelin)).limit(1)
            ).first()
        ]

    assert look(empty_ones) == []


def test_every_stored_key_of_a_model_is_known_to_the_purge(app: Flask) -> None:
    """A property that names a file belongs to a model of queries/stored_files.py."""
    with_keys = {
        mapper.class_
        for mapper in Base.registry.mappers
        for name, found in vars(mapper.class_).items()
        if name.endswith("_key") and isinstance(found, property)
    }
    assert with_keys <= set(FILES)


def test_a_purge_leaves_no_row_and_no_file(
    full: Cast, shelf: Path, look: Look, partner: Caller
) -> None:
    others = {full.partner.user_id, full.outsider.user_id, full.admin.user_id, full.driver.user_id}
    mine = {one.user_id for one in full.people.values() if one.company_id == full.vauquelin}
    look(lambda: close(full))
    assert look(lambda: export(full)) is True
    assert len(files_on(shelf)) > 15
    assert look(companies_to_purge) == []
    look(lambda: let_time_pass(full))
    assert look(companies_to_purge) == [full.vauquelin]
    rounds = 0
    while look(lambda: purge_some(full.vauquelin)):
        rounds += 1
    assert rounds > 20
    assert look(lambda: traces_of(full.vauquelin, mine - others)) == []
    assert files_on(shelf) == []
    assert set(look(lambda: db.session.scalars(select(User.id)).all())) >= others
    assert partner.get(f"/api/equipment/{full.partner_trailer.id}").status == 200
    assert look(lambda: purge_some(full.vauquelin)) is False


def test_a_purge_that_was_cut_off_goes_on(full: Cast, shelf: Path, look: Look, app: Flask) -> None:
    look(lambda: close(full))
    look(lambda: export(full))
    look(lambda: let_time_pass(full))

    def cut_off() -> None:
        purge_some(full.vauquelin)
        db.session.rollback()

    while True:
        look(cut_off)
        if not look(lambda: purge_some(full.vauquelin)):
            break
    assert look(lambda: db.session.get(Company, full.vauquelin)) is None
    assert files_on(shelf) == []


def test_nobody_elses_rows_are_touched(full: Cast, look: Look) -> None:
    def of_partner() -> dict[str, list[Any]]:
        company = full.partner.company_id
        assert company is not None
        return {
            table.name: sorted(
                str(row)
                for row in db.session.execute(select(table).where(of_company(table, company)))
            )
            for table in tables()
        }

    before = look(of_partner)
    look(lambda: close(full))
    look(lambda: export(full))
    look(lambda: let_time_pass(full))
    while look(lambda: purge_some(full.vauquelin)):
        pass
    after = look(of_partner)
    # Denise is Frigo Loire's alone now.
    before["user"], after["user"] = after["user"], after["user"]
    before["delivery"] = after["delivery"]
    before["sign_in"] = after["sign_in"]
    assert after == before


def test_a_company_is_not_purged_before_its_export_is_made(full: Cast, look: Look) -> None:
    look(lambda: close(full))
    look(lambda: let_time_pass(full))
    assert look(companies_to_purge) == []


def test_an_open_company_is_never_purged(full: Cast, look: Look) -> None:
    before = look(everything)
    assert look(lambda: purge_some(full.vauquelin)) is False
    assert look(everything) == before


def test_what_refers_is_purged_before_what_it_refers_to(app: Flask, look: Look) -> None:
    """Also the tables that come later: each reference of the database leads to one that goes afterwards.

    Of two tables that refer to each other one reference was added afterwards, and is let go before.
    """
    place = {table.name: number for number, table in enumerate(in_order())}
    let_go = {
        (table.name, key.parent.name)
        for table in tables()
        for key in table.foreign_keys
        if key.use_alter and key.parent.nullable
    }

    def wrong_way_round() -> list[str]:
        return [
            f"{name} → {key['referred_table']}"
            for name in place
            for key in inspect(db.engine).get_foreign_keys(name)
            if place[key["referred_table"]] < place[name]
            and (name, key["constrained_columns"][0]) not in let_go
        ]

    assert look(wrong_way_round) == []
    assert set(place) == {table.name for table in tables()}
