"""`flask evidence verify`: whether every original is still what arrived."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import click
from flask.cli import AppGroup

from billun.adapters.storage import StorageUnavailable
from billun.extensions import db
from billun.models import Company
from billun.operations.evidence import (
    Finding,
    Verdict,
    count_originals,
    unknown_originals,
    verify_originals,
)

evidence_commands = AppGroup("evidence", help="The originals of photos.")

SENTENCES = {
    Verdict.DIFFERENT: "{key}: is {found}, was {expected} when it arrived",
    Verdict.MISSING: "{key}: is missing",
    Verdict.STILL_THERE: "{key}: is there, though it was erased",
    Verdict.UNKNOWN: "{key}: is there, and no photo speaks of it",
}


@evidence_commands.command("verify")
@click.option("--company", type=click.UUID, help="Only the photos of the company with this id.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only photos received since.")
def verify(company: UUID | None, since: datetime | None) -> None:
    """Read and hash every original again; a line for each that is not as it came. Ends with 1 where one is not.

    Files of which no photo speaks are looked for where all photos are asked about.
    """
    refuse_unknown(company)
    after = since.replace(tzinfo=UTC) if since else None
    total = count_originals(company, after)
    try:
        counts = told(with_progress(verify_originals(company, after), total))
        if company is None and since is None:
            counts += told(unknown_originals())
    except StorageUnavailable as error:
        raise click.ClickException(f"The storage is away: {error}") from error
    click.echo(summed_up(total, counts))
    sys.exit(1 if any(counts[verdict] for verdict in SENTENCES) else 0)


def refuse_unknown(company: UUID | None) -> None:
    if company and not db.session.get(Company, company):
        raise click.ClickException("There is no such company.")


def summed_up(total: int, counts: Counter[Verdict]) -> str:
    """Photos and files without one apart: a photo is as it came or not, and those files are no photo's."""
    strangers = counts[Verdict.UNKNOWN]
    fine = counts[Verdict.AS_IT_CAME]
    wrong = sum(counts[verdict] for verdict in SENTENCES) - strangers
    apart = f" Files that no photo speaks of: {strangers}." if strangers else ""
    return f"{total} originals: {fine} as they came, {wrong} not.{apart}"


def with_progress(findings: Iterable[Finding], total: int) -> Iterator[Finding]:
    """The findings; a terminal is shown how far they are."""
    if not sys.stderr.isatty():
        yield from findings
        return
    with click.progressbar(findings, length=total, label="Verifying", file=sys.stderr) as shown:
        yield from shown


def told(findings: Iterable[Finding]) -> Counter[Verdict]:
    """How many of each there are; what is wrong is printed as it is found."""
    counts: Counter[Verdict] = Counter()
    for finding in findings:
        counts[finding.verdict] += 1
        if sentence := SENTENCES.get(finding.verdict):
            click.echo(sentence.format(**vars(finding)))
    return counts
