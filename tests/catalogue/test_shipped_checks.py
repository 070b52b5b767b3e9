"""The checks that Billun ships are asked of the equipment and as often as the law says."""

from datetime import date

import pytest

from billun.catalogue import Rule, catalogue

CHECKS = (
    "ct_light ct_passenger pollution_visit ct_heavy ct_coach tachograph tachograph_unit_download"
    " tachograph_card_download atp fgas_leak vgp_6m vgp_12m vgp_3m adr_approval adr_tank_intermediate"
    " adr_tank_periodic adr_hoses extinguishers insurance blind_spot_stickers"
)

DOWNLOADS = {
    "tachograph_unit_download": "90 days / 90 days",
    "tachograph_card_download": "28 days / 28 days",
}

TACHOGRAPH = {"tachograph": "2 years / 2 years", **DOWNLOADS}

HEAVY = {"ct_heavy": "1 year / 1 year", "blind_spot_stickers": "permanent", "insurance": "by date"}

LIGHT = {"ct_light": "4 years / 2 years", "insurance": "by date"}

POLLUTION = {"pollution_visit": "1 year after ct_light"}

EXTINGUISHERS = {"extinguishers": "1 year / 1 year"}

SEMI = {**HEAVY, **EXTINGUISHERS}

TRUCK = {**HEAVY, **TACHOGRAPH, **EXTINGUISHERS}

LIFTING = {"vgp_6m": "6 months / 6 months", "insurance": "by date"}

ATP = {"atp": "6 years, 9 years, 12 years"}

ADR = {"adr_approval": "1 year / 1 year"}

TANK = {"adr_tank_intermediate": "3 years / 6 years", "adr_tank_periodic": "6 years / 6 years"}

TANK_CONTAINER = {
    "adr_tank_intermediate": "30 months / 5 years",
    "adr_tank_periodic": "5 years / 5 years",
}

HOSES = {"adr_hoses": "1 year / 1 year"}

COLD = {"fgas_leak": "12 months / 12 months"}

Specs = dict[str, object]

