"""What every template knows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import user_agents
from flask import Flask, current_app, has_request_context
from flask_babel import format_currency, format_datetime, format_decimal, get_locale
from flask_babel import gettext as _
from flask_login import current_user

from billun.blueprints.import_map import asset, import_map
from billun.blueprints.module_graph import preloads
from billun.blueprints.style_sheets import style_sheet
from billun.catalogue import catalogue
from billun.models import Anomaly, Equipment
from billun.queries.driver_history import photos_to_take_again


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        importmap=import_map,
        preloads=preloads,
        style_sheet=style_sheet,
        catalogue=catalogue,
    )
    app.jinja_env.filters.update(
        category_label=category_label,
        sub_category_label=sub_category_label,
        kind_label=kind_label,
        family_label=family_label,
        guide_label=guide_label,
        deadline_label=deadline_label,
        photos_to_take_again=photos_to_take_again,
        exact_time=exact_time,
        money=money,
        file_size=file_size,
        user_agent=user_agents.parse,
    )
    app.context_processor(of_this_request)


def of_this_request() -> dict[str, Any]:
    # Letters are written by workers, where nobody is signed in because nobody asks.
    asked = has_request_context() and current_user.is_authenticated
    return {
        "me": current_user if asked else None,
        "settings": current_app.extensions["billun_settings"],
        "build": current_app.extensions["billun_build"],
        "current_locale": locale(),
    }


def locale() -> str:
    return str(get_locale() or "en").split("_")[0]


def category_label(anomaly: Anomaly) -> str:
    return catalogue.categories[anomaly.category].label(locale())


def sub_category_label(anomaly: Anomaly) -> str:
    """The sub-category in words, or an empty text where none was chosen."""
    chosen = catalogue.categories[anomaly.category].sub_categories.get(anomaly.sub_category or "")
    return chosen.label(locale()) if chosen else ""


def kind_label(equipment: Equipment) -> str:
    """The kind in words; of a provisional item only the family is known."""
    kind = catalogue.kinds.get(equipment.kind)
    return kind.label(locale()) if kind else family_label(equipment)


def family_label(equipment: Equipment) -> str:
    return catalogue.families[equipment.family].label(locale())


def guide_label(guide: str | None) -> str:
    found = catalogue.guides.get(guide or "")
    return found.label(locale()) if found else ""


def deadline_label(code: str) -> str:
    """What is due under this code, in the reader's language."""
    return catalogue.deadline_label(code, locale())


def file_size(byte_size: int) -> str:
    """A size in kilobytes of 1,000 bytes, in the reader's language."""
    return str(_("%(size)s kB", size=format_decimal(round(byte_size / 1000))))


def money(amount: Decimal) -> str:
    """An amount of euros, in the reader's language."""
    return str(format_currency(amount, "EUR"))


def exact_time(moment: datetime) -> str:
    """The time in the company's zone, as people write it: 22 Nov 2026, 09:30."""
    return str(format_datetime(moment, "d MMM y, HH:mm"))
