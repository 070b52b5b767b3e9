"""What pages say of a plan: its rhythm, when an item is due and why, how far its time has run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from billun.models import DueReason, IntervalUnit, MaintenancePlan, Meter
from billun.operations.meters import amount
from billun.operations.plan_dates import MeterUse, interval_day
from billun.queries.plan_list import ItemStanding


def rhythm_words(plan: MaintenancePlan) -> str:
    """ "Every 6 months or every 30,000 km, whichever comes first"."""
    by_time = interval_words(plan.every, plan.unit) if plan.every and plan.unit else ""
    by_meter = every_amount(plan.meter_every, plan.meter) if plan.meter_every and plan.meter else ""
    if by_time and by_meter:
        return _(
            "%(interval)s or %(amount)s, whichever comes first", interval=by_time, amount=by_meter
        )
    return by_time or by_meter


def interval_words(every: int, unit: IntervalUnit) -> str:
    if unit == IntervalUnit.DAYS:
        return str(ngettext("every day", "every %(num)s days", every))
    if unit == IntervalUnit.WEEKS:
        return str(ngettext("every week", "every %(num)s weeks", every))
    return str(ngettext("every month", "every %(num)s months", every))


def every_amount(step: Decimal, meter: Meter) -> str:
    return str(_("every %(amount)s", amount=amount(step, meter)))


def why_due(standing: ItemStanding, plan: MaintenancePlan) -> str:
    """Why it is due on its day, or why nobody can tell the day yet."""
    item = standing.item
    if item.due_on is None:
        return why_unknown(standing, plan)
    if item.reason == DueReason.INTERVAL:
        return counted_from_words(item.last_done_on, plan)
    assert item.due_meter is not None
    assert plan.meter is not None
    mark = amount(item.due_meter, plan.meter)
    if standing.use and standing.use.value >= item.due_meter:
        return str(_("%(mark)s are passed", mark=mark))
    return str(_("%(mark)s, as much as it is used", mark=mark))


def counted_from_words(last_done_on: date | None, plan: MaintenancePlan) -> str:
    if last_done_on:
        return str(_("counted from when it was done"))
    return str(_("counted from %(day)s", day=format_date(plan.starts_on, "d MMM y")))


def why_unknown(standing: ItemStanding, plan: MaintenancePlan) -> str:
    if standing.use is None:
        return str(_("nobody has read its meter yet"))
    if standing.item.due_meter is None:
        return str(_("its meter was changed: say when it was last done"))
    mark = amount(standing.item.due_meter, plan.meter) if plan.meter else ""
    if standing.use.a_day is None:
        return str(_("at %(mark)s; two readings 14 days apart tell when", mark=mark))
    return str(_("at %(mark)s; it is not used", mark=mark))


def use_words(use: MeterUse, meter: Meter) -> str:
    """ "about 310 km a day"; empty where it is unknown."""
    if use.a_day is None:
        return ""
    rounded = use.a_day.quantize(Decimal(1) if use.a_day >= 10 else Decimal("0.1"))
    return str(_("about %(amount)s a day", amount=amount(rounded, meter)))


def run_of(standing: ItemStanding, plan: MaintenancePlan, today: date) -> int:
    """How much of the time or of the meter has run since it was last done, in percent, whichever is more."""
    return max(run_of_time(standing, plan, today), run_of_meter(standing, plan))


def run_of_time(standing: ItemStanding, plan: MaintenancePlan, today: date) -> int:
    start = standing.item.last_done_on or plan.starts_on
    end = interval_day(plan, start)
    return percent((today - start).days, (end - start).days) if end else 0


def run_of_meter(standing: ItemStanding, plan: MaintenancePlan) -> int:
    mark = standing.item.due_meter
    if mark is None or plan.meter_every is None or standing.use is None:
        return 0
    return percent(standing.use.value - mark + plan.meter_every, plan.meter_every)


def percent(part: Decimal | int, whole: Decimal | int) -> int:
    return min(100, max(0, int(part * 100 / whole)))
