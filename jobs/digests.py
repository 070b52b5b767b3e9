"""The letters about deadlines, each morning."""

from datetime import date
from uuid import UUID

from billun.adapters.queue import MESSAGES, enqueue
from billun.extensions import db
from billun.models.base import now
from billun.operations.digests import places_to_tell, tell_place
from jobs import app


def tell_deadlines() -> None:
    """Queue the letters that are owed by now. What Redis or a worker forgets is owed again an hour later."""
    with app.app_context():
        for place in places_to_tell(now()):
            company_id, site_id, day = place
            enqueue(MESSAGES, "jobs.digests.tell", str(company_id), str(site_id or ""), str(day))


def tell(company_id: str, site_id: str, day: str) -> None:
    """Owe the letter of one place and day; `site_id` is empty for the equipment without a site."""
    with app.app_context():
        site = UUID(site_id) if site_id else None
        tell_place(UUID(company_id), site, date.fromisoformat(day))
        db.session.commit()
