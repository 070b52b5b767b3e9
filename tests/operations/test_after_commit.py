"""What waits for the commit waits for that of the whole, not for that of a savepoint."""

from __future__ import annotations

from flask import Flask

from billun.extensions import db
from billun.operations.after_commit import remember


class Sayings:
    """Counts how often something was said."""

    count = 0

    def one_more(self) -> bool:
        self.count += 1
        return True


def test_a_savepoint_that_went_well_says_nothing_yet(app: Flask) -> None:
    said = Sayings()
    with app.app_context():
        with db.session.begin_nested():
            remember(said.one_more)
        assert said.count == 0
        db.session.commit()
    assert said.count == 1


def test_a_savepoint_that_came_to_nothing_keeps_what_was_to_be_said_before_it(app: Flask) -> None:
    said = Sayings()
    with app.app_context():
        remember(said.one_more)
        db.session.begin_nested().rollback()
        db.session.commit()
    assert said.count == 1


def test_what_was_undone_says_nothing(app: Flask) -> None:
    said = Sayings()
    with app.app_context():
        remember(said.one_more)
        with db.session.begin_nested():
            pass
        db.session.rollback()
        db.session.commit()
    assert said.count == 0