CASES: list[tuple[str, Specs, dict[str, str]]] = [
    ("tractor_unit", {}, TRUCK),
    ("tractor_unit", {"gross_mass_kg": 3400}, {"ct_heavy": "1 year / 1 year", "insurance": "by date"}),
    ("tractor_unit", {"tachograph": "none"}, {**HEAVY, **EXTINGUISHERS}),
    ("tractor_unit", {"tachograph": "analogue"},
     {**HEAVY, **EXTINGUISHERS, "tachograph": "2 years / 2 years"}),
    ("tractor_unit", {"tachograph": "smart_2", "adr_vehicle_type": "fl"}, {**TRUCK, **ADR}),
    ("rigid_truck", {}, TRUCK),
    ("rigid_truck", {"gross_mass_kg": 3501}, TRUCK),
    ("rigid_truck", {"gross_mass_kg": 19000, "lifting_gear": ["skip_loader"]},
     {**TRUCK, "vgp_6m": "6 months / 6 months"}),
    ("rigid_truck", {"refuse_compaction": True}, {**TRUCK, "vgp_3m": "3 months / 3 months"}),
    ("rigid_truck", {"refuse_compaction": False, "lifting_gear": None}, TRUCK),
    ("rigid_truck", {"insulated_body": "refrigerated", "refrigerant": "r452a", "refrigerant_charge_kg": 3},
     {**TRUCK, **ATP, **COLD}),
    ("rigid_truck", {"gross_mass_kg": 3500}, {**LIGHT, **POLLUTION}),
    ("van", {}, {**LIGHT, **POLLUTION}),
    ("van", {"gross_mass_kg": 3000, "energy": "diesel"}, {**LIGHT, **POLLUTION}),
    ("van", {"gross_mass_kg": 3500}, {**LIGHT, **POLLUTION}),
    ("van", {"energy": "electric"}, LIGHT),
    ("van", {"energy": "hydrogen"}, LIGHT),
    ("van", {"commercial_use": False}, LIGHT),
    ("van", {"gross_mass_kg": 4250, "energy": "electric"}, {**HEAVY, **EXTINGUISHERS}),
    ("van", {"gross_mass_kg": 3500, "adr_vehicle_type": "ex_ii"},
     {"ct_heavy": "1 year / 1 year", "insurance": "by date", **EXTINGUISHERS, **ADR}),
    ("van", {"gross_mass_kg": 2500, "international_hire": True}, {**LIGHT, **POLLUTION}),
    ("van", {"gross_mass_kg": 2501, "international_hire": True},
     {**LIGHT, **POLLUTION, **TACHOGRAPH}),
    ("van", {"gross_mass_kg": 2600, "international_hire": False}, {**LIGHT, **POLLUTION}),
    ("van", {"insulated_body": "isothermal"}, {**LIGHT, **POLLUTION, **ATP}),
    ("van", {"atp_class": "frc"}, {**LIGHT, **POLLUTION, **ATP}),
    ("van", {"passenger_transport": "vtc"}, {"ct_passenger": "1 year / 1 year", "insurance": "by date"}),
    ("car", {}, LIGHT),
    ("car", {"energy": "petrol", "passenger_transport": "none"}, LIGHT),
    ("car", {"passenger_transport": "taxi"}, {"ct_passenger": "1 year / 1 year", "insurance": "by date"}),
    ("car", {"national_kind": "ctte"}, {**LIGHT, **POLLUTION}),
    ("coach", {}, {"ct_coach": "6 months / 6 months", **TACHOGRAPH, "insurance": "by date",
                   "blind_spot_stickers": "permanent"}),
    ("bus", {}, {"ct_coach": "6 months / 6 months", "insurance": "by date", "blind_spot_stickers": "permanent"}),
    ("curtain_sider", {}, SEMI),
    ("curtain_sider", {"gross_mass_kg": 38000}, SEMI),
    ("curtain_sider", {"gross_mass_kg": 7500}, HEAVY),
    ("flatbed", {"gross_mass_kg": 3500}, {"insurance": "by date"}),
    ("flatbed", {"gross_mass_kg": 3000, "adr_vehicle_type": "at"},
     {"ct_heavy": "1 year / 1 year", "insurance": "by date", **EXTINGUISHERS, **ADR}),
    ("box", {"insulated_body": "isothermal"}, {**SEMI, **ATP}),
    ("refrigerated", {}, {**SEMI, **ATP, **COLD}),
    ("refrigerated", {"insulated_body": "none", "refrigerant": "r744"}, SEMI),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 6.5}, {**SEMI, **ATP, **COLD}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 6.5, "leak_detection": True},
     {**SEMI, **ATP, "fgas_leak": "24 months / 24 months"}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 1.27}, {**SEMI, **ATP}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 1.28}, {**SEMI, **ATP, **COLD}),
    ("refrigerated", {"refrigerant": "r134a", "refrigerant_charge_kg": 3.5}, {**SEMI, **ATP, **COLD}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 12.75},
     {**SEMI, **ATP, "fgas_leak": "6 months / 6 months"}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 12.75, "leak_detection": True},
     {**SEMI, **ATP, **COLD}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 130},
     {**SEMI, **ATP, "fgas_leak": "3 months / 3 months"}),
    ("refrigerated", {"refrigerant": "r404a", "refrigerant_charge_kg": 130, "leak_detection": True},
     {**SEMI, **ATP, "fgas_leak": "6 months / 6 months"}),
    ("refrigeration_unit", {"refrigerant": "r452a", "refrigerant_charge_kg": 6}, COLD),
    ("refrigeration_unit", {}, COLD),
    ("tanker", {}, {**SEMI, **HOSES}),
    ("tanker", {"national_body": "cit_alim"}, SEMI),
    ("tanker", {"adr_vehicle_type": "fl", "adr_label_classes": ["3"]}, {**SEMI, **HOSES, **ADR, **TANK}),
    ("tanker", {"adr_vehicle_type": "at", "tank_kind": "demountable"}, {**SEMI, **HOSES, **ADR, **TANK}),
    ("tanker", {"tank_kind": "tank_container", "national_body": "cit_alim"},
     {**SEMI, **HOSES, **TANK_CONTAINER}),
    ("container_chassis", {"tank_kind": "tank_container"}, {**SEMI, **TANK_CONTAINER}),
    ("forklift", {}, LIFTING),
    ("reach_truck", {}, LIFTING),
    ("stacker", {}, LIFTING),
    ("order_picker", {}, LIFTING),
    ("telehandler", {}, LIFTING),
    ("reach_stacker", {}, LIFTING),
    ("pallet_truck", {}, {"insurance": "by date"}),
    ("pallet_truck", {"lift_height_mm": 200}, {"insurance": "by date"}),
    ("pallet_truck", {"lift_height_mm": 800}, LIFTING),
    ("terminal_tractor", {}, {"insurance": "by date"}),
    ("forklift", {"lifting_accessories": True}, {**LIFTING, "vgp_12m": "12 months / 12 months"}),
    ("tail_lift", {}, {"vgp_6m": "6 months / 6 months"}),
    ("lorry_crane", {}, {"vgp_6m": "6 months / 6 months"}),
    ("aerial_platform", {}, LIFTING),
    ("aerial_platform", {"hand_powered": True}, {"vgp_3m": "3 months / 3 months", "insurance": "by date"}),
]  # fmt: skip


def rhythm(rule: Rule) -> str:
    """When a check is due, in one line."""
    if rule.by_date:
        return "by date"
    if rule.permanent:
        return "permanent"
    if rule.ages:
        return ", ".join(str(age) for age in rule.ages)
    if rule.follows:
        return f"{rule.interval} after {rule.follows}"
    return f"{rule.first} / {rule.interval}"


