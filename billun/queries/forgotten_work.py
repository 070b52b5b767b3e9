"""What was acknowledged and is not done: the sweep finds here what a dead Redis or worker forgot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from billun.extensions import db
from billun.models import (
    Company,
    Delivery,
    DeliveryState,
    Document,
    DocumentState,
    Drawing,
    DrawingState,
    EnhancementState,
    ImportRun,
    Photo,
    PhotoState,
    Removal,
)
from billun.models.base import now
from billun.models.import_run import WAITING_FOR_WORK

LONG_ENOUGH_FOR_A_JOB = timedelta(seconds=30)
AT_ONCE = 500
# New photos come into the same queue and wait behind these.
AGAIN_AT_ONCE = 20


def undeveloped_photos() -> Sequence[UUID]:
    """Photos stored for a while and still without their sizes."""
    return db.session.scalars(
        select(Photo.id)
        .where(
            Photo.state == PhotoState.STORED,
            Photo.received_at < now() - LONG_ENOUGH_FOR_A_JOB,
            Photo.removal.is_distinct_from(Removal.ERASED),
        )
        .order_by(Photo.received_at)
        .limit(AT_ONCE)
    ).all()


def photos_without_colour() -> Sequence[UUID]:
    """Photos that are shown and were developed before there was a medium size; a few, the newest first."""
    return db.session.scalars(
        select(Photo.id)
        .where(Photo.is_to_be_developed_again(), Photo.removal.is_distinct_from(Removal.ERASED))
        .order_by(Photo.received_at.desc())
        .limit(AGAIN_AT_ONCE)
    ).all()


def unenhanced_photos() -> Sequence[UUID]:
    """Photos that somebody asked to have enhanced a while ago."""
    return db.session.scalars(
        select(Photo.id)
        .where(
            Photo.enhancement_state == EnhancementState.QUEUED,
            Photo.enhancement_asked_at < now() - LONG_ENOUGH_FOR_A_JOB,
        )
        .order_by(Photo.enhancement_asked_at)
        .limit(AT_ONCE)
    ).all()


def undrawn_drawings() -> Sequence[UUID]:
    """Drawings that lie on no copy of their photo yet."""
    return db.session.scalars(
        select(Drawing.id)
        .where(
            Drawing.state == DrawingState.STORED,
            Drawing.created_at < now() - LONG_ENOUGH_FOR_A_JOB,
        )
        .order_by(Drawing.created_at)
        .limit(AT_ONCE)
    ).all()


def documents_without_preview() -> Sequence[UUID]:
    """Documents stored for a while and still without the picture of their first page."""
    return db.session.scalars(
        select(Document.id)
        .where(
            Document.state == DocumentState.STORED,
            Document.created_at < now() - LONG_ENOUGH_FOR_A_JOB,
        )
        .order_by(Document.created_at)
        .limit(AT_ONCE)
    ).all()


def unsent_deliveries() -> Sequence[UUID]:
    """Messages whose next try is due."""
    return db.session.scalars(
        select(Delivery.id)
        .where(
            Delivery.state == DeliveryState.QUEUED,
            Delivery.next_attempt_at < now() - timedelta(seconds=5),
        )
        .order_by(Delivery.next_attempt_at)
        .limit(AT_ONCE)
    ).all()


def companies_to_count_anew() -> Sequence[UUID]:
    """Companies that changed what is due, and whose deadlines do not follow yet."""
    return db.session.scalars(
        select(Company.id)
        .where(Company.deadlines_stale_since < now() - LONG_ENOUGH_FOR_A_JOB)
        .order_by(Company.deadlines_stale_since)
        .limit(AT_ONCE)
    ).all()


def unexported_companies() -> Sequence[UUID]:
    """Companies that closed and whose export nobody has made yet."""
    return db.session.scalars(
        select(Company.id)
        .where(Company.closed_at < now() - LONG_ENOUGH_FOR_A_JOB, Company.export_key.is_(None))
        .order_by(Company.closed_at)
        .limit(AT_ONCE)
    ).all()


def waiting_imports() -> Sequence[UUID]:
    """Imports that wait for a worker, and in which nothing moves."""
    return db.session.scalars(
        select(ImportRun.id)
        .where(
            ImportRun.state.in_(WAITING_FOR_WORK),
            ImportRun.touched_at < now() - LONG_ENOUGH_FOR_A_JOB,
        )
        .order_by(ImportRun.touched_at)
        .limit(AT_ONCE)
    ).all()
