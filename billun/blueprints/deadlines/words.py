"""What templates, letters and tables say of a deadline."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from billun.models import Blocks, Deadline, DeadlineState, Result

MONTH = 30
DAYS_TO_COUNT = 60


def due_words(due_on: date, today: date) -> str:
    """How far away a day is: "in 12 days", "yesterday", and in months where days would say less."""
    days = (due_on - today).days
    if abs(days) <= 1:
        return str({-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days])
    if days < -DAYS_TO_COUNT:
        return str(ngettext("%(num)s month ago", "%(num)s months ago", -days // MONTH))
    if days < 0:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", -days))
    if days <= DAYS_TO_COUNT:
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    return str(ngettext("in %(num)s month", "in %(num)s months", days // MONTH))


def deadline_state_word(state: str) -> str:
    words = {
        DeadlineState.OK: _("In time"),
        DeadlineState.DUE_30: _("Under 30 days"),
        DeadlineState.DUE_15: _("Under 15 days"),
        DeadlineState.OVERDUE: _("Overdue"),
        DeadlineState.UNKNOWN: _("Date unknown"),
    }
    return str(words[DeadlineState(state)])


def blocks_word(deadline: Deadline) -> str:
    """What may not be done once it is overdue; empty where it blocks nothing."""
    if deadline.blocks != Blocks.FUNCTION:
        return str(_("Blocks driving")) if deadline.blocks else ""
    functions = {
        "lift": _("Blocks the lift"),
        "cold": _("Blocks refrigerated loads"),
        "adr": _("Blocks dangerous goods"),
    }
    return str(functions.get(deadline.function or "", _("Blocks a function")))


def result_word(result: str) -> str:
    words = {
        Result.PASSED: _("Passed"),
        Result.RETEST: _("Retest needed"),
        Result.FAILED: _("Failed"),
    }
    return str(words[Result(result)])
