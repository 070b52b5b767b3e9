"""The checks of the catalogue as a company follows them: its own rules, and how many items each is asked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from billun.catalogue import Check, Duration, catalogue
from billun.extensions import db
from billun.models import CheckOverride, Company, Deadline, Equipment, EquipmentStatus


@dataclass(frozen=True)
class CheckRow:
    """`touched` is how many items in use the catalogue's check is asked of; off or not."""

    check: Check
    override: CheckOverride | None
    touched: int

    @property
    def code(self) -> str:
        return self.check.key

    @property
    def rhythms(self) -> list[tuple[Duration | None, Duration | None]]:
        """The first and the further interval of each rule, every pair once, in the order of the rules."""
        pairs = ((rule.first, rule.interval) for rule in self.check.rules)
        return list(dict.fromkeys(pair for pair in pairs if any(pair)))

    @property
    def ages(self) -> tuple[Duration, ...]:
        """Those at which it is due instead."""
        return next((rule.ages for rule in self.check.rules if rule.ages), ())


def check_table(company: Company) -> list[CheckRow]:
    """Every check, in the order of the catalogue. Two statements."""
    return rows_of(company, list(catalogue.checks.values()))


def check_row(company: Company, check: Check) -> CheckRow:
    """One row of that table."""
    return rows_of(company, [check])[0]


def rows_of(company: Company, checks: Sequence[Check]) -> list[CheckRow]:
    codes = [check.key for check in checks]
    overrides = {
        override.check: override
        for override in db.session.scalars(
            select(CheckOverride).where(
                CheckOverride.company_id == company.id, CheckOverride.check.in_(codes)
            )
        )
    }
    off = [code for code, override in overrides.items() if override.off]
    touched = touched_by(company, codes, off)
    return [
        CheckRow(check, overrides.get(check.key), touched.get(check.key, 0)) for check in checks
    ]


def touched_by(company: Company, codes: Sequence[str], off: Sequence[str]) -> Mapping[str, int]:
    """How many items in use each is asked of; of one that is off, how many it was asked of before."""
    rows = db.session.execute(
        select(Deadline.code, func.count())
        .join(Deadline.equipment)
        .where(
            Deadline.company_id == company.id,
            Deadline.code.in_(codes),
            or_(Deadline.applies, Deadline.code.in_(off)),
            Equipment.status != EquipmentStatus.RETIRED,
        )
        .group_by(Deadline.code)
    )
    return {row[0]: row[1] for row in rows}
