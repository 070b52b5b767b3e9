"""Jobs for documents."""

from uuid import UUID

from billun.extensions import db
from billun.operations.previewing import begin_preview, make_preview
from jobs import app


def show_document(document_id: str) -> None:
    """Make the picture of a stored document's first page."""
    with app.app_context():
        document = begin_preview(UUID(document_id))
        db.session.commit()
        if document is None:
            return
        try:
            make_preview(document)
        finally:
            db.session.commit()
