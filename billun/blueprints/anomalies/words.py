"""What is counted, in words: outside of templates, where macros have them."""

from __future__ import annotations

from flask_babel import gettext as _

from billun.blueprints.anomalies.blueprint import anomalies
from billun.blueprints.page_context import locale
from billun.catalogue import catalogue


@anomalies.app_template_filter()
def category_word(category: str) -> str:
    return catalogue.categories[category].label(locale())


@anomalies.app_template_filter()
def sub_category_word(category: str, sub_category: str | None) -> str:
    """The sub-category, or that none was chosen."""
    found = catalogue.categories[category].sub_categories.get(sub_category or "")
    return found.label(locale()) if found else str(_("Not said"))


@anomalies.app_template_filter()
def kind_word(kind: str) -> str:
    """The kind; of a provisional item nobody has said it yet."""
    found = catalogue.kinds.get(kind)
    return found.label(locale()) if found else str(_("Not known yet"))


@anomalies.app_template_filter()
def lasting(seconds: float) -> str:
    """How long something took, in its two largest units: "3 h 20 min"."""
    minutes = max(round(seconds / 60), 1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return str(_("%(days)s d %(hours)s h", days=days, hours=hours))
    if hours:
        return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=rest))
    return str(_("%(minutes)s min", minutes=minutes))
