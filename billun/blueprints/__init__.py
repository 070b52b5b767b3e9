"""The pages and the JSON API: views that load, authorise, call one operation or query, and respond."""

from __future__ import annotations

from flask import Flask

from billun.blueprints.account.routes import account
from billun.blueprints.admin.routes import admin
from billun.blueprints.anomalies.routes import anomalies
from billun.blueprints.api import register_api
from billun.blueprints.dashboards.routes import dashboards
from billun.blueprints.development.routes import development
from billun.blueprints.drive.routes import drive
from billun.blueprints.equipment.routes import equipment
from billun.blueprints.health.routes import health
from billun.blueprints.photos.routes import photos
from billun.config import Settings


def register(app: Flask, settings: Settings) -> None:
    for area in (account, admin, anomalies, dashboards, drive, equipment, health, photos):
        app.register_blueprint(area)
    if settings.development_mail_page:
        app.register_blueprint(development)
    register_api(app)
