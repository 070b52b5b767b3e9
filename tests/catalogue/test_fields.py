"""A field takes what forms, spreadsheets and JSON hold, and refuses the rest by a code."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from math import inf, nan

import pytest

from billun.catalogue import LANGUAGES, Field, FieldError, catalogue

MASS = catalogue.fields["gross_mass_kg"]
CHARGE = catalogue.fields["refrigerant_charge_kg"]
POWER = catalogue.fields["net_power_kw"]
ENERGY = catalogue.fields["energy"]
LABELS = catalogue.fields["adr_label_classes"]
DAY = catalogue.fields["certificate_date"]
LEAK = catalogue.fields["leak_detection"]
VERSION = catalogue.fields["type_variant_version"]
EQUIVALENT = catalogue.fields["co2_equivalent_t"]
TYPED = [field for field in catalogue.fields.values() if not field.is_derived]

NO_BREAK, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def examples(field: Field) -> Iterator[object]:
    """Values as they are stored, with the limits of the field among them."""
    match field.type:
        case "text":
            yield from ["Étoile 12 R/22.5", "x" * field.longest]
        case "integer":
            assert field.minimum is not None
            assert field.maximum is not None
            low, high = int(field.minimum), int(field.maximum)
            yield from {low, low + 1, (low + high) // 2, high - 1, high}
        case "decimal":
            assert field.minimum is not None
            assert field.maximum is not None
            yield from [float(field.minimum), float(field.maximum)]
            yield round((field.minimum + field.maximum) / 3, field.decimals)
        case "date":
            yield from ["1900-01-01", "2024-02-29", "2026-12-31"]
        case "choice":
            yield from field.choices
        case "choices":
            keys = list(field.choices)
            yield from [[key] for key in keys]
            yield from [keys, keys[::2], keys[1:]]
        case "boolean":
            yield from [True, False]


@pytest.mark.parametrize("field", TYPED, ids=lambda field: field.key)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_people_read_is_read_back(field: Field, locale: str) -> None:
    values = list(examples(field))
    assert values
    for value in values:
        assert field.read(field.write(value, locale), locale) == value


@pytest.mark.parametrize("field", TYPED, ids=lambda field: field.key)
def test_what_json_holds_is_read_back(field: Field) -> None:
    for value in examples(field):
        assert field.read(json.loads(json.dumps(value))) == value


@pytest.mark.parametrize("field", TYPED, ids=lambda field: field.key)
def test_nothing_is_nothing(field: Field) -> None:
    nothings: list[object] = [None, "", "  ", NO_BREAK, []]
    for nothing in nothings:
        assert field.read(nothing) is None
    assert field.write(None, "en") == ""


ODD = [
    {}, {"a": 1}, {"x": []}, [{}], [[]], [[1]], [None], ["1", {}], (), object(), b"1", set(), {1}, 1j,
    nan, inf, -inf, 10**400, -(10**400), 10**5000, True, False, 0, -1, 1e308, 5e-324, [nan], [True],
    Decimal("NaN"), Decimal("sNaN"), Decimal("1e999"),
    date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC), "30/02/2026", "2026-13-01",
    "\0", "a\0b", "\ud800", "1e5", "NaN", "--1", "1,,2", ",", ";", ",,,", "٣", "½", "²", "=1+1",
    "9" * 5000, "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("field", catalogue.fields.values(), ids=lambda field: field.key)
def test_odd_things_are_stored_as_they_can_be_or_refused(field: Field) -> None:
    for given in ODD:
        code, value = reading_of(field, given)
        assert code in CODES
        assert value is None or field.read(value) == value


def reading_of(field: Field, given: object) -> tuple[str | None, object]:
    """The code of the refusal, or none and a value that PostgreSQL can keep."""
    try:
        value = field.read(given)
    except FieldError as error:
        return error.code, None
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    return None, value


CODES = {
    None, "not_text", "too_long", "not_a_number", "not_whole", "below", "above", "not_a_choice",
    "not_a_date", "not_yes_or_no", "derived",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["19000", " 19000 ", "19 000", f"19{NO_BREAK}000", f"19{NARROW}000", f"19{THIN}000", "19'000",
     "19’000", "19,000", "19.000", "19000.0", "19000,00", "19 000 kg", "19000KG", "+19000"],
)  # fmt: skip
def test_a_whole_number_is_read_as_people_write_it(text: str) -> None:
    assert MASS.read(text) == 19000
    assert MASS.read(text, "fr") == 19000


def test_a_spreadsheet_holds_whole_numbers_as_fractions() -> None:
    value = MASS.read(19000.0)
    assert value == 19000
    assert isinstance(value, int)


@pytest.mark.parametrize(
    ("text", "value"),
    [("6.5", 6.5), ("6,5", 6.5), ("6,500", 6.5), ("6.500", 6.5), ("0,5", 0.5), ("6,5 kg", 6.5),
     ("6", 6.0), ("1,2345", 1.235), ("1.2344", 1.234)],
)  # fmt: skip
def test_a_decimal_takes_comma_and_point_and_is_rounded(text: str, value: float) -> None:
    assert CHARGE.read(text) == value


def test_where_both_separators_stand_the_last_is_the_decimal_one() -> None:
    for text in ["1,234.5", "1.234,5", "1 234,5"]:
        with pytest.raises(FieldError) as refused:
            POWER.read(text)
        assert (refused.value.code, refused.value.params) == ("above", {"maximum": 999})


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        (MASS, "heavy", "not_a_number"),
        (MASS, "19 t", "not_a_number"),
        (MASS, "1 2 3", "not_a_number"),
        (MASS, "19,00,0", "not_a_number"),
        (MASS, True, "not_a_number"),
        (MASS, [19000], "not_a_number"),
        (MASS, {"kg": 19000}, "not_a_number"),
        (MASS, nan, "not_a_number"),
        (MASS, "19000.5", "not_whole"),
        (MASS, 19000.5, "not_whole"),
        (MASS, "0,500", "below"),
        (MASS, 99, "below"),
        (MASS, -19000, "below"),
        (MASS, 250001, "above"),
        (MASS, 10**400, "above"),
        (CHARGE, "500.001", "above"),
        (ENERGY, "coal", "not_a_choice"),
        (ENERGY, ["diesel"], "not_a_choice"),
        (ENERGY, True, "not_a_choice"),
        (LABELS, "3, 12", "not_a_choice"),
        (LABELS, ["3", []], "not_a_choice"),
        (LABELS, {"3": True}, "not_a_choice"),
        (DAY, "31/12/26", "not_a_date"),
        (DAY, "12/31/2026", "not_a_date"),
        (DAY, "29/02/2026", "not_a_date"),
        (DAY, "31/12-2026", "not_a_date"),
        (DAY, 46000, "not_a_date"),
        (DAY, date(1066, 10, 14), "not_a_date"),
        (LEAK, "perhaps", "not_yes_or_no"),
        (LEAK, 2, "not_yes_or_no"),
        (LEAK, [True], "not_yes_or_no"),
        (VERSION, "x" * 81, "too_long"),
        (VERSION, "a\0b", "not_text"),
        (VERSION, "\ud800", "not_text"),
        (VERSION, True, "not_text"),
        (VERSION, ["a"], "not_text"),
        (EQUIVALENT, 25.5, "derived"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(field: Field, given: object, code: str) -> None:
    with pytest.raises(FieldError) as refused:
        field.read(given)
    assert refused.value.code == code


def test_a_refusal_says_the_limit() -> None:
    for given, params in [(99, {"minimum": 100}), (250001, {"maximum": 250000})]:
        with pytest.raises(FieldError) as refused:
            MASS.read(given)
        assert refused.value.params == params
    with pytest.raises(FieldError) as refused:
        VERSION.read("x" * 81)
    assert refused.value.params == {"longest": 80}


@pytest.mark.parametrize(
    "text", ["diesel", "DIESEL", "Diesel (GO)", "gazole (go)", "GO", "gas-oil", "Gasoil", "gazole"]
)
def test_a_choice_is_known_by_key_label_and_alias(text: str) -> None:
    assert ENERGY.read(text) == "diesel"


def test_accents_and_case_do_not_matter_in_a_choice() -> None:
    assert ENERGY.read("ELECTRICITE") == ENERGY.read("électricité (EL)") == "electric"
    assert catalogue.fields["national_body"].read("ben amo") == "ben_amo"
    assert catalogue.fields["euro_class"].read("euro VI") == "euro_6"


@pytest.mark.parametrize(
    "given",
    [
        "8, 3 ,2.1",
        "8;3;2.1",
        "8|3|2.1",
        "3\n8\n2.1",
        ["8", "3", "2.1", "3"],
        [8, 3, 2.1],
        ("8", 3.0, 2.1),
    ],
)
def test_several_choices_are_kept_in_the_order_of_the_catalogue(given: object) -> None:
    assert LABELS.read(given) == ["2.1", "3", "8"]


def test_one_choice_of_several_may_come_as_a_number() -> None:
    assert LABELS.read(2.1) == ["2.1"]
    assert LABELS.read(3) == ["3"]
    assert catalogue.fields["container_lengths"].read("20', 40 pieds") == ["20", "40"]


@pytest.mark.parametrize(
    "given",
    ["2026-12-31", "31/12/2026", "31.12.2026", "31-12-2026", "2026-12-31 00:00:00",
     "2026-12-31T00:00:00Z", date(2026, 12, 31), datetime(2026, 12, 31, 8, tzinfo=UTC)],
)  # fmt: skip
def test_a_date_is_read_as_people_and_spreadsheets_write_it(given: object) -> None:
    assert DAY.read(given) == "2026-12-31"


@pytest.mark.parametrize(
    "given", ["yes", "Oui", "TRUE", "vrai", "1", "x", "X", "o", "y", True, 1, 1.0]
)
def test_yes_is_yes_in_many_words(given: object) -> None:
    assert LEAK.read(given) is True


@pytest.mark.parametrize("given", ["no", "Non", "false", "FAUX", "0", "n", False, 0, 0.0])
def test_no_is_no_in_many_words(given: object) -> None:
    assert LEAK.read(given) is False


def test_a_text_is_trimmed_and_a_number_taken_for_its_digits() -> None:
    assert VERSION.read("  a   b \n c ") == "a b c"
    assert VERSION.read(12345.0) == VERSION.read(12345) == "12345"
    assert VERSION.read(1.5) == "1.5"
    assert VERSION.read("e\u0301") == "é"


def test_amounts_are_grouped_and_counts_and_years_are_not() -> None:
    assert MASS.write(19000, "en") == "19,000"
    assert MASS.write(19000, "fr") == f"19{NARROW}000"
    assert catalogue.fields["ce_year"].write(2019, "en") == "2019"
    assert CHARGE.write(6.5, "en") == "6.5"
    assert CHARGE.write(6.5, "fr") == "6,5"
    assert POWER.write(338.0, "fr") == "338"


def test_people_read_labels_dates_and_answers() -> None:
    assert ENERGY.write("electric", "fr") == "Électricité (EL)"
    assert LABELS.write(["3", "8"], "en") == "3 – Flammable liquids, 8 – Corrosive"
    assert DAY.write("2026-12-31", "fr") == "31/12/2026"
    assert (LEAK.write(True, "fr"), LEAK.write(False, "en")) == ("Oui", "No")


def test_a_value_from_another_time_is_shown_as_it_is() -> None:
    for field, value in product([MASS, ENERGY, DAY, LEAK, EQUIVALENT], ["steam", "12"]):
        assert field.write(value, "fr") == value
    assert LABELS.write(["3", "99"], "en") == "3 – Flammable liquids, 99"
    assert MASS.write(True, "en") == "True"


def test_a_field_applies_to_its_families_and_kinds() -> None:
    assert MASS.applies_to("vehicle", "van")
    assert MASS.applies_to("trailer", "")
    assert MASS.applies_to("trailer", None)
    assert not MASS.applies_to("handling", "forklift")
    tyre = catalogue.fields["tyre_size_axle_3"]
    assert tyre.applies_to("vehicle", "rigid_truck")
    assert not tyre.applies_to("vehicle", "car")


def test_the_equivalent_is_the_charge_times_what_the_gas_counts_for() -> None:
    specs = {"refrigerant": "r404a", "refrigerant_charge_kg": 6.5}
    assert catalogue.derived(specs) == {"co2_equivalent_t": 25.49}
    assert EQUIVALENT.value_in(specs) == 25.49


def test_the_payload_is_the_gross_mass_less_the_unladen() -> None:
    specs = {"gross_mass_kg": 38000, "unladen_mass_kg": 7200}
    assert catalogue.derived(specs) == {"payload_kg": 30800}


@pytest.mark.parametrize(
    "specs",
    [{}, {"refrigerant": "r404a"}, {"refrigerant_charge_kg": 6.5},
     {"refrigerant": "steam", "refrigerant_charge_kg": 6.5},
     {"refrigerant": "r404a", "refrigerant_charge_kg": "much"},
     {"refrigerant": [], "refrigerant_charge_kg": {}, "gross_mass_kg": 1, "unladen_mass_kg": 50}],
)  # fmt: skip
def test_nothing_is_reckoned_from_what_is_missing_or_wrong(specs: dict[str, object]) -> None:
    assert catalogue.derived(specs) == {}
