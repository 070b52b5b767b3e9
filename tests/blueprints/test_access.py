"""Walks the URL map: every endpoint says who may call it, and holds to it for each of seven actors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from billun.blueprints.access import Access, Who
from billun.extensions import db
from billun.models import Drawing, Role
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body
from tests.fixtures.records import Records
from tests.fixtures.reports import (
    photo_form,
    report,
    send_photo,
    send_report,
    shots,
    walk_around,
)
from tests.fixtures.work_records import WorkRecords

ACTORS = ("anonymous", "outsider", "partner", "driver", "workshop", "manager", "admin")
OPEN, SIGN_IN, FORBIDDEN, NOT_THERE = "open", "sign in", "forbidden", "not there"
# Whoever belongs to another company meets Vauquelin's records as 404, and the own ones elsewhere.
FOREIGN, NO_COMPANY = "foreign", "no company"

ANYONE = Access(Who.ANYONE)
SIGNED_IN = Access(Who.SIGNED_IN)
MEMBERS = Access(Who.MEMBERS)
MANAGERS = Access(Who.MEMBERS, frozenset({Role.MANAGER}))
DESK = Access(Who.MEMBERS, frozenset({Role.MANAGER, Role.WORKSHOP}))
WORKERS = Access(Who.MEMBERS, frozenset({Role.WORKSHOP}))
SCREENS = Access(Who.SCREENS, frozenset({Role.MANAGER, Role.WORKSHOP}))
TABLETS = Access(Who.TABLETS)
ADMINS = Access(Who.ADMINS)

EXPECTED: dict[Access, dict[str, str]] = {
    ANYONE: dict.fromkeys(ACTORS, OPEN),
    SIGNED_IN: dict.fromkeys(ACTORS, OPEN) | {"anonymous": SIGN_IN},
    ADMINS: dict.fromkeys(ACTORS, NOT_THERE) | {"anonymous": SIGN_IN, "admin": OPEN},
    MEMBERS: dict.fromkeys(ACTORS, OPEN)
    | {"anonymous": SIGN_IN, "outsider": FOREIGN, "partner": FOREIGN, "admin": NO_COMPANY},
    MANAGERS: dict.fromkeys(ACTORS, FORBIDDEN)
    | {"anonymous": SIGN_IN, "outsider": FOREIGN, "partner": FOREIGN, "manager": OPEN}
    | {"admin": NO_COMPANY},
}
# The main manager and an admin close a company and open it again.
OF_MAIN_MANAGER_AND_ADMIN = EXPECTED[ADMINS] | {
    "driver": FORBIDDEN,
    "workshop": FORBIDDEN,
    "manager": OPEN,
}
BY_ENDPOINT = dict.fromkeys(
    ("api_companies.close", "api_companies.reopen"), OF_MAIN_MANAGER_AND_ADMIN
)
# The installation is a colleague's, and each has their own.
BY_ENDPOINT["api_mobile.register"] = EXPECTED[MEMBERS] | dict.fromkeys(
    ("driver", "workshop", "manager"), NOT_THERE
)
# The driver's own, and the matter of those who lead; a mechanic does not.
BY_ENDPOINT |= dict.fromkeys(
    (
        "api_triage.put_right",
        "anomalies.move",
        "drive.move_own_report",
        "api_drawings.delete",
        "drawings.remove",
    ),
    EXPECTED[MEMBERS] | {"workshop": FORBIDDEN},
)
# What was taken away is put back by those who lead alone.
BY_ENDPOINT |= dict.fromkeys(
    ("api_photos.put_back", "photo_pages.put_back"),
    EXPECTED[MEMBERS] | dict.fromkeys(("driver", "workshop"), FORBIDDEN),
)
EXPECTED[DESK] = EXPECTED[MANAGERS] | {"workshop": OPEN}
# Nobody here is a screen: whoever works with the wall's people sees what they may see.
EXPECTED[SCREENS] = EXPECTED[DESK]
EXPECTED[TABLETS] = dict.fromkeys(ACTORS, FORBIDDEN) | {"anonymous": SIGN_IN}
# The managers of other companies are refused as managers.
EXPECTED[WORKERS] = EXPECTED[MANAGERS] | {
    "manager": FORBIDDEN,
    "workshop": OPEN,
    "outsider": FORBIDDEN,
    "partner": FORBIDDEN,
}
# Screens are set up, and workshops outside let in, by those who lead.
BY_ENDPOINT |= dict.fromkeys(
    (
        "screens.index",
        "screens.new",
        "screens.show",
        "screens.renew",
        "screens.revoke",
        "api_screens.index",
        "api_screens.create",
        "api_screens.end",
        "api_screens.renew",
        "api_outside_links.create",
        "api_outside_links.revoke",
    ),
    EXPECTED[DESK] | {"workshop": FORBIDDEN},
)
# Only who came in at a tablet goes back to its names.
BY_ENDPOINT["tablet.end"] = EXPECTED[TABLETS]

# Served by libraries, to everybody.
OF_LIBRARIES = {"static", "api-docs.openapi_json"}
# What only looks like a refusal: these ask for something that an access token is not.
WANTS_MORE_THAN_A_SIGN_IN = {
    "api_auth.refresh": {401},
    "api_auth.logout": {401, 204},
    "account.new_password": {404},
    "account.sign_out_device": {404},
    "account.switch_company": {404},
    "joining.join": {404},
    "joining.join_with_account": {404},
    "joining.join_as_me": {404},
    "joining.refuse": {404},
    "joining.sign_in_card": {404},
    "own_address.confirm": {404},
    "waiting.join": {404},
    "waiting.mail_again": {404},
    "waiting.refuse": {404},
    # There is none yet.
    "company.logo": {404},
    "company_closing.download": {404},
    "documents.preview": {404},
    "drawings.show": {404},
    "api_documents.preview": {404},
    "people_cards.print_sign_in_card": {403, 404},
    # It names the other item in a form.
    "equipment_attachment.create": {404},
    "development.mail": {200},
    "pairing.device": {404},
    "calendar_files.show": {404},
    "outside.show": {404},
    "outside.acceptance": {404},
    "outside.comments": {404},
    "outside.completion": {404},
    "outside.photo": {404},
    "outside.photos": {404},
    "outside.proposal": {404},
    "outside.refusal": {404},
    # What was taken away is shown to those who lead.
    "work_photos.put_back": {404},
    # No worker has developed it, nor is it as grave as what hangs on the wall.
    "wall.photo": {404},
}
# Steps that the transition table gives to others are refused by role, each tested in test_transitions.
REFUSED_BY_THE_TABLE = {
    "anomalies.step": {403},
    "api_anomalies.move": {403},
    "drive.withdraw": {422},
    # Supervisors hand out such cards, mechanics do not.
    "people_cards.sign_in_card": {403},
    "api_users.card": {403},
    # An address is renewed by whom it belongs to alone.
    "feeds.renew": {403},
    "api_calendar_feeds.renew": {403},
}


# Their argument names something of the catalogue, which is everybody's.
OF_THE_CATALOGUE = {"company.check", "company.follow_catalogue"}
# What is sent names nothing that is there.
NAMES_NO_RECORD = {"api_screens.create"}
# After these somebody or the whole company is gone, so they come last, in this order.
FAREWELLS = ("people.end", "api_users.end", "api_companies.close")


@pytest.fixture
def names(
    driver: Caller,
    cast: Cast,
    records: Records,
    work_records: WorkRecords,
    look: Callable[..., Any],
) -> dict[str, str]:
    """A Vauquelin record for each kind of name that a URL holds; that of an endpoint goes first."""
    taken = shots()
    anomaly = send_report(driver, report(cast.lorry.id, taken)).body
    photo, other = (send_photo(driver, anomaly["id"], shot).body["id"] for shot in taken[:2])
    return {
        "api_anomalies.id": anomaly["id"],
        "api_anomalies.name": anomaly["id"],
        "api_photos.name": anomaly["id"],
        "api_sightings.name": anomaly["id"],
        "api_triage.name": anomaly["id"],
        "api_photos.id": photo,
        "api_equipment.name": str(cast.lorry.id),
        "api_photos.remove.id": other,
        "photos.id": photo,
        "photos.size": "original",
        "photo_pages.id": photo,
        "photo_pages.noun": "withdrawal",
        "photo_id": photo,
        "api_drawings.id": look(lambda: drawn_on(photo, cast)),
        "drawings.id": look(lambda: drawn_on(photo, cast)),
        "drawings.size": "large",
        "api_enhancement.id": photo,
        "enhancement.id": photo,
        "api_legal_hold.name": anomaly["id"],
        "api_anomaly_reports.name": anomaly["id"],
        **named_records(cast, records),
        **named_work(cast, work_records),
        "wall.id": photo,
        "outside.id": photo,
        "outside.size": "thumb",
        "account.id": photo,
        "token": "no-token",
        "names": "drive",
        "billun_id": cast.lorry.billun_id,
        "code": cast.lorry.billun_id,
        "reference": anomaly["reference"],
        "noun": "acknowledgement",
    }


def drawn_on(photo: str, cast: Cast) -> str:
    """The id of a drawing on a copy of the photo, which no worker has made yet."""
    drawing = Drawing(
        company_id=cast.vauquelin, photo_id=UUID(photo), author_id=cast.driver.membership_id
    )
    drawing.shapes = []
    db.session.add(drawing)
    db.session.flush()
    return str(drawing.id)


def named_records(cast: Cast, records: Records) -> dict[str, str]:
    lorry, other_driver = str(cast.lorry.id), str(cast.other_driver.user_id)
    return {
        "name": lorry,
        "api_deadlines.code": "ct_heavy",
        "item_deadlines.code": "ct_heavy",
        "company.code": "ct_heavy",
        "api_company_checks.code": "ct_heavy",
        "api_company_checks.id": str(cast.vauquelin),
        "api_companies.id": str(cast.vauquelin),
        "admin_companies.id": str(cast.vauquelin),
        "api_documents.id": str(records.documents[0]),
        "documents.id": str(records.documents[1]),
        "documents.restore.id": str(records.removed_document),
        "api_safety_items.id": str(records.safety_item),
        "api_imports.id": str(records.import_run),
        "imports.id": str(records.import_run),
        "api_join_cards.id": str(records.join_card),
        "people_cards.id": str(records.join_card),
        "people_cards.sign_in_card.id": other_driver,
        "people_cards.print_sign_in_card.id": other_driver,
        "api_labels.code_id": str(records.codes[0]),
        "labels.id": str(records.codes[1]),
        "api_users.id": other_driver,
        "people.id": other_driver,
        "api_users.make_main_manager.id": str(cast.manager.user_id),
        "people.make_main_manager.id": str(cast.manager.user_id),
        "api_mobile.id": str(records.installation),
        "api_users.device_id": str(records.devices[0]),
        "people.device_id": str(records.devices[1]),
        "waiting.id": str(records.join_card),
        "api_sites.id": str(cast.site_id),
        "api_workshops.id": str(cast.workshop_id),
        "sites.id": str(cast.site_id),
        "workshops.id": str(cast.workshop_id),
    }


JOB_BY_ID = (
    "api_maintenance",
    "api_maintenance_steps",
    "api_maintenance_work",
    "api_maintenance_lines",
    "api_maintenance_timeline",
    "api_maintenance_photos",
    "api_maintenance_documents",
    "api_outside_links",
)
JOB_BY_REFERENCE = (
    "jobs",
    "job_steps",
    "job_lines",
    "job_comments",
    "maintenance_schedule",
    "outside_links",
    "work_documents",
    "work_photos",
)


def named_work(cast: Cast, work: WorkRecords) -> dict[str, str]:
    """What belongs to the workshop: what one call ends is not what another one names."""
    return {
        **{f"{blueprint}.name": work.job for blueprint in JOB_BY_ID},
        **{f"{blueprint}.reference": work.reference for blueprint in JOB_BY_REFERENCE},
        "job_steps.step.noun": "start",
        "job_steps.after_step.noun": "work",
        "api_maintenance_lines.line_id": work.lines[0],
        "api_maintenance_lines.delete.line_id": work.lines[1],
        "job_lines.id": work.lines[2],
        "job_lines.remove.id": work.lines[3],
        "api_maintenance_photos.id": work.photos[0],
        "work_photos.id": work.photos[1],
        "work_photos.put_back.id": work.removed_photo,
        "api_outside_links.id": work.links[0],
        "outside_links.id": work.links[1],
        "outside_links.revoke.id": work.links[2],
        "api_maintenance_plans.id": work.plans[0],
        "api_maintenance_plans.remove.id": work.plans[1],
        "maintenance_plans.id": work.plans[2],
        "maintenance_plans.end.id": work.plans[3],
        "api_absences.id": work.absences[0],
        "api_absences.remove.id": work.absences[1],
        "absences.id": work.absences[2],
        "absences.remove.id": work.absences[3],
        "api_calendar_feeds.renew.id": work.feeds[0],
        "api_calendar_feeds.id": work.feeds[1],
        "feeds.renew.id": work.feeds[2],
        "feeds.id": work.feeds[3],
        "screens.id": work.screens[0],
        "screens.revoke.id": work.screens[1],
        "api_screens.id": work.screens[2],
        "api_screens.end.id": work.screens[3],
        "tablet.id": str(cast.mechanic.user_id),
        "api_pins.id": str(cast.mechanic.user_id),
        "people_pins.id": str(cast.mechanic.user_id),
        "workshop_hours.id": str(cast.workshop_id),
    }


@pytest.fixture
def bodies(names: dict[str, str], cast: Cast) -> dict[str, dict[str, Any]]:
    """What the API must be sent before it looks at the record that is spoken of."""
    upload = photo_form(names["api_anomalies.id"], shots()[0])
    return {
        "PUT api_anomalies.put": {"json": report(cast.lorry.id)},
        "POST api_anomalies.post": {"json": report(cast.lorry.id, shots())},
        "POST api_anomalies.move": {"json": {"to": "acknowledged"}},
        "POST api_anomalies.comment": {"json": {"comment": "seen"}},
        "POST api_triage.merge_into": {"json": {"into": names["api_triage.name"]}},
        "PUT api_triage.judge": {"json": {"criticality": "red"}},
        "PUT api_triage.put_right": {"json": {"equipment_id": str(cast.lorry.id)}},
        "PUT api_equipment_replacement.put": {"json": {"equipment_id": str(cast.loner.id)}},
        "PUT api_legal_hold.put": {"json": {"reason": "A claim"}},
        "PATCH api_photos.patch": {"json": {"caption": "The left side"}},
        "PUT api_photos.order": {"json": {"ids": [names["api_photos.id"]]}},
        "PUT api_photos.remove": {"json": {"kind": "withdrawn", "reason": "Blurred"}},
        "PUT api_drawings.put": {"json": {"shapes": []}},
        "POST anomalies.move": {"data": {"equipment": cast.lorry.billun_id}},
        "POST drive.move_own_report": {"data": {"equipment": cast.lorry.billun_id}},
        "POST equipment_replacement.create": {"data": {"equipment": cast.loner.billun_id}},
        "PUT api_photos.put": upload,
        "POST api_photos.upload": upload,
        "POST api_labels.print_labels": {"json": {"equipment_ids": [str(cast.lorry.id)]}},
        "POST api_documents.create": {"data": {"kind": "other", "file": paper()}},
        "POST api_safety_items.create": {"json": {"item": "wheel_chock", "quantity": 1}},
        "PUT api_imports.match": {"json": {"matching": {}}},
        "PUT api_companies.put_logo": {"data": {"file": paper()}},
        "POST api_labels.attach": {"json": {"code": "X-1"}},
        "PUT api_workshops.change_team": {"json": {"members": []}},
        "POST api_deadlines.renewal": {"json": {"done_on": "2026-01-05"}},
        "PUT api_deadlines.dates": {"json": {"done_on": "2026-01-05"}},
        "POST api_meter_readings.create": {"json": {"meter": "km", "value": 1}},
        "POST api_sightings.create": {"json": {"kind": "known"}},
        "POST api_walk_arounds.create": {"json": walk_around(cast.lorry.id)},
        "PUT api_mobile.register": {"json": phone()},
        "POST api_maintenance.create": {"json": job_body(cast)},
        "POST api_maintenance_steps.move": {"json": {"to": "in_progress"}},
        "POST api_maintenance_timeline.comment": {"json": {"comment": "Seen"}},
        "POST api_maintenance_lines.create": {"json": {"kind": "parts", "unit_price": "1.00"}},
        "POST api_maintenance_photos.create": {"data": {"file": paper(), "stage": "before"}},
        "POST api_maintenance_documents.create": {"data": {"kind": "other", "file": paper()}},
        "POST jobs.create": {"data": {"equipment": cast.lorry.billun_id}},
        "POST job_lines.create": {"data": {"kind": "parts"}},
        "POST api_screens.create": {"json": {"name": "Hall 2", "kind": "wall"}},
        "POST api_absences.create": {"json": absence_of(cast)},
        "PUT api_pins.put": {"json": {"pin": "2846"}},
    }


def absence_of(cast: Cast) -> dict[str, Any]:
    days = {"starts_on": "2027-04-01", "ends_on": "2027-04-02"}
    return {"user_id": str(cast.mechanic.user_id), **days}


def phone() -> dict[str, Any]:
    version = {"app_version": "0.2.0", "installed": False}
    return {"model": "Pixel", "system": "Android", **version, "unsent_count": 0}


def paper() -> tuple[BytesIO, str]:
    return BytesIO(b"%PDF-1.7"), "paper.pdf"


def rules(app: Flask) -> Iterator[tuple[Rule, str, Access]]:
    """Each rule and method with its access; fails on a view that declares none."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OF_LIBRARIES:
            continue
        view: Any = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            handler = (
                getattr(view.view_class, method.lower()) if hasattr(view, "view_class") else view
            )
            assert hasattr(handler, "access"), f"{method} {rule} declares no access"
            yield rule, method, handler.access


