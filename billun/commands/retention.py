"""`flask retention run`: the nightly run by hand, and what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

import click
from flask.cli import AppGroup

from billun.adapters.storage import StorageUnavailable
from billun.extensions import db
from billun.models import Company
from billun.operations.locks import one_process_at
from billun.operations.retention import companies_to_keep, keep_retention
from billun.queries.retention_due import due_of

retention_commands = AppGroup("retention", help="How long things are kept.")


@retention_commands.command("run")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--company", "company_id", type=click.UUID, help="The id of one company.")
def run(dry_run: bool, company_id: UUID | None) -> None:
    """Make places coarse and remove what companies have kept for as long as they wished."""
    with one_process_at("retention") as mine:
        if not (mine or dry_run):
            raise click.ClickException("Another process is at it.")
        for id in chosen(company_id):
            company = db.session.get_one(Company, id)
            name = company.name
            gone = due_of(company) if dry_run else keep(company)
            click.echo(f"{name}: {', '.join(f'{number} {kind}' for kind, number in said(gone))}")


def chosen(company_id: UUID | None) -> list[UUID]:
    found = [id for id in companies_to_keep() if company_id in (None, id)]
    if company_id and not found:
        raise click.ClickException("There is no such company, or it is being purged.")
    return found


def keep(company: Company) -> Mapping[str, int]:
    """Go on until nothing is left, each batch in a transaction of its own."""
    gone: Counter[str] = Counter()
    try:
        while batch := keep_retention(company):
            gone.update(batch)
            db.session.commit()
    except StorageUnavailable as error:
        db.session.rollback()
        raise click.ClickException(f"The storage is away, run it again later: {error}") from error
    db.session.commit()
    return gone


def said(gone: Mapping[str, int]) -> list[tuple[str, int]]:
    kinds = ("positions", "access_records", "photos", "anomalies")
    return [(kind.replace("_", " "), gone.get(kind, 0)) for kind in kinds]
