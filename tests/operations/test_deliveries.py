"""Mail goes out by SMTP or into files; what is not taken is kept and tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from billun import create_app
from billun.config import Settings
from billun.extensions import db
from billun.models import Delivery
from billun.models.base import now
from billun.operations.deliveries import send_delivery
from billun.queries.forgotten_work import unsent_deliveries
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast
from tests.fixtures.live import free_port
from tests.fixtures.reports import report, send_report
from tests.fixtures.services import disconnected

Look = Callable[..., Any]


class Mailbox:
    """A mail server of our own. `refusal` is what it says to every recipient while it is set."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.refusal = ""

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it so)
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.refusal or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        return "250 OK"


@contextmanager
def listening(mailbox: Mailbox, port: int) -> Iterator[None]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def smtp_port() -> int:
    return free_port()


@pytest.fixture
def posting(app: Flask, environment: dict[str, str], smtp_port: int) -> Iterator[Flask]:
    """The same application with a mail server."""
    settings = Settings.from_environment(environment)
    mail = replace(settings.mail, server="127.0.0.1", port=smtp_port, use_tls=False)
    made = create_app(replace(settings, mail=mail))
    yield made
    disconnected(made)


@pytest.fixture
def owed(driver: Caller, cast: Cast, look: Look) -> list[Any]:
    """Three mails about an orange report."""
    send_report(driver, report(cast.lorry.id, criticality="orange"))
    ids: list[Any] = look(lambda: list(db.session.scalars(select(Delivery.id))))
    assert len(ids) == 3
    return ids


def deliver(app: Flask, ids: list[Any]) -> None:
    for id in ids:
        with app.app_context():
            send_delivery(id)
            db.session.commit()


def rows(look: Look) -> list[tuple[str, int, str | None]]:
    columns = select(Delivery.state, Delivery.attempts, Delivery.error)
    return [
        (str(state), tries, error)
        for state, tries, error in look(lambda: db.session.execute(columns).all())
    ]


def test_each_mail_reaches_its_reader(
    posting: Flask, owed: list[Any], smtp_port: int, cast: Cast, look: Look
) -> None:
    mailbox = Mailbox()
    with listening(mailbox, smtp_port):
        deliver(posting, owed)
    assert {envelope.rcpt_tos[0] for envelope in mailbox.taken} == {
        cast.site_manager.email, cast.mechanic.email, cast.supervisor.email,
    }  # fmt: skip
    assert rows(look) == [("sent", 1, None)] * 3


def test_a_letter_is_in_text_and_in_html(posting: Flask, owed: list[Any], smtp_port: int) -> None:
    mailbox = Mailbox()
    with listening(mailbox, smtp_port):
        deliver(posting, owed[:1])
    content: Any = mailbox.taken[0].content
    letter: Any = message_from_bytes(content, policy=policy.default)
    assert "AB-123-CD" in letter["Subject"]
    assert letter["Message-ID"] == f"<{owed[0]}@billun>"
    assert {part.get_content_type() for part in letter.walk()} >= {"text/plain", "text/html"}


def test_what_was_sent_is_not_sent_again(posting: Flask, owed: list[Any], smtp_port: int) -> None:
    mailbox = Mailbox()
    with listening(mailbox, smtp_port):
        deliver(posting, owed + owed)
    assert len(mailbox.taken) == 3


def test_a_server_that_is_away_is_tried_again_later(
    posting: Flask, owed: list[Any], look: Look
) -> None:
    before = now()
    deliver(posting, owed)
    assert {(state, tries) for state, tries, _error in rows(look)} == {("queued", 1)}
    assert all("refused" in str(error) for _state, _tries, error in rows(look))
    waits = look(lambda: db.session.scalars(select(Delivery.next_attempt_at)).all())
    assert all(timedelta(seconds=29) < wait - before < timedelta(seconds=40) for wait in waits)


def test_a_failed_mail_is_due_only_after_its_wait(
    posting: Flask, owed: list[Any], look: Look
) -> None:
    deliver(posting, owed)
    assert look(unsent_deliveries) == []
    look(
        lambda: db.session.query(Delivery).update({"next_attempt_at": now() - timedelta(seconds=9)})
    )
    assert set(look(unsent_deliveries)) == set(owed)


def test_once_the_server_is_back_it_goes_out(
    posting: Flask, owed: list[Any], smtp_port: int, look: Look
) -> None:
    deliver(posting, owed)
    with listening(Mailbox(), smtp_port):
        deliver(posting, owed)
    assert rows(look) == [("sent", 2, None)] * 3


def test_an_address_that_is_refused_keeps_the_reason(
    posting: Flask, owed: list[Any], smtp_port: int, look: Look
) -> None:
    mailbox = Mailbox()
    mailbox.refusal = "550 no such person"
    with listening(mailbox, smtp_port):
        deliver(posting, owed[:1])
    assert any("no such person" in str(error) for _state, _tries, error in rows(look))


def test_without_a_server_it_is_a_file(
    app: Flask, owed: list[Any], environment: dict[str, str], look: Look
) -> None:
    deliver(app, owed)
    settings: Settings = app.extensions["billun_settings"]
    assert {f"{id}.eml" for id in owed} <= {file.name for file in (settings.var / "mail").iterdir()}
    assert rows(look) == [("sent", 1, None)] * 3


def test_a_line_break_in_a_plate_does_not_hold_an_alert_up(
    app: Flask, driver: Caller, cast: Cast, look: Look
) -> None:
    provisional = {"family": "trailer", "plate": "AB\r\nBcc: x@y.z"}
    body = report(None, [], equipment_id=None, provisional=provisional, criticality="red",
                  photos_later=True)  # fmt: skip
    assert send_report(driver, body).status == 201
    deliver(app, look(lambda: list(db.session.scalars(select(Delivery.id)))))
    assert {state for state, _tries, _error in rows(look)} == {"sent"}
