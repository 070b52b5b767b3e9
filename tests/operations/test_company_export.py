"""The export of a closed company: everything that is its own, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from billun.adapters.postbox import kept_messages
from billun.adapters.progress import progress_of
from billun.adapters.storage import storage
from billun.extensions import db
from billun.models import Company, Delivery, DeliveryKind, Membership, Role
from billun.operations.company_closing import close_company, reopen_company
from billun.operations.company_export import export_company
from billun.operations.deliveries import send_delivery
from billun.operations.people import MemberForm, add_member, end_membership
from billun.queries.company_rows import tables
from billun.queries.forgotten_work import unexported_companies
from tests.fixtures.cast import Cast
from tests.fixtures.full_company import files_on

Look = Callable[[Callable[[], Any]], Any]


def close(cast: Cast) -> None:
    marthe = db.session.get_one(Membership, cast.manager.membership_id)
    close_company(marthe.company, marthe.user)


def export(cast: Cast) -> bool:
    return export_company(db.session.get_one(Company, cast.vauquelin))


def opened(look: Look, cast: Cast) -> zipfile.ZipFile:
    def read() -> bytes:
        key = db.session.get_one(Company, cast.vauquelin).export_key
        assert key is not None
        with storage().open(key) as file:
            return file.read()

    return zipfile.ZipFile(io.BytesIO(look(read)))


def test_an_export_holds_every_table_and_every_original(full: Cast, look: Look) -> None:
    look(lambda: close(full))
    look(lambda: export(full))
    with opened(look, full) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        held = {
            name.removeprefix("tables/").removesuffix(".json"): json.loads(archive.read(name))
            for name in names
            if name.startswith("tables/")
        }
        assert {name for name, rows in held.items() if not rows} == set()
        assert set(held) == {table.name for table in tables()}
        assert {row["id"] for row in held["equipment"]} == {str(full.lorry.id), str(full.loner.id)}
        assert len([name for name in names if name.startswith("photos/ANO-")]) == 5
        (paper,) = (name for name in names if name.startswith("documents/"))
        assert paper.endswith("-carte grise.pdf")
        assert archive.read(paper) == b"pdf"
        register = archive.read("register.csv").decode("utf-8-sig")
    assert full.lorry.billun_id in register
    assert "'=1+1" in register
    assert "19000" in register


def test_an_export_holds_no_secret_and_nothing_of_others(full: Cast, look: Look) -> None:
    look(lambda: close(full))
    look(lambda: export(full))
    with opened(look, full) as archive:
        text = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")
        )
    assert "argon2" not in text
    assert "password_hash" not in text
    assert "pin_hash" not in text
    for foreign in (full.partner.email, full.outsider.email, str(full.partner_trailer.id)):
        assert foreign not in text
    assert full.driver.email in text


def test_an_export_tells_of_people_what_is_the_companys(full: Cast, look: Look) -> None:
    """Not who was only invited, nor more than the name of who has left."""

    def change() -> None:
        marthe = db.session.get_one(Membership, full.manager.membership_id)
        form = MemberForm(
            first_name="N", last_name="N", role=Role.DRIVER, email=full.outsider.email
        )
        add_member(marthe, form)
        end_membership(db.session.get_one(Membership, full.mechanic.membership_id))

    look(change)
    look(lambda: close(full))
    look(lambda: export(full))
    with opened(look, full) as archive:
        users = {one["id"]: one for one in json.loads(archive.read("tables/user.json"))}
        invitations = archive.read("tables/invitation.json").decode()
    assert str(full.outsider.user_id) not in users
    assert full.outsider.email in invitations
    gone, there = users[str(full.mechanic.user_id)], users[str(full.driver.user_id)]
    assert (gone["first_name"], gone["email"], gone["phone"]) == ("Marcel", None, None)
    assert there["phone"] == full.driver.phone
    assert not {"is_admin", "password_hash", "email_confirmed_at"} & set(there)


def test_a_lost_file_does_not_keep_the_rest_from_being_exported(
    full: Cast, look: Look, shelf: Path
) -> None:
    (shelf / files_on_starting_with(shelf, "documents/")[0]).unlink()
    (shelf / files_on_starting_with(shelf, "photos/")[0]).unlink()
    look(lambda: close(full))
    assert look(lambda: export(full)) is True
    with opened(look, full) as archive:
        assert archive.testzip() is None


def files_on_starting_with(shelf: Path, start: str) -> list[str]:
    return [name for name in files_on(shelf) if name.startswith(start)]


def test_an_export_is_made_once_and_told_once(full: Cast, look: Look, shelf: Path) -> None:
    def told() -> list[Any]:
        return list(
            db.session.scalars(
                select(Delivery.recipient_id).where(Delivery.kind == DeliveryKind.COMPANY_EXPORT)
            )
        )

    look(lambda: close(full))
    for _ in range(2):
        assert look(lambda: export(full)) is True
    assert look(told) == [full.manager.user_id]
    assert len(files_on_starting_with(shelf, "exports/")) == 1


def test_an_open_company_is_not_exported(full: Cast, look: Look, shelf: Path) -> None:
    assert look(lambda: export(full)) is False
    assert files_on_starting_with(shelf, "exports/") == []


def test_the_main_manager_gets_a_letter_with_the_way_to_the_data(
    full: Cast, look: Look, app: Flask
) -> None:
    look(lambda: close(full))
    look(lambda: export(full))

    def send() -> None:
        for id in db.session.scalars(
            select(Delivery.id).where(Delivery.kind == DeliveryKind.COMPANY_EXPORT)
        ).all():
            send_delivery(id)

    look(send)
    letter = kept_messages(app.extensions["billun_settings"])[0]
    assert letter["To"] == full.manager.email
    assert letter["Subject"] == "Everything that Vauquelin has on Billun"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "/company/closing" in body.get_content()


def test_how_far_it_is_can_be_asked(full: Cast, look: Look) -> None:
    assert look(lambda: progress_of(full.vauquelin)) is None
    look(lambda: close(full))
    look(lambda: export(full))
    progress = look(lambda: progress_of(full.vauquelin))
    assert (progress.done, progress.percent) == (progress.of, 100)


def test_an_export_that_nobody_made_is_found_by_the_sweep(full: Cast, look: Look) -> None:
    look(lambda: close(full))
    assert look(unexported_companies) == []

    def long_ago() -> None:
        company = db.session.get_one(Company, full.vauquelin)
        assert company.closed_at is not None
        company.closed_at = company.closed_at.replace(year=2025)

    look(long_ago)
    assert look(unexported_companies) == [full.vauquelin]
    look(lambda: export(full))
    assert look(unexported_companies) == []


def test_what_a_company_takes_back_is_not_kept_in_an_export(
    full: Cast, look: Look, shelf: Path
) -> None:
    def reopen() -> None:
        marthe = db.session.get_one(Membership, full.manager.membership_id)
        reopen_company(marthe.company, marthe.user)

    look(lambda: close(full))
    look(lambda: export(full))
    look(reopen)
    assert files_on_starting_with(shelf, "exports/") == []
    look(lambda: close(full))
    assert look(lambda: export(full)) is True
    assert len(files_on_starting_with(shelf, "exports/")) == 1
