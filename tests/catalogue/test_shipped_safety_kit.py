"""What must be on board: ADR 8.1.4 and 8.1.5, and the order of 2 March 1995."""

import pytest

from billun.catalogue import catalogue

Specs = dict[str, object]

ANY_ADR = {"wheel_chock": 1, "warning_sign": 2, "warning_vest": 1, "portable_lamp": 1, "protective_gloves": 1,
           "eye_protection": 1, "extinguisher_cab": 1}  # fmt: skip

SPILL = {"shovel": 1, "drain_seal": 1, "collecting_container": 1}

EYES = {"eye_rinse": 1}

MASK = {"escape_mask": 1}

CASES: list[tuple[str, Specs, dict[str, int]]] = [
    ("rigid_truck", {"adr_label_classes": ["3"], "gross_mass_kg": 12000},
     {**ANY_ADR, **EYES, **SPILL, "extinguisher_load": 2}),
    ("rigid_truck", {"adr_label_classes": ["2.1"], "gross_mass_kg": 7500}, {**ANY_ADR, "extinguisher_load": 1}),
    ("rigid_truck", {"adr_label_classes": ["2.1", "8"], "gross_mass_kg": 7500},
     {**ANY_ADR, **EYES, **SPILL, "extinguisher_load": 1}),
    ("van", {"adr_label_classes": ["1.4"]}, {**ANY_ADR, "extinguisher_load": 1}),
    ("van", {"adr_label_classes": ["2.3"]}, {**ANY_ADR, **MASK, "extinguisher_load": 1}),
    ("van", {"adr_label_classes": ["6.1"]}, {**ANY_ADR, **MASK, **EYES, "extinguisher_load": 1}),
    ("van", {"adr_label_classes": ["5.1"], "gross_mass_kg": 3200}, {**ANY_ADR, **EYES, "extinguisher_load": 1}),
    ("van", {"adr_vehicle_type": "ex_ii"}, {**ANY_ADR, "extinguisher_load": 1}),
    ("tractor_unit", {"adr_vehicle_type": "fl"}, {**ANY_ADR, **EYES, "extinguisher_load": 2}),
    ("tractor_unit", {"adr_label_classes": ["9"], "adr_vehicle_type": "at"},
     {**ANY_ADR, **EYES, **SPILL, "extinguisher_load": 2}),
    ("tanker", {"adr_vehicle_type": "fl", "adr_label_classes": ["3"]}, {"wheel_chock": 1, "extinguisher_load": 1}),
    ("tractor_unit", {}, {"extinguisher_cab": 1}),
    ("rigid_truck", {"gross_mass_kg": 7500}, {"extinguisher_cab": 1}),
    ("rigid_truck", {"gross_mass_kg": 7501}, {"extinguisher_load": 1}),
    ("rigid_truck", {"gross_mass_kg": 3500}, {}),
    ("curtain_sider", {}, {"extinguisher_load": 1}),
    ("curtain_sider", {"gross_mass_kg": 7500}, {}),
    ("van", {}, {}),
    ("car", {}, {}),
    ("forklift", {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "specs", "expected"), CASES)
def test_an_item_must_carry_its_kit(kind: str, specs: Specs, expected: dict[str, int]) -> None:
    required = catalogue.safety_kit_for(catalogue.kinds[kind].family, kind, specs)
    assert {item.key: rule.quantity for item, rule in required} == expected


@pytest.mark.parametrize(
    ("mass", "load", "total"), [(3500, 2, 4), (3501, 6, 8), (7500, 6, 8), (7501, 6, 12)]
)
def test_the_powder_follows_the_mass(mass: int, load: float, total: float) -> None:
    for danger in ({"adr_label_classes": ["3"]}, {"adr_vehicle_type": "fl"}):
        specs = {**danger, "gross_mass_kg": mass}
        rules = {
            item.key: r for item, r in catalogue.safety_kit_for("vehicle", "rigid_truck", specs)
        }
        assert rules["extinguisher_cab"].minimum_kg == 2
        assert rules["extinguisher_load"].minimum_kg == load
        assert rules["extinguisher_load"].total_kg == total
        powder = 2 + load * rules["extinguisher_load"].quantity
        assert powder >= total


def test_the_kit_is_counted_per_vehicle_unit_or_crew_member() -> None:
    per: dict[str, set[str]] = {}
    for item in catalogue.safety_kit.values():
        per.setdefault(item.per, set()).add(item.key)
    assert per["crew_member"] == {
        "warning_vest", "portable_lamp", "protective_gloves", "eye_protection", "escape_mask"
    }  # fmt: skip
    assert {"warning_sign", "eye_rinse", "shovel", "drain_seal"} <= per["unit"]
    assert "wheel_chock" in per["vehicle"]


def test_what_runs_out_expires() -> None:
    expiring = {item.key for item in catalogue.safety_kit.values() if item.expires}
    assert expiring == {
        "eye_rinse", "escape_mask", "first_aid_kit", "extinguisher", "extinguisher_cab", "extinguisher_load"
    }  # fmt: skip


def test_some_things_are_required_of_nobody_and_may_be_kept_by_all() -> None:
    free = {item.key for item in catalogue.safety_kit.values() if not item.rules}
    assert free == {"warning_triangle", "first_aid_kit", "extinguisher"}


def test_the_api_tells_the_kit() -> None:
    mask = catalogue.safety_kit["escape_mask"].as_json()
    assert mask["rules"] == [
        {
            "key": "toxic",
            "families": ["vehicle"],
            "when": {"adr_label_classes": "2.3 or 6.1"},
            "quantity": 1,
        }
    ]
