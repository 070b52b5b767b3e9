"""The pages and the JSON API: views that load, authorise, call one operation or query, and respond."""

from __future__ import annotations

from flask import Flask

from billun.blueprints.account.own_address import own_address
from billun.blueprints.account.pin import own_pin
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
from billun.blueprints.equipment.maintenance import equipment_maintenance
from billun.blueprints.equipment.photo_wall import photo_wall
from billun.blueprints.equipment.replacement import equipment_replacement
from billun.blueprints.equipment.routes import equipment
from billun.blueprints.equipment.selection import equipment_selection
from billun.blueprints.health.routes import health
from billun.blueprints.imports.routes import imports
from billun.blueprints.joining.routes import joining
from billun.blueprints.labels.routes import labels
from billun.blueprints.labels.scanning import scanning
from billun.blueprints.maintenance.absences import absences
from billun.blueprints.maintenance.calendar import maintenance_calendar
from billun.blueprints.maintenance.calendar_file import calendar_files
from billun.blueprints.maintenance.comments import job_comments
from billun.blueprints.maintenance.documents import work_documents
from billun.blueprints.maintenance.feeds import feeds
from billun.blueprints.maintenance.jobs import jobs
from billun.blueprints.maintenance.lines import job_lines
from billun.blueprints.maintenance.list import maintenance_list
from billun.blueprints.maintenance.outside_links import outside_links
from billun.blueprints.maintenance.photos import work_photos
from billun.blueprints.maintenance.plans import maintenance_plans
from billun.blueprints.maintenance.schedule import maintenance_schedule
from billun.blueprints.maintenance.steps import job_steps
from billun.blueprints.meters.routes import meters
from billun.blueprints.outside.routes import outside
from billun.blueprints.people.cards import people_cards
from billun.blueprints.people.devices import people_devices
from billun.blueprints.people.pins import people_pins
from billun.blueprints.people.routes import people
from billun.blueprints.photos.drawing import drawings
from billun.blueprints.photos.enhancement import enhancement
from billun.blueprints.photos.pages import photo_pages
from billun.blueprints.photos.routes import photos
from billun.blueprints.places.sites import sites
from billun.blueprints.places.workshop_hours import workshop_hours
from billun.blueprints.places.workshops import workshops
from billun.blueprints.pwa.routes import pwa
from billun.blueprints.safety_kit.routes import safety_kit
from billun.blueprints.screens.pairing import pairing
from billun.blueprints.screens.routes import screens
from billun.blueprints.style_sheets import styles
from billun.blueprints.tablet.routes import tablet
from billun.blueprints.wall.routes import wall
from billun.config import Settings


def register(app: Flask, settings: Settings) -> None:
    for area in (
        absences,
        account,
        admin,
        admin_companies,
        anomalies,
        anomaly_reports,
        calendar_files,
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
        equipment_maintenance,
        equipment_replacement,
        equipment_selection,
        feeds,
        health,
        imports,
        item_deadlines,
        job_comments,
        job_lines,
        job_steps,
        jobs,
        joining,
        labels,
        maintenance_calendar,
        maintenance_list,
        maintenance_schedule,
        maintenance_plans,
        meters,
        open_map,
        outside,
        outside_links,
        own_address,
        own_pin,
        pairing,
        people,
        people_cards,
        people_devices,
        people_pins,
        photo_pages,
        photo_wall,
        photos,
        pwa,
        safety_kit,
        scanning,
        screens,
        sites,
        styles,
        tablet,
        waiting,
        wall,
        workshop_hours,
        work_documents,
        work_photos,
        workshops,
    ):
        app.register_blueprint(area)
    if settings.development_mail_page:
        app.register_blueprint(development)
    register_api(app)
