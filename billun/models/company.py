"""A company: a haulier, the owner of equipment, the employer of the people who report on it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from billun.models.base import Base, Identified, now


class Company(Identified, Base):
    __tablename__ = "company"

    name: Mapped[str] = mapped_column(String(200))
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    vat_number: Mapped[str | None] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2), default="FR")
    address: Mapped[str | None] = mapped_column(String(300))
    postcode: Mapped[str | None] = mapped_column(String(12))
    city: Mapped[str | None] = mapped_column(String(100))
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
    emergency_phone: Mapped[str | None] = mapped_column(String(20))
    verified_at: Mapped[datetime | None]
    logo_key: Mapped[str | None] = mapped_column(String(200))

    # How long things are kept (domain.md §7); the sweeps of each part read them.
    position_retention_days: Mapped[int] = mapped_column(default=60)
    photo_retention_months: Mapped[int] = mapped_column(default=12)
    report_retention_months: Mapped[int] = mapped_column(default=60)
    audit_retention_months: Mapped[int] = mapped_column(default=12)
    closing_retention_days: Mapped[int] = mapped_column(default=90)

    # Whether photos may be given to an enhancer outside this installation.
    outside_enhancement: Mapped[bool] = mapped_column(default=False)

    # A closed company is exported, then purged when its retention is over.
    closed_at: Mapped[datetime | None]
    purge_on: Mapped[date | None]
    export_key: Mapped[str | None] = mapped_column(String(200))

    # Set when an override changed what is due; a job brings the deadlines up to date and clears it.
    deadlines_stale_since: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def today(self) -> date:
        """The present day where the company works."""
        return now().astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
