"""Finds again what was acknowledged and not done, whatever happened to Redis or to a worker."""

from billun.adapters.queue import enqueue
from billun.queries.forgotten_work import undeveloped_photos, unsent_deliveries
from jobs import app


def sweep() -> None:
    """Queue every photo without sizes and every message that is due."""
    with app.app_context():
        for photo_id in undeveloped_photos():
            enqueue("jobs.photos.develop_photo", str(photo_id))
        for delivery_id in unsent_deliveries():
            enqueue("jobs.deliveries.deliver", str(delivery_id))
