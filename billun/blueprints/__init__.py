"""The pages and the JSON API: views that load, authorise, call one operation or query, and respond."""

from __future__ import annotations

from flask import Flask

from billun.blueprints.account.own_address import own_address
from billun.blueprints.account.routes import account
from billun.blueprints.account.waiting import waiting
from billun.blueprints.admin.companies import admin_companies
from billun.blueprints.admin.routes import admin
from billun.blueprints.anomalies import anomalies
from billun.blueprints.anomalies.open_map import open_map
from billun.blueprints.anomalies.report import anomaly_reports
from billun.blueprints.api import register_api
from billun.blueprints.company.access import company_access
from billun.blueprints.company.closing import company_closing
from billun.blueprints.company.retention import company_retention
from billun.blueprints.company.routes import company
from billun.blueprints.dashboards.routes import dashboards
from billun.blueprints.deadlines.item_routes import item_deadlines
from billun.blueprints.deadlines.routes import deadlines
from billun.blueprints.development.routes import development
from billun.blueprints.documents.routes import documents
from billun.blueprints.drive import drive
from billun.blueprints.equipment.attachment import equipment_attachment
from billun.blueprints.equipment.editing import equipment_editing
from billun.blueprints.equipment.export import equipment_export
from billun.blueprints.equipment.photo_wall import photo_wall
from billun.blueprints.equipment.replacement import equipment_replacement
from billun.blueprints.equipment.routes import equipment
from billun.blueprints.equipment.selection import equipment_selection
from billun.blueprints.health.routes import health
from billun.blueprints.imports.routes import imports
from billun.blueprints.joining.routes import joining
from billun.blueprints.labels.routes import labels
from billun.blueprints.labels.scanning import scanning
from billun.blueprints.meters.routes import meters
from billun.blueprints.people.cards import people_cards
from billun.blueprints.people.devices import people_devices
from billun.blueprints.people.routes import people
from billun.blueprints.photos.drawing import drawings
from billun.blueprints.photos.enhancement import enhancement
from billun.blueprints.photos.pages import photo_pages
from billun.blueprints.photos.routes import photos
from billun.blueprints.places.sites import sites
from billun.blueprints.places.workshops import workshops
from billun.blueprints.pwa.routes import pwa
from billun.blueprints.safety_kit.routes import safety_kit
from billun.blueprints.style_sheets import styles
from billun.config import Settings


def register(app: Flask, settings: Settings) -> None:
    for area in (
        account,
        admin,
        admin_companies,
        anomalies,
        anomaly_reports,
        company,
        company_access,
        company_closing,
        company_retention,
        dashboards,
        deadlines,
        documents,
        drawings,
        drive,
        enhancement,
        equipment,
        equipment_attachment,
        equipment_editing,
        equipment_export,
        equipment_replacement,
        equipment_selection,
        health,
        imports,
        item_deadlines,
        joining,
        labels,
        meters,
        open_map,
        own_address,
        people,
        people_cards,
        people_devices,
        photo_pages,
        photo_wall,
        photos,
        pwa,
        safety_kit,
        scanning,
        sites,
        styles,
        waiting,
        workshops,
    ):
        app.register_blueprint(area)
    if settings.development_mail_page:
        app.register_blueprint(development)
    register_api(app)
