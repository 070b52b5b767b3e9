"""What is wrong with a file that was sent with a form, said beside the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from billun.blueprints.form_errors import beside_fields, put
from billun.errors import TooLarge, WrongType
from billun.extensions import db


@contextmanager
def beside_file(form: FlaskForm, name: str = "file") -> Iterator[None]:
    """Like beside_fields, and a file that may not come in is told at the field `name`."""
    try:
        with beside_fields(form, file=name, sha256=name):
            yield
    except (TooLarge, WrongType) as error:
        db.session.rollback()
        put(form, name, str(error))
        form.refused_as = 413 if isinstance(error, TooLarge) else 415
