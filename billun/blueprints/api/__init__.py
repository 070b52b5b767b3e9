"""The JSON API: one file a resource. Names and codes are fixed by what outside clients rely on."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from billun.blueprints.api.absences import absences
from billun.blueprints.api.access_log import access_log
from billun.blueprints.api.acknowledgements import acknowledgements
from billun.blueprints.api.anomalies import anomalies
from billun.blueprints.api.anomaly_reports import anomaly_reports
from billun.blueprints.api.auth import auth
from billun.blueprints.api.calendar_feeds import calendar_feeds
from billun.blueprints.api.catalogue import catalogue_api
from billun.blueprints.api.companies import companies
from billun.blueprints.api.company_checks import company_checks
from billun.blueprints.api.dashboards import dashboards
from billun.blueprints.api.deadlines import deadlines
from billun.blueprints.api.docs import docs
from billun.blueprints.api.documents import documents
from billun.blueprints.api.drawings import drawings
from billun.blueprints.api.enhancement import enhancement
from billun.blueprints.api.equipment import equipment
from billun.blueprints.api.equipment_export import equipment_export
from billun.blueprints.api.equipment_replacement import equipment_replacement
from billun.blueprints.api.events import events
from billun.blueprints.api.imports import imports
from billun.blueprints.api.join_cards import join_cards
from billun.blueprints.api.labels import labels
from billun.blueprints.api.legal_hold import legal_hold
from billun.blueprints.api.maintenance import maintenance
from billun.blueprints.api.maintenance_calendar import maintenance_calendar
from billun.blueprints.api.maintenance_costs import maintenance_costs
from billun.blueprints.api.maintenance_documents import maintenance_documents
from billun.blueprints.api.maintenance_lines import maintenance_lines
from billun.blueprints.api.maintenance_photos import maintenance_photos
from billun.blueprints.api.maintenance_plans import maintenance_plans
from billun.blueprints.api.maintenance_steps import maintenance_steps
from billun.blueprints.api.maintenance_timeline import maintenance_timeline
from billun.blueprints.api.maintenance_work import maintenance_work
from billun.blueprints.api.me import me_api
from billun.blueprints.api.meter_readings import meter_readings
from billun.blueprints.api.mobile import mobile
from billun.blueprints.api.outside_links import outside_links_api
from billun.blueprints.api.photos import photos
from billun.blueprints.api.pins import pins
from billun.blueprints.api.reports import reports
from billun.blueprints.api.safety_items import safety_items
from billun.blueprints.api.schemas import ProblemSchema
from billun.blueprints.api.screens import screens
from billun.blueprints.api.sightings import sightings
from billun.blueprints.api.sites import sites
from billun.blueprints.api.statistics import statistics
from billun.blueprints.api.triage import triage
from billun.blueprints.api.users import users
from billun.blueprints.api.walk_arounds import walk_arounds
from billun.blueprints.api.workshops import workshops
from billun.extensions import api

RESOURCES = (
    auth,
    me_api,
    users,
    join_cards,
    companies,
    company_checks,
    sites,
    workshops,
    dashboards,
    catalogue_api,
    equipment,
    equipment_export,
    equipment_replacement,
    deadlines,
    documents,
    safety_items,
    meter_readings,
    labels,
    imports,
    anomalies,
    anomaly_reports,
    acknowledgements,
    triage,
    legal_hold,
    statistics,
    sightings,
    photos,
    drawings,
    enhancement,
    walk_arounds,
    mobile,
    absences,
    maintenance,
    maintenance_calendar,
    maintenance_costs,
    maintenance_documents,
    maintenance_photos,
    outside_links_api,
    maintenance_work,
    maintenance_timeline,
    maintenance_steps,
    maintenance_lines,
    maintenance_plans,
    calendar_feeds,
    access_log,
    reports,
    screens,
    pins,
    events,
)


def register_api(app: Flask) -> None:
    api.ERROR_SCHEMA = ProblemSchema
    api.init_app(app)
    describe_security(api)
    for resource in RESOURCES:
        api.register_blueprint(resource, url_prefix="/api")
    app.register_blueprint(docs)


def describe_security(bound: Api) -> None:
    bound.spec.components.security_scheme(
        "bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    )
    bound.spec.options["security"] = [{"bearer": []}]


__all__ = ["RESOURCES", "ProblemSchema", "register_api"]