def asked(kind: str, specs: Specs) -> dict[str, str]:
    found = catalogue.checks_for(catalogue.kinds[kind].family, kind, specs)
    return {check.key: rhythm(rule) for check, rule in found}


def test_every_check_of_the_law_is_there() -> None:
    assert list(catalogue.checks) == CHECKS.split()


@pytest.mark.parametrize(("kind", "specs", "expected"), CASES)
def test_an_item_is_asked_for_its_checks(kind: str, specs: Specs, expected: dict[str, str]) -> None:
    assert asked(kind, specs) == expected


def test_the_cases_forget_neither_check_nor_rule() -> None:
    met = {
        (check.key, rule.key)
        for kind, specs, _ in CASES
        for check, rule in catalogue.checks_for(catalogue.kinds[kind].family, kind, specs)
    }
    every = {(check.key, rule.key) for check in catalogue.checks.values() for rule in check.rules}
    assert every - met == NOT_MET


# Told by tests of their own below.
NOT_MET = {("adr_hoses", "tank_truck"), ("extinguishers", "dangerous_goods")}


def test_labels_of_danger_ask_for_extinguishers_at_any_mass() -> None:
    assert "extinguishers" in asked("van", {"adr_label_classes": ["3"]})


def test_a_lorry_with_a_tank_has_its_hoses_checked() -> None:
    assert asked("rigid_truck", {"tank_kind": "fixed"}).keys() >= {"adr_hoses", *TANK}


def test_an_item_of_no_known_kind_is_asked_for_little() -> None:
    found = {check.key for check, _ in catalogue.checks_for("vehicle", "", {})}
    assert found == {"insurance"}


@pytest.mark.parametrize(
    "specs",
    [{"gross_mass_kg": "very much"}, {"gross_mass_kg": None}, {"energy": ["diesel"]},
     {"adr_label_classes": 3}, {"lifting_gear": {}}, {"nonsense": object()}],
)  # fmt: skip
def test_specs_of_another_time_break_no_rule(specs: Specs) -> None:
    for kind in catalogue.kinds.values():
        catalogue.checks_for(kind.family, kind.key, specs)
        catalogue.safety_kit_for(kind.family, kind.key, specs)


BLOCKS = {
    "driving": "ct_light ct_passenger pollution_visit ct_heavy ct_coach tachograph insurance",
    "lift": "vgp_6m vgp_12m vgp_3m",
    "cold": "atp",
    "adr": "adr_approval adr_tank_intermediate adr_tank_periodic adr_hoses",
}


def test_an_overdue_check_stops_what_it_is_for() -> None:
    blocked: dict[str, list[str]] = {}
    for check in catalogue.checks.values():
        if check.blocks:
            blocked.setdefault(check.function or check.blocks, []).append(check.key)
    assert {what: " ".join(keys) for what, keys in blocked.items()} == {
        what: " ".join(key for key in catalogue.checks if key in keys.split())
        for what, keys in BLOCKS.items()
    }


def test_windows_and_retests_are_those_of_the_law() -> None:
    checks = catalogue.checks
    assert str(checks["ct_light"].window_before) == "6 months"
    assert str(checks["pollution_visit"].window_before) == "2 months"
    assert str(checks["ct_heavy"].retest_within) == "2 months"
    approval = checks["adr_approval"]
    assert (str(approval.window_before), str(approval.window_after)) == ("1 month", "1 month")
    kept = [check.key for check in checks.values() if check.keeps_nominal_date]
    assert kept == ["adr_approval"]


def test_every_check_names_its_source_and_the_day_it_was_read() -> None:
    for check in catalogue.checks.values():
        assert check.legal_reference("en")
        assert check.legal_reference("fr")
        assert check.read_on == date(2026, 11, 22)
    assert catalogue.checks["ct_heavy"].legal_reference("fr") == "Code de la route, R323-25"


def test_the_certainty_is_told() -> None:
    sure = {check.key: check.certainty for check in catalogue.checks.values()}
    assert (sure["ct_heavy"], sure["tachograph"]) == ("text", "trade")
    assert sure["tachograph_unit_download"] == sure["tachograph_card_download"] == "general"


def test_a_short_label_is_short() -> None:
    for check in catalogue.checks.values():
        for locale in ("en", "fr"):
            assert len(check.short(locale)) <= 18


def test_the_api_tells_the_rules() -> None:
    answer = catalogue.checks["adr_approval"].as_json()
    assert answer["function"] == "adr"
    assert answer["keeps_nominal_date"] is True
    assert answer["rules"] == [
        {
            "key": "approved",
            "families": ["vehicle", "trailer"],
            "when": {"adr_vehicle_type": "present"},
            "first": "1 year",
            "interval": "1 year",
        }
    ]
