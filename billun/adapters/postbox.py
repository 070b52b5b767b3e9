"""Mail goes out by SMTP, or, without a mail server, into .eml files that a development page shows."""

from __future__ import annotations

import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import current_app
from flask_mail import Message

from billun.config import Settings
from billun.extensions import mail


class NotSent(Exception):
    """The mail server did not take the message; trying later may help."""


def send_mail(name: str, address: str, subject: str, text: str, html: str) -> None:
    """Hand one message over. `name` is stable for a message, so that a second sending is recognised.

    Raises NotSent.
    """
    settings: Settings = current_app.extensions["billun_settings"]
    message = Message(
        subject=subject,
        recipients=[address],
        body=text,
        html=html,
        sender=settings.mail.default_sender,
    )
    message.msgId = f"<{name}@billun>"
    try:
        if settings.mail.server:
            mail.send(message)
        else:
            keep_as_file(outbox(settings) / f"{name}.eml", message.as_bytes())
    except OSError as error:  # every smtplib error is one
        raise NotSent(str(error) or type(error).__name__) from error


def kept_messages(settings: Settings) -> list[EmailMessage]:
    """The messages written as files, newest first."""
    files = sorted(
        outbox(settings).glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True
    )
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files[:100]]


def outbox(settings: Settings) -> Path:
    return settings.var / "mail"


def keep_as_file(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming = target.with_suffix(f".{os.getpid()}")
    incoming.write_bytes(content)
    incoming.replace(target)
