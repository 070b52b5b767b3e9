"""Shows what an operation refused beside the field that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from billun.errors import Conflict, Refused
from billun.extensions import db


@contextmanager
def beside_fields(form: FlaskForm, **fields: str) -> Iterator[None]:
    """Run an operation; what it refuses becomes an error of the form, and nothing is changed.

    `fields` maps the operation's field names to the form's where they differ. Afterwards
    `form.errors` is empty exactly if the operation went through.
    """
    try:
        yield
    except Refused as refused:
        db.session.rollback()
        name = refused.field.rsplit(".", 1)[-1]
        put(form, fields.get(name, name), refused.message)
    except Conflict as conflict:
        db.session.rollback()
        put(form, "", str(conflict))


def put(form: FlaskForm, name: str, message: str) -> None:
    field = form._fields.get(name)
    if field is None:
        form.form_errors.append(message)
    else:
        field.errors = [*field.errors, message]
