"""Links for a workshop outside: made, mailed, answered, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import (
    Delivery,
    DeliveryKind,
    Intervention,
    InterventionEntry,
    InterventionStatus,
    Membership,
    OutsideLink,
)
from billun.models.base import now
from billun.operations import outside_answers, outside_links
from billun.operations.outside_link import link_of_token, link_url
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast
from tests.fixtures.maintenance import job_body, monday, plan_job
from tests.fixtures.outside import answer, make_link
from tests.fixtures.people import mailed
from tests.operations.test_concurrency import all_at_once

Look = Callable[..., Any]


def link_of(link: Any) -> OutsideLink:
    return db.session.get_one(OutsideLink, UUID(link["id"]))


def kinds(job: Any) -> list[str]:
    """The timeline of the job by the kinds of its entries."""
    entries = select(InterventionEntry.kind).where(
        InterventionEntry.intervention_id == UUID(job["id"])
    )
    return [str(kind) for kind in db.session.scalars(entries.order_by(InterventionEntry.at))]


def told(kind: DeliveryKind) -> list[str]:
    return list(db.session.scalars(select(Delivery.address).where(Delivery.kind == kind)))


def over(job: Any) -> None:
    db.session.execute(
        update(Intervention)
        .where(Intervention.id == UUID(job["id"]))
        .values(status=InterventionStatus.COMPLETED, completed_at=now())
    )


# Making one.
def test_a_link_can_be_shown_again_and_no_secret_is_kept(look: Look, link: Any) -> None:
    assert link["answer"] == "asked"

    def again() -> str:
        return link_url(link_of(link))

    assert look(again) == link["url"]
    token = link["url"].rpartition("/")[2]
    assert look(lambda: str(link_of_token(token).id)) == link["id"]  # type: ignore[union-attr]
    assert look(lambda: link_of_token(token[:-1])) is None


def test_a_key_for_something_else_is_no_link(look: Look, manager: Caller, link: Any) -> None:
    (card,) = manager.post("/api/join-cards", json={}).body["items"]
    assert look(lambda: link_of_token(card["url"].rpartition("/")[2])) is None


def test_another_workshop_ends_the_links_of_the_former_one(
    supervisor: Caller, cast: Cast, look: Look, job: Any, link: Any
) -> None:
    make_link(supervisor, job, email="morel@example.com")
    path = f"/api/maintenance/{job['id']}"
    later = {"starts_at": monday("14:00").isoformat(), "ends_at": monday("16:00").isoformat()}
    assert supervisor.patch(path, json=later | {"confirmed": ["closed"]}).status == 200
    assert look(lambda: link_of(link).is_open)
    elsewhere = {"workshop_id": str(cast.workshop_id), "confirmed": ["closed"]}
    assert supervisor.patch(path, json=elsewhere).status == 200
    assert look(lambda: kinds(job))[-3:] == ["moved", "link_revoked", "link_revoked"]
    assert not look(lambda: link_of(link).is_open)
    assert look(lambda: told(DeliveryKind.OUTSIDE_LINK)) == []


def test_it_is_mailed_where_there_is_an_address(
    supervisor: Caller, app: Flask, look: Look, job: Any
) -> None:
    made = make_link(supervisor, job, email="Morel@Example.com").body
    address, path = mailed(app, look, DeliveryKind.OUTSIDE_LINK)
    assert (address.lower(), made["url"].endswith(path)) == ("morel@example.com", True)


def test_a_mail_that_waits_is_not_sent_once_the_link_is_revoked(
    supervisor: Caller, look: Look, job: Any
) -> None:
    made = make_link(supervisor, job, email="morel@example.com").body
    path = f"/api/maintenance/{job['id']}/outside-links/{made['id']}"
    assert supervisor.delete(path).status == 204
    assert look(lambda: told(DeliveryKind.OUTSIDE_LINK)) == []
    assert look(lambda: kinds(job))[-2:] == ["link_made", "link_revoked"]
    assert supervisor.delete(path).status == 204
    assert look(lambda: kinds(job)).count("link_revoked") == 1


def test_only_supervisors_and_managers_make_links(
    mechanic: Caller, manager: Caller, driver: Caller, outsider: Caller, job: Any, look: Look
) -> None:
    assert make_link(mechanic, job).status == 403
    assert make_link(driver, job).status == 403
    assert make_link(outsider, job).status == 404
    assert make_link(manager, job).status == 201

    def revoked_by_mechanic(cast_member: UUID) -> None:
        link = db.session.scalars(select(OutsideLink)).one()
        outside_links.revoke_link(db.session.get_one(Membership, cast_member), link)

    def mechanics_id() -> UUID:
        found = select(Membership.id).where(Membership.trade == "mechanic")
        return db.session.scalars(found).one()

    with pytest.raises(NotAllowed):
        look(lambda: revoked_by_mechanic(look(mechanics_id)))


def test_a_mechanic_sees_the_answer_and_not_the_key(
    mechanic: Caller, supervisor: Caller, job: Any, link: Any
) -> None:
    path = f"/api/maintenance/{job['id']}/outside-links"
    assert supervisor.get(path).body["items"][0]["url"] == link["url"]
    (seen,) = mechanic.get(path).body["items"]
    assert (seen["url"], seen["answer"]) == (None, "asked")


@pytest.mark.parametrize(
    ("body", "field"),
    [({"email": "not an address"}, "email"), ({"days": 0}, "days"), ({"days": 366}, "days")],
)
def test_a_bad_address_or_term_is_refused(
    supervisor: Caller, job: Any, body: Any, field: str
) -> None:
    refused = make_link(supervisor, job, **body)
    assert (refused.status, list(refused.errors)) == (422, [field])


def test_a_job_of_the_own_workshop_or_one_that_is_over_has_no_link(
    supervisor: Caller, cast: Cast, look: Look, job: Any
) -> None:
    own = plan_job(supervisor, **job_body(cast, equipment_id=str(cast.loner.id))).body
    assert make_link(supervisor, own).status == 409
    look(lambda: over(job))
    assert make_link(supervisor, job).status == 409


# Answering.
def test_accepting_is_told_to_who_asked_and_twice_is_once(
    look: Look, cast: Cast, job: Any, link: Any
) -> None:
    for _time in range(2):
        look(lambda: outside_answers.accept(link_of(link), name="Luc  Morel"))
    found = look(lambda: (link_of(link).answer, link_of(link).name))
    assert found == ("accepted", "Luc Morel")
    assert look(lambda: kinds(job)).count("outside_accepted") == 1
    assert look(lambda: told(DeliveryKind.INTERVENTION)).count(cast.supervisor.email) == 1


def test_after_a_move_the_date_is_to_be_accepted_again(
    supervisor: Caller, look: Look, job: Any, link: Any
) -> None:
    look(lambda: outside_answers.accept(link_of(link)))
    moved = {"starts_at": monday("14:00").isoformat(), "ends_at": monday("16:00").isoformat()}
    changed = supervisor.patch(
        f"/api/maintenance/{job['id']}", json=moved | {"confirmed": ["closed"]}
    )
    assert changed.status == 200
    path = f"/api/maintenance/{job['id']}/outside-links"
    assert supervisor.get(path).body["items"][0]["moved_since"] is True
    look(lambda: outside_answers.accept(link_of(link)))
    assert supervisor.get(path).body["items"][0]["moved_since"] is False
    assert look(lambda: kinds(job)).count("outside_accepted") == 2


def test_a_proposal_moves_nothing_until_somebody_takes_it(
    supervisor: Caller, look: Look, cast: Cast, job: Any, link: Any
) -> None:
    starts_at, ends_at = monday("10:00", weeks=2), monday("12:00", weeks=2)
    look(lambda: outside_answers.propose(link_of(link), starts_at, ends_at, "Sooner we cannot"))
    path = f"/api/maintenance/{job['id']}"
    assert supervisor.get(path).body["starts_at"] == job["starts_at"]
    assert supervisor.get(path).body["outside"]["answer"] == "proposed"

    def take() -> None:
        actor = db.session.get_one(Membership, cast.supervisor.membership_id)
        outside_links.take_proposal(actor, link_of(link), frozenset({"closed"}))

    look(take)
    present = supervisor.get(path).body
    assert present["starts_at"] != job["starts_at"]
    assert present["outside"]["answer"] == "accepted"
    assert supervisor.get(f"{path}/outside-links").body["items"][0]["moved_since"] is False
    with pytest.raises(Conflict):
        look(take)


def test_a_proposal_is_a_time_that_can_be_booked(look: Look, link: Any) -> None:
    start = monday("10:00")
    for starts_at, ends_at, field in (
        (start, start, "ends_at"),
        (start - timedelta(days=60), start, "starts_at"),
        (start, start + timedelta(days=61), "ends_at"),
    ):
        with pytest.raises(Refused) as refused:
            look(lambda: outside_answers.propose(link_of(link), starts_at, ends_at))  # noqa: B023
        assert refused.value.field == field


def test_declining_needs_a_reason(look: Look, job: Any, link: Any) -> None:
    with pytest.raises(Refused):
        look(lambda: outside_answers.decline(link_of(link), "  "))
    look(lambda: outside_answers.decline(link_of(link), "No room before May"))
    assert look(lambda: link_of(link).reason) == "No room before May"


def test_done_does_not_complete_the_job_and_is_the_last_answer(
    supervisor: Caller, look: Look, job: Any, link: Any
) -> None:
    look(lambda: outside_answers.report_done(link_of(link), "New curtain"))
    present = supervisor.get(f"/api/maintenance/{job['id']}").body
    assert (present["status"], present["outside"]["answer"]) == ("planned", "done")
    with pytest.raises(Conflict):
        look(lambda: outside_answers.accept(link_of(link)))
    look(lambda: outside_answers.comment(link_of(link), "The invoice follows"))


@pytest.mark.parametrize("end", ["revoked", "expired", "completed", "closed"])
def test_nothing_is_answered_once_it_is_over(look: Look, job: Any, link: Any, end: str) -> None:
    def finish() -> None:
        found = link_of(link)
        if end == "revoked":
            found.revoked_at = now()
        elif end == "expired":
            found.expires_at = now() - timedelta(seconds=1)
        elif end == "closed":
            found.intervention.company.closed_at = now()
        else:
            over(job)

    look(finish)
    before = look(lambda: kinds(job))
    with pytest.raises(Missing):
        look(lambda: outside_answers.accept(link_of(link)))
    with pytest.raises(Missing):
        look(lambda: outside_answers.comment(link_of(link), "Hello?"))
    assert look(lambda: kinds(job)) == before


def test_of_eight_who_accept_at_once_one_is_told_of(
    app: Flask, anonymous: Caller, look: Look, job: Any, key: str
) -> None:
    def accept(caller: Caller) -> Answer:
        return answer(caller, key, "acceptance")

    assert all_at_once(app, [accept] * 8, anonymous) == [303] * 8
    assert look(lambda: kinds(job)).count("outside_accepted") == 1
