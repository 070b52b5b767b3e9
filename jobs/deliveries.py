"""Jobs for messages."""

from uuid import UUID

from billun.extensions import db
from billun.operations.deliveries import note_breakdown, send_delivery
from jobs import app


def deliver(delivery_id: str) -> None:
    """Try to send one owed message. What breaks counts as a try, so that no message is tried for ever."""
    with app.app_context():
        try:
            send_delivery(UUID(delivery_id))
        except Exception as error:
            db.session.rollback()
            note_breakdown(UUID(delivery_id), error)
            db.session.commit()
            raise
        db.session.commit()