def path_of(rule: Rule, names: dict[str, str]) -> str:
    blueprint = rule.endpoint.split(".")[0]

    def value(match: re.Match[str]) -> str:
        name = match[1].rsplit(":", 1)[-1]
        found = names.get(f"{rule.endpoint}.{name}") or names.get(f"{blueprint}.{name}")
        return quote(found or names[name])

    return re.sub(r"<([^>]+)>", value, rule.rule)


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    found = list(rules(app))
    assert len(found) > 40
    assert {access for _rule, _method, access in found} <= set(EXPECTED)


@pytest.mark.parametrize("actor", ACTORS)
def test_every_endpoint_holds_to_it(
    app: Flask,
    names: dict[str, str],
    bodies: dict[str, dict[str, Any]],
    cast: Cast,
    calling: Callable[..., Caller],
    actor: str,
) -> None:
    wrong = []
    for rule, method, access in sorted(rules(app), key=harmless_first):
        caller = fresh(actor, app, cast, calling)
        path = path_of(rule, names)
        body = bodies.get(f"{method} {rule.endpoint}", {})
        with (answer := caller.call(method, path, **body)).response:
            expected = BY_ENDPOINT.get(rule.endpoint, EXPECTED[access])[actor]
            if not holds(answer, expected, rule, names_a_record(rule, body)):
                wrong.append(f"{method} {path}: {answer.status}, should be {expected}")
    assert not wrong, "\n".join(wrong)


