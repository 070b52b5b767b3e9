"""Jobs for what people draw on copies of photos."""

from uuid import UUID

from billun.extensions import db
from billun.operations.drawing_out import begin_drawing_out, draw_out
from jobs import app


def draw_copy(drawing_id: str) -> None:
    """Make the sizes of a stored drawing."""
    with app.app_context():
        is_left = begin_drawing_out(UUID(drawing_id)) is not None
        db.session.commit()
        if not is_left:
            return
        try:
            draw_out(UUID(drawing_id))
        finally:
            db.session.commit()
