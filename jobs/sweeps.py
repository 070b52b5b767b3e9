"""Finds again what was acknowledged and not done, whatever happened to Redis or to a worker."""

from collections.abc import Callable, Sequence
from uuid import UUID

from billun.adapters.queue import CLOCK, IMPORTS, MESSAGES, PHOTOS, enqueue, many_wait
from billun.queries.forgotten_work import (
    companies_to_count_anew,
    documents_without_preview,
    photos_without_colour,
    undeveloped_photos,
    undrawn_drawings,
    unenhanced_photos,
    unexported_companies,
    unsent_deliveries,
    waiting_imports,
)
from jobs import app

# What may have been forgotten, the job that does it, and the queue in which it waits.
FORGOTTEN: tuple[tuple[Callable[[], Sequence[UUID]], str, str], ...] = (
    (unsent_deliveries, "jobs.deliveries.deliver", MESSAGES),
    (undeveloped_photos, "jobs.photos.develop_photo", PHOTOS),
    (undrawn_drawings, "jobs.drawings.draw_copy", PHOTOS),
    (unenhanced_photos, "jobs.photos.enhance_photo", PHOTOS),
    (documents_without_preview, "jobs.documents.show_document", PHOTOS),
    (waiting_imports, "jobs.imports.work_on_import", IMPORTS),
    (companies_to_count_anew, "jobs.deadlines.bring_company_up_to_date", CLOCK),
    (unexported_companies, "jobs.company_closing.export_company", PHOTOS),
    (photos_without_colour, "jobs.photos.develop_photo", PHOTOS),
)


def sweep() -> None:
    """Queue every piece of work that waits for longer than its job would take."""
    with app.app_context():
        for find, job, queue in FORGOTTEN:
            if many_wait(queue):
                continue
            for id in find():
                enqueue(queue, job, str(id))