def harmless_first(found: tuple[Rule, str, Access]) -> tuple[int, bool]:
    rule, method, _access = found
    farewell = FAREWELLS.index(rule.endpoint) + 1 if rule.endpoint in FAREWELLS else 0
    return farewell, method != "GET"


def names_a_record(rule: Rule, body: dict[str, Any]) -> bool:
    names_nothing = rule.endpoint in OF_THE_CATALOGUE | NAMES_NO_RECORD
    return bool(rule.arguments or body) and not names_nothing


def fresh(actor: str, app: Flask, cast: Cast, calling: Callable[..., Caller]) -> Caller:
    """The actor with a sign-in of its own, since some endpoints end it."""
    if actor == "anonymous":
        return with_csrf(Caller(app.test_client()))
    people = cast.people | {"workshop": cast.mechanic}
    return calling(people[actor])


def with_csrf(caller: Caller) -> Caller:
    """A stranger whose forms are genuine, so that nothing but the missing sign-in keeps them out."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', caller.get("/sign-in").text)
    assert found
    return Caller(caller.client, {"X-CSRFToken": found[1]})


def holds(answer: Answer, expected: str, rule: Rule, of_a_record: bool) -> bool:
    if expected == OPEN:
        return is_open(answer, rule)
    if expected == FOREIGN:
        return answer.status == 404 if of_a_record else is_open(answer, rule)
    if expected == NO_COMPANY:
        return answer.status == (404 if rule.arguments else 403)
    if expected == SIGN_IN:
        return answer.status == 401 if rule.rule.startswith("/api/") else leads_to_sign_in(answer)
    return answer.status == {FORBIDDEN: 403, NOT_THERE: 404}[expected]


def is_open(answer: Answer, rule: Rule) -> bool:
    """The caller came through to the view: whatever is wrong then is a matter of the empty request."""
    if answer.status in WANTS_MORE_THAN_A_SIGN_IN.get(rule.endpoint, ()):
        return True
    if answer.status in REFUSED_BY_THE_TABLE.get(rule.endpoint, ()):
        return True
    came_through = answer.status < 400 or answer.status in {400, 409, 415, 422}
    return came_through and not leads_to_sign_in(answer, rule)


def leads_to_sign_in(answer: Answer, rule: Rule | None = None) -> bool:
    if rule is not None and rule.endpoint in {
        "account.home",
        "account.sign_out",
        "account.language",
    }:
        return False
    return answer.status == 302 and str(answer.headers["Location"]).startswith("/sign-in")


WITH_A_BODY = ("/api/equipment", "/api/anomalies")


@pytest.mark.parametrize("path", WITH_A_BODY)
def test_a_stranger_is_told_to_sign_in_before_anything_is_read(
    anonymous: Caller, cast: Cast, path: str
) -> None:
    assert anonymous.post(path, json={"nonsense": 1}).status == 401


def test_a_role_is_refused_before_the_body_is_read(driver: Caller) -> None:
    assert driver.post("/api/equipment", json={"nonsense": 1}).status == 403
