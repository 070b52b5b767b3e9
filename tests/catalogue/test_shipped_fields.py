"""The fields that Billun ships are those of the registration document and of the trade."""

import pytest

from billun.catalogue import LANGUAGES, catalogue

# Letter of the document: our field. A, B, D.1, D.3 and E are columns of every item.
REGISTRATION = {
    "I": "certificate_date", "C.1": "certificate_holder", "D.2": "type_variant_version", "D.2.1": "cnit",
    "F.1": "technical_mass_kg", "F.2": "gross_mass_kg", "F.3": "combination_mass_kg", "G": "running_mass_kg",
    "G.1": "unladen_mass_kg", "J": "eu_category", "J.1": "national_kind", "J.2": "eu_body", "J.3": "national_body",
    "K": "type_approval", "P.1": "displacement_cm3", "P.2": "net_power_kw", "P.3": "energy", "P.6": "fiscal_power",
    "S.1": "seats", "S.2": "standing_places", "U.1": "stationary_noise_db", "U.2": "noise_engine_speed",
    "V.7": "co2_g_per_km", "V.9": "euro_class", "X.1": "next_inspection_on",
}  # fmt: skip

VEHICLE = "euro_class axle_formula tyre_size_axle_1 tyre_pressure_axle_2 fuel_tank_l adblue_tank_l gearbox tachograph"

TRAILER = "axle_count lift_axle suspension brake_make trailer_coupling tyre_size_axle_3"

BODY = "inner_length_mm inner_width_mm inner_height_mm load_volume_m3 pallets roof doors"

COLD = (
    "unit_make unit_model unit_serial unit_electric_hours refrigerant refrigerant_charge_kg"
    " co2_equivalent_t leak_detection atp_class atp_number temperature_zones insulated_body"
)

MACHINE = "ce_year capacity_kg lift_height_mm drive_energy battery_voltage_v battery_capacity_ah"

OF_KIND = {
    "tractor_unit": f"{VEHICLE} power_take_off vehicle_coupling combination_mass_kg",
    "rigid_truck": f"{VEHICLE} {BODY} lifting_gear refuse_compaction insulated_body tyre_size_axle_4",
    "van": f"{VEHICLE} passenger_transport commercial_use international_hire refrigerant",
    "car": f"{VEHICLE} passenger_transport",
    "coach": f"{VEHICLE} standing_places",
    "bus": VEHICLE,
    "curtain_sider": f"{TRAILER} {BODY}",
    "box": f"{TRAILER} {BODY}",
    "refrigerated": f"{TRAILER} {BODY} {COLD}",
    "tanker": f"{TRAILER} tank_kind tank_code tank_approval tank_compartments compartment_volumes tank_capacity_l",
    "flatbed": f"{TRAILER} inner_length_mm pallets",
    "tipper": f"{TRAILER} tipper_volume_m3 tipper_material",
    "container_chassis": f"{TRAILER} container_lengths",
    "low_loader": f"{TRAILER} decks ramps winch tyre_size_axle_6",
    "car_carrier": f"{TRAILER} decks ramps winch",
    "livestock": f"{TRAILER} {BODY.replace(' pallets', '')} decks",
    "moving_floor": f"{TRAILER} {BODY}",
    "forklift": f"{MACHINE} load_centre_mm mast attachments caces",
    "reach_truck": f"{MACHINE} load_centre_mm mast attachments caces",
    "pallet_truck": f"{MACHINE} load_centre_mm caces hand_powered",
    "stacker": f"{MACHINE} load_centre_mm mast attachments caces",
    "order_picker": f"{MACHINE} load_centre_mm mast caces",
    "telehandler": f"{MACHINE} load_centre_mm mast attachments caces",
    "reach_stacker": f"{MACHINE} load_centre_mm mast attachments caces",
    "terminal_tractor": "ce_year drive_energy caces tyre_size_axle_1",
    "tail_lift": f"{MACHINE} load_centre_mm lift_type cycles",
    "lorry_crane": f"{MACHINE} attachments caces",
    "refrigeration_unit": "refrigerant refrigerant_charge_kg leak_detection unit_electric_hours",
    "aerial_platform": f"{MACHINE} mast caces hand_powered",
}  # fmt: skip


def test_every_letter_of_the_registration_document_has_its_field() -> None:
    coded = {field.code: field.key for field in catalogue.fields.values() if field.code}
    assert coded == REGISTRATION


def test_the_registration_document_is_that_of_vehicles_and_trailers() -> None:
    for key in REGISTRATION.values():
        assert catalogue.fields[key].applies_to("vehicle", "van"), key
        assert not catalogue.fields[key].applies_to("handling", "forklift"), key
    assert not catalogue.fields["energy"].applies_to("trailer", "box")


