"""A duration counts as the calendar does, and reads back from its own text."""

from datetime import date

import pytest

from billun.catalogue import Duration


@pytest.mark.parametrize("text", ["1 day", "90 days", "1 month", "6 months", "1 year", "4 years"])
def test_a_duration_is_written_as_it_was_read(text: str) -> None:
    assert str(Duration.parse(text)) == Duration.parse(text).as_json() == text


@pytest.mark.parametrize(
    "text",
    ["", "6", "months", "6 weeks", "-1 month", "0 days", "1.5 years", "six months", "101 years",
     "36501 days", "1201 months", "999999 days", "6  months", "٣ months"],
)  # fmt: skip
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        Duration.parse(text)


def test_a_month_after_the_last_day_is_the_last_day() -> None:
    month = Duration.parse("1 month")
    assert month.after(date(2027, 1, 31)) == date(2027, 2, 28)
    assert month.after(date(2028, 1, 31)) == date(2028, 2, 29)
    assert month.before(date(2027, 3, 31)) == date(2027, 2, 28)
    assert Duration.parse("1 year").after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_days_months_and_years_are_counted_alike() -> None:
    day = date(2026, 11, 22)
    assert Duration.parse("90 days").after(day) == date(2027, 2, 20)
    assert Duration.parse("30 months").after(day) == date(2029, 5, 22)
    assert Duration.parse("4 years").before(day) == date(2022, 11, 22)


def test_people_read_it_in_their_language() -> None:
    assert Duration.parse("6 months").label("en") == "6 months"
    assert words("6 months", "fr") == "6 mois"
    assert words("1 year", "fr_FR") == "1 an"
    assert words("90 days", "fr-FR") == "90 jours"


def words(text: str, locale: str) -> str:
    """The label, with plain spaces where French sets others."""
    return " ".join(Duration.parse(text).label(locale).split())
