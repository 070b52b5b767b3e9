"""The letters about the work of the workshop."""

from __future__ import annotations

from billun.extensions import db
from billun.models import Delivery, InterventionEntry, InterventionStatus
from billun.operations.intervention_words import news_in, outcome_word
from billun.operations.letter import Letter, base_url, render


def intervention(delivery: Delivery) -> Letter:
    """What is new about a piece of work, as it stands when the letter is written."""
    entry = db.session.get_one(InterventionEntry, delivery.subject_id)
    work, news = entry.intervention, news_in(entry, delivery)
    return render(
        f"{news.short}: {work.equipment.title}",
        "intervention",
        entry=entry,
        intervention=work,
        news=news,
        is_done=work.status == InterventionStatus.COMPLETED,
        outcome_word=outcome_word,
        zone=work.company.zone,
        link=f"{base_url()}/maintenance/{work.reference}",
    )
