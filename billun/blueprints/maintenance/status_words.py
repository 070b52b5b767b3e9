"""What tables call the status of an intervention; pages take components/intervention.html."""

from __future__ import annotations

from flask_babel import pgettext

from billun.models import InterventionStatus


def job_status_word(status: InterventionStatus) -> str:
    words = {
        InterventionStatus.PLANNED: pgettext("job", "Planned"),
        InterventionStatus.IN_PROGRESS: pgettext("job", "In progress"),
        InterventionStatus.AWAITING_PARTS: pgettext("job", "Waiting for parts"),
        InterventionStatus.COMPLETED: pgettext("job", "Done"),
        InterventionStatus.CANCELLED: pgettext("job", "Cancelled"),
    }
    return str(words[status])
