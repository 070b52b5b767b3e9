"""How Alembic reaches the database: through the application's own engine."""

import logging

from alembic import context
from flask import current_app

import billun.models  # noqa: F401  (so that every table is known)
from billun.extensions import db

logging.getLogger("alembic").setLevel(logging.INFO)


def run() -> None:
    """Apply the migrations, one at a time across all the processes that start together."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.execute("SELECT pg_advisory_xact_lock(4851377)")
            context.run_migrations()


run()
