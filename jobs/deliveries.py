"""Jobs for messages."""

from uuid import UUID

from billun.extensions import db
from billun.operations.deliveries import send_delivery
from jobs import app


def deliver(delivery_id: str) -> None:
    """Try to send one owed message."""
    with app.app_context():
        send_delivery(UUID(delivery_id))
        db.session.commit()
