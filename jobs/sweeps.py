"""Finds again what was acknowledged and not done, whatever happened to Redis or to a worker."""

from billun.adapters.queue import MESSAGES, PHOTOS, enqueue, many_wait
from billun.queries.forgotten_work import undeveloped_photos, unsent_deliveries
from jobs import app


def sweep() -> None:
    """Queue every photo without sizes and every message that is due."""
    with app.app_context():
        if not many_wait(PHOTOS):
            for photo_id in undeveloped_photos():
                enqueue(PHOTOS, "jobs.photos.develop_photo", str(photo_id))
        if not many_wait(MESSAGES):
            for delivery_id in unsent_deliveries():
                enqueue(MESSAGES, "jobs.deliveries.deliver", str(delivery_id))
