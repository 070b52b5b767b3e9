"""What every letter is made of: a subject, the same words as text and as HTML, and links that work from a mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template

from billun.config import Settings


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def render(subject: str, template: str, **context: Any) -> Letter:
    return Letter(
        # A line break from somebody's keyboard must not keep an alert from going out.
        subject=" ".join(subject.split()),
        text=render_template(f"mail/{template}.txt", **context),
        html=render_template(f"mail/{template}.html", subject=subject, **context),
    )


def base_url() -> str:
    settings: Settings = current_app.extensions["billun_settings"]
    return settings.base_url
