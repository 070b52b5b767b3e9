"""Production never serves the demo company: everybody knows its passwords."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from billun.config import SettingError, Settings
from billun.demo.content.identity import demo_id
from billun.demo.content.tables import read_ini
from billun.extensions import db
from billun.models import Company


def refuse_demo_in_production(app: Flask) -> None:
    """Raise SettingError where the settings say production and the database holds the demo."""
    settings: Settings = app.extensions["billun_settings"]
    if settings.production and holds_demo(app):
        raise SettingError(
            "DATABASE_URL: production refuses the database that holds the demo company, whose "
            "passwords everybody knows; take a new one (of `make run`: another BILLUN_VAR)"
        )


def holds_demo(app: Flask) -> bool:
    """Whether a demo company is in the database; False too where nothing can be asked yet.

    A database without tables, or one that does not answer now, is told of by whoever needs it.
    """
    ids = [demo_id("company", key) for key in read_ini("companies.ini").sections()]
    with app.app_context():
        try:
            return db.session.scalar(select(Company.id).where(Company.id.in_(ids))) is not None
        except SQLAlchemyError:
            return False
        finally:
            db.session.remove()
            # Workers fork after this, and two processes must not share a connection.
            db.engine.dispose()