def test_the_test_of_kinds_forgets_none() -> None:
    assert set(OF_KIND) == set(catalogue.kinds)


@pytest.mark.parametrize("kind", OF_KIND)
def test_a_kind_has_its_fields(kind: str) -> None:
    family = catalogue.kinds[kind].family
    fields = {field.key for field in catalogue.fields_for(family, kind)}
    assert set(OF_KIND[kind].split()) <= fields


def test_what_makes_no_sense_is_not_asked() -> None:
    asked = {
        kind: {field.key for field in catalogue.fields_for(catalogue.kinds[kind].family, kind)}
        for kind in catalogue.kinds
    }
    assert not asked["forklift"] & {"gross_mass_kg", "energy", "tank_code", "euro_class"}
    assert not asked["curtain_sider"] & {"refrigerant", "tank_code", "fuel_tank_l", "mast"}
    assert not asked["container_chassis"] & {"roof", "doors", "inner_length_mm", "pallets"}
    assert not asked["car"] & {"tank_code", "axle_4", "tipper_volume_m3", "pallets"}


@pytest.mark.parametrize("kind", catalogue.kinds)
def test_the_groups_of_a_kind_hold_its_fields_once_and_in_order(kind: str) -> None:
    groups = catalogue.groups_for(kind)
    order = list(catalogue.groups)
    assert [order.index(group.key) for group, _ in groups] == sorted(
        order.index(group.key) for group, _ in groups
    )
    grouped = [field.key for _, fields in groups for field in fields]
    expected = catalogue.fields_for(catalogue.kinds[kind].family, kind)
    assert sorted(grouped) == sorted(field.key for field in expected)
    assert all(fields for _, fields in groups)


def test_an_unknown_kind_has_no_groups() -> None:
    assert catalogue.groups_for("submarine") == ()
    assert catalogue.groups_for("") == ()


def test_every_group_is_used() -> None:
    assert {field.group for field in catalogue.fields.values()} == set(catalogue.groups)


def test_what_carries_a_unit_is_a_number() -> None:
    for field in catalogue.fields.values():
        assert field.is_number or field.unit is None, field.key


def test_the_gases_count_for_what_the_regulation_says() -> None:
    factors = {
        key: choice.factor for key, choice in catalogue.fields["refrigerant"].choices.items()
    }
    assert factors["r404a"] == 3.922
    assert factors["r452a"] == 2.14
    assert factors["r134a"] == 1.43
    assert all(factor is not None and 0 < factor < 4 for factor in factors.values())


def test_the_adr_has_its_types_and_labels() -> None:
    types = catalogue.fields["adr_vehicle_type"].choices.values()
    assert [choice.label("en") for choice in types] == ["EX/II", "EX/III", "FL", "AT", "MEMU"]
    labels = "1 1.4 1.5 1.6 2.1 2.2 2.3 3 4.1 4.2 4.3 5.1 5.2 6.1 6.2 7 8 9"
    assert list(catalogue.fields["adr_label_classes"].choices) == labels.split()


def test_a_choice_is_called_as_the_trade_calls_it() -> None:
    assert catalogue.fields["gross_mass_kg"].label("fr") == "PTAC"
    assert catalogue.fields["combination_mass_kg"].label("fr") == "PTRA"
    assert catalogue.fields["national_kind"].read("SREM") == "srem"
    assert catalogue.fields["national_body"].read("FG TD") == "fg_td"


def test_no_two_fields_of_a_kind_are_called_alike() -> None:
    for kind in catalogue.kinds.values():
        for locale in LANGUAGES:
            labels = [field.label(locale) for field in catalogue.fields_for(kind.family, kind.key)]
            assert len(set(labels)) == len(labels), kind.key


def test_help_is_a_line_or_nothing() -> None:
    assert catalogue.fields["gross_mass_kg"].help("fr").startswith("Poids total")
    assert catalogue.fields["seats"].help("fr") == ""


def test_the_api_tells_how_a_field_is_filled_in() -> None:
    answer = catalogue.fields["net_power_kw"].as_json()
    assert answer == {
        "key": "net_power_kw",
        "label": {"en": "Maximum net power", "fr": "Puissance nette maximale"},
        "type": "decimal",
        "group": "engine",
        "families": ["vehicle"],
        "unit": "kW",
        "code": "P.2",
        "minimum": 1,
        "maximum": 999,
        "decimals": 1,
    }
    assert catalogue.fields["standing_places"].as_json()["minimum"] == 0
    refrigerant = catalogue.fields["refrigerant"].as_json()
    assert isinstance(refrigerant["choices"], list)
    assert refrigerant["choices"][0]["factor"] == 3.922
