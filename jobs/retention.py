"""What has been kept for long enough goes, each night."""

import logging
from uuid import UUID

from billun.adapters.storage import StorageUnavailable
from billun.extensions import db
from billun.models import Company
from billun.operations.locks import one_process_at
from billun.operations.retention import companies_to_keep, keep_retention
from jobs import app

logger = logging.getLogger(__name__)


def keep_every_retention() -> None:
    """Keep the periods of every company; what a storage that is away holds up goes the next night."""
    with app.app_context(), one_process_at("retention") as mine:
        for company_id in companies_to_keep() if mine else []:
            try:
                keep(company_id)
            except StorageUnavailable as error:
                db.session.rollback()
                logger.warning(
                    "retention of company %s waits for the storage: %s", company_id, error
                )


def keep(company_id: UUID) -> None:
    while keep_retention(db.session.get_one(Company, company_id)):
        db.session.commit()
    db.session.commit()
