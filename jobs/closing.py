"""Closes what was resolved a week ago and nobody said otherwise."""

from billun.extensions import db
from billun.operations.closing import close_what_rested
from jobs import app


def close_resolved() -> None:
    """Close the resolved anomalies that rested for seven days, red ones apart."""
    with app.app_context():
        while close_what_rested():
            db.session.commit()
