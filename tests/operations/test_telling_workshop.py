"""Who does the work hears when and where, once, and who answers for the site hears of its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from billun.extensions import db
from billun.models import Delivery, DeliveryKind, DeliveryState, Membership, Site
from billun.models.base import now
from billun.operations.deliveries import send_delivery
from billun.operations.letters import Letter, write_letter
from billun.queries.forgotten_work import unsent_deliveries
from tests.fixtures.callers import Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.jobs import damage, job, moved, outcomes
from tests.fixtures.maintenance import monday, utc

Look = Callable[..., Any]
Told = Callable[[], list[str]]
OWED = select(Delivery).where(Delivery.kind == DeliveryKind.INTERVENTION)
NEWEST = OWED.order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(1)


@pytest.fixture
def told(look: Look) -> Told:
    """The addresses to which a mail about a job is still owed."""
    waiting = OWED.where(Delivery.state == DeliveryState.QUEUED)
    return lambda: sorted(look(lambda: [one.address for one in db.session.scalars(waiting)]))


@pytest.fixture
def letter(look: Look) -> Callable[[], Letter]:
    """The newest of these letters."""
    return lambda: look(lambda: write_letter(db.session.scalars(NEWEST).one()))


@pytest.fixture
def sent(look: Look) -> Callable[[], None]:
    """Sends whatever is owed now, as it is after two minutes."""

    def send_all() -> None:
        for delivery in db.session.scalars(OWED).all():
            send_delivery(delivery.id)

    return lambda: look(send_all)


def users(*people: Person) -> list[str]:
    return [str(person.user_id) for person in people]


def edit(caller: Caller, made: Any, **changes: Any) -> None:
    asked = {"confirmed": ["closed", "on_leave", "booked_elsewhere"]}
    answer = caller.patch(f"/api/maintenance/{made['id']}", json=changes | asked)
    assert answer.status == 200, answer.text


def words(letter: Letter) -> str:
    return " ".join(letter.text.split())


def test_who_is_to_do_it_is_told_after_two_minutes(
    supervisor: Caller, cast: Cast, told: Told, letter: Callable[[], Letter], look: Look
) -> None:
    when = {"starts_at": utc(monday("14:00")), "ends_at": utc(monday("16:30"))}
    job(supervisor, cast, assignee_ids=users(cast.mechanic, cast.supervisor), **when)
    assert told() == [cast.mechanic.email]
    assert look(unsent_deliveries) == []
    look(lambda: db.session.execute(update(Delivery).values(next_attempt_at=monday(weeks=-1))))
    assert len(look(unsent_deliveries)) == 1
    said = letter()
    assert said.subject == "New job for you: AB-123-CD"
    for word in ("Brakes", "14:00", "16:30", "Atelier", cast.supervisor.name):
        assert word in words(said)
        assert word in said.html
    assert "/maintenance/INT-" in said.text


def test_what_is_moved_before_the_mail_is_one_mail_that_says_how_it_stands(
    supervisor: Caller, cast: Cast, told: Told, letter: Callable[[], Letter]
) -> None:
    made = job(supervisor, cast, assignee_ids=users(cast.mechanic))
    for clock in ("10:00", "11:00", "15:00"):
        when = {"starts_at": utc(monday(clock)), "ends_at": utc(monday("17:00"))}
        edit(supervisor, made, **when)
    assert told() == [cast.mechanic.email]
    assert letter().subject == "New job for you: AB-123-CD"
    assert "15:00" in letter().text


def test_a_later_move_is_told_as_a_change(
    supervisor: Caller,
    cast: Cast,
    told: Told,
    sent: Callable[[], None],
    letter: Callable[[], Letter],
) -> None:
    made = job(supervisor, cast, assignee_ids=users(cast.mechanic))
    sent()
    edit(supervisor, made, starts_at=utc(monday("05:00")), ends_at=utc(monday("06:00")))
    assert told() == [cast.mechanic.email]
    assert letter().subject == "Your job has changed: AB-123-CD"


def test_other_words_in_it_are_no_news(supervisor: Caller, cast: Cast, told: Told) -> None:
    made = job(supervisor, cast)
    edit(supervisor, made, title="Rear brakes")
    moved(supervisor, made, "in_progress")
    assert told() == []


def test_nobody_is_told_of_what_they_planned_for_themselves(
    mechanic: Caller, cast: Cast, told: Told
) -> None:
    made = job(mechanic, cast, assignee_ids=users(cast.mechanic))
    edit(mechanic, made, starts_at=utc(monday("05:00")), ends_at=utc(monday("06:00")))
    assert told() == []


def test_who_comes_new_and_who_is_taken_off_are_told_and_the_rest_is_not(
    manager: Caller,
    cast: Cast,
    told: Told,
    sent: Callable[[], None],
    letter: Callable[[], Letter],
) -> None:
    made = job(manager, cast, assignee_ids=users(cast.mechanic))
    sent()
    edit(manager, made, assignee_ids=users(cast.supervisor))
    assert told() == sorted([cast.mechanic.email, cast.supervisor.email])
    sent()
    edit(manager, made, assignee_ids=users(cast.supervisor, cast.mechanic))
    assert told() == [cast.mechanic.email]
    edit(manager, made, assignee_ids=users(cast.supervisor))
    assert letter().subject == "Not your job any more: AB-123-CD"


def test_who_was_on_it_for_a_minute_learns_nothing(manager: Caller, cast: Cast, told: Told) -> None:
    made = job(manager, cast, assignee_ids=users(cast.mechanic))
    edit(manager, made, assignee_ids=users(cast.supervisor))
    assert told() == [cast.supervisor.email]
    moved(manager, made, "cancelled")
    assert told() == []


def test_who_has_begun_with_it_is_not_told_that_it_is_theirs(
    manager: Caller, mechanic: Caller, cast: Cast, told: Told
) -> None:
    made = job(manager, cast, assignee_ids=users(cast.mechanic, cast.supervisor))
    assert mechanic.put(f"/api/maintenance/{made['id']}/work").status == 201
    assert told() == [cast.supervisor.email]
    moved(mechanic, made, "completed")
    assert told() == [cast.site_manager.email]


def test_a_cancelled_job_is_told_to_who_knew_of_it(
    manager: Caller,
    cast: Cast,
    told: Told,
    sent: Callable[[], None],
    letter: Callable[[], Letter],
) -> None:
    made = job(manager, cast, assignee_ids=users(cast.mechanic))
    sent()
    moved(manager, made, "cancelled", comment="The lorry is <sold>")
    assert told() == [cast.mechanic.email]
    assert letter().subject == "Job cancelled: AB-123-CD"
    assert "The lorry is <sold>" in letter().text
    assert "The lorry is &lt;sold&gt;" in letter().html


def test_the_end_is_told_to_the_sites_manager_and_the_reporter_at_once(
    mechanic: Caller,
    driver: Caller,
    cast: Cast,
    told: Told,
    look: Look,
    letter: Callable[[], Letter],
) -> None:
    torn = damage(driver, cast)
    made = job(mechanic, cast, torn, to="in_progress")
    said = {"kind": "parts", "description": "Rail", "unit_price": 80}
    assert mechanic.post(f"/api/maintenance/{made['id']}/lines", json=said).status == 201
    moved(mechanic, made, "completed", outcomes=outcomes((torn, "repaired")))
    assert told() == [cast.site_manager.email]
    assert letter().subject == "Job done: AB-123-CD"
    for word in ("Bodywork, Side curtain, Repaired", "€80.00, without tax"):
        assert word in letter().html
        assert word in words(letter())
    reporters = select(Delivery).where(Delivery.kind == DeliveryKind.ANOMALY_MOVED)
    assert look(lambda: [one.address for one in db.session.scalars(reporters)]) == [
        cast.driver.email
    ]


@pytest.mark.parametrize("kept", ["site without a manager", "manager gone"])
def test_where_the_site_has_no_manager_the_main_one_is_told(
    kept: str, mechanic: Caller, cast: Cast, told: Told, look: Look
) -> None:
    def leave() -> None:
        if kept == "manager gone":
            db.session.get_one(Membership, cast.site_manager.membership_id).ended_at = now()
        else:
            db.session.get_one(Site, cast.site_id).manager = None

    look(leave)
    job(mechanic, cast, to="completed")
    assert told() == [cast.manager.email]


def test_what_was_not_found_is_not_called_repaired(
    mechanic: Caller, driver: Caller, cast: Cast, look: Look
) -> None:
    torn = damage(driver, cast)
    made = job(mechanic, cast, torn, to="in_progress")
    moved(mechanic, made, "completed", outcomes=outcomes((torn, "not_found")))
    one = select(Delivery).where(Delivery.kind == DeliveryKind.ANOMALY_MOVED)
    said = look(lambda: write_letter(db.session.scalars(one).one()))
    assert said.subject == "Nothing found: AB-123-CD"
    assert "did not find the damage" in words(said)
