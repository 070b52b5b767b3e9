"""What nobody does on a shared tablet, where four digits let one in: the account, the people, the company, exports."""

from __future__ import annotations

BLUEPRINTS = {
    "account",
    "admin",
    "admin_companies",
    "api_access-log",
    "api_calendar_feeds",
    "api_companies",
    "api_company_checks",
    "api_equipment_export",
    "api_imports",
    "api_join_cards",
    "api_me",
    "api_mobile",
    "api_pins",
    "api_reports",
    "api_screens",
    "api_users",
    "company",
    "company_access",
    "company_closing",
    "company_retention",
    "equipment_export",
    "feeds",
    "imports",
    "joining",
    "own_address",
    "people",
    "people_cards",
    "people_devices",
    "own_pin",
    "people_pins",
    "screens",
    "waiting",
}
ENDPOINTS = {"anomalies.statistics_export", "deadlines.export", "maintenance_list.export"}
# Of these areas, what harms nobody.
STILL_OPEN = {"account.sign_out", "api_me.show", "company.logo"}


def is_kept_from_tablets(endpoint: str | None) -> bool:
    area = (endpoint or "").split(".")[0]
    return endpoint in ENDPOINTS or (area in BLUEPRINTS and endpoint not in STILL_OPEN)
