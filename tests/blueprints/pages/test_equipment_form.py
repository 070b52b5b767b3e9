"""The form of a piece of equipment: made from the catalogue, and safe for two who edit at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from billun.catalogue import catalogue
from billun.extensions import db
from billun.models import Equipment, EquipmentChange
from tests.fixtures.callers import Answer, Caller
from tests.fixtures.cast import Cast, Person
from tests.fixtures.pages import fields_of, submit

Browsing = Callable[[Person], Caller]
Look = Callable[[Callable[[], Any]], Any]

FORM = "equipment-form"


@pytest.fixture
def page(browsing: Browsing, cast: Cast) -> Caller:
    return browsing(cast.manager)


def test_the_kind_is_chosen_from_pictures_first(page: Caller) -> None:
    text = page.get("/equipment/new").text
    assert all(f"?kind={kind}" in text for kind in catalogue.kinds)
    assert 'name="plate"' not in text


@pytest.mark.parametrize("kind", catalogue.kinds)
def test_a_kind_has_its_fields_and_no_others(page: Caller, kind: str) -> None:
    shown = set(fields_of(page.get(f"/equipment/new?kind={kind}"), FORM))
    family = catalogue.kinds[kind].family
    asked = [one for one in catalogue.fields_for(family, kind) if not one.is_derived]
    # A browser sends nothing for several choices of which none is ticked.
    names = {f"specs-{one.key}" for one in asked if one.type != "choices"}
    assert {name for name in shown if name.startswith("specs-")} == names


def test_letters_and_units_of_the_paper_stand_beside_the_fields(page: Caller) -> None:
    text = page.get("/equipment/new?kind=refrigerated").text
    assert re.search(r"specs-gross_mass_kg.*?F\.2.*?kg", text, re.DOTALL)


def test_another_kind_keeps_what_was_typed_and_gives_it_back(page: Caller) -> None:
    typed = {"plate": "NN-111-NN", "specs-gross_mass_kg": "38 000", "specs-atp_class": "frc"}
    other = submit(page, "/equipment/new?kind=refrigerated", kind="car", fields="1", **typed)
    assert other.status == 200
    shown = fields_of(other, FORM)
    assert shown["plate"] == ["NN-111-NN"]
    assert shown["specs-gross_mass_kg"] == ["38 000"]
    back = page.post("/equipment/new", data=shown | {"kind": "refrigerated", "fields": "1"})
    assert fields_of(back, FORM)["specs-atp_class"] == ["frc"]


def test_values_are_kept_as_the_catalogue_reads_them(page: Caller, look: Look) -> None:
    answer = add(
        page,
        "refrigerated",
        **{"specs-gross_mass_kg": "38 000 kg", "specs-refrigerant_charge_kg": "6,5"},
    )
    assert answer.status == 303
    specs = look(lambda: newest().specs)
    assert (specs["gross_mass_kg"], specs["refrigerant_charge_kg"]) == (38000, 6.5)


def add(page: Caller, kind: str, **fields: str) -> Answer:
    return submit(page, f"/equipment/new?kind={kind}", kind=kind, plate="NN-111-NN", **fields)


def newest() -> Equipment:
    return db.session.query(Equipment).order_by(Equipment.created_at.desc()).limit(1).one()


def test_every_bad_value_is_told_beside_its_field(page: Caller) -> None:
    answer = add(page, "refrigerated", **{"specs-gross_mass_kg": "heavy", "specs-axle_count": "99"})
    assert answer.status == 422
    for name in ("specs-gross_mass_kg", "specs-axle_count"):
        assert f'id="{name}-error"' in answer.text
    assert fields_of(answer, FORM)["specs-gross_mass_kg"] == ["heavy"]


def test_what_the_rules_refuse_stands_beside_its_field(page: Caller) -> None:
    answer = submit(page, "/equipment/new?kind=box", kind="box", plate="ab 123 cd")
    assert answer.status == 422
    assert 'id="plate-error"' in answer.text


def test_a_form_sent_twice_makes_one_item(page: Caller, look: Look) -> None:
    fields = fields_of(page.get("/equipment/new?kind=box"), FORM) | {"plate": ["NN-111-NN"]}
    first, second = (page.post("/equipment/new", data=fields) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"vin": "VF611A000LD012346"}, "check digit"),
        ({"plate": "WW-123-AB"}, "temporary plate"),
        ({"plate": "A1"}, "does not look like a French plate"),
    ],
)
def test_what_may_be_a_slip_of_the_pen_is_saved_and_said(
    page: Caller, fields: dict[str, str], words: str
) -> None:
    answer = submit(
        page, "/equipment/new?kind=box", **({"kind": "box", "plate": "NN-111-NN"} | fields)
    )
    assert words in page.get(answer.headers["Location"]).text


def test_it_is_attached_by_what_is_written_on_the_other(
    page: Caller, cast: Cast, look: Look
) -> None:
    assert add(page, "box", parent="ab 123 cd").status == 303
    assert look(lambda: newest().parent_id) == cast.lorry.id


@pytest.mark.parametrize("parent", ["ZZ-999-ZZ", "EF-456-GH"])
def test_it_is_not_attached_to_what_is_not_there_or_does_not_fit(page: Caller, parent: str) -> None:
    answer = add(page, "box", parent=parent)
    assert answer.status == 422
    assert 'id="parent-error"' in answer.text


def test_an_unchanged_form_writes_nothing(page: Caller, cast: Cast, look: Look) -> None:
    url = f"/equipment/{cast.lorry.billun_id}/edit"
    assert page.post(url, data=fields_of(page.get(url), FORM)).status == 303
    assert look(lambda: db.session.get_one(Equipment, cast.lorry.id).version) == 1


@pytest.mark.parametrize("kind", catalogue.kinds)
def test_what_a_form_shows_it_also_takes_back(page: Caller, look: Look, kind: str) -> None:
    fields = catalogue.fields_for(catalogue.kinds[kind].family, kind)
    values = {f"specs-{one.key}": text for one in fields if (text := sample(one))}
    answer = add(page, kind, **values)
    assert answer.status == 303, errors_of(answer)
    url = answer.headers["Location"] + "/edit"
    again = page.post(url, data=fields_of(page.get(url), FORM))
    assert again.status == 303, errors_of(again)
    assert look(lambda: newest().version) == 1


def errors_of(answer: Answer) -> list[tuple[str, str]]:
    return re.findall(r'id="([^"]+)-error".*?<span>(.*?)</span>', answer.text, re.DOTALL)


def sample(field: Any) -> str:
    if field.is_derived:
        return ""
    if field.choices:
        return str(next(iter(field.choices)))
    number = field.minimum if field.minimum is not None else 1
    return {"text": "abc", "date": "2024-02-29", "boolean": "no"}.get(field.type, str(number))


class TestTwoEditors:
    """Marthe and Simone have the lorry's form open at the same time; Simone saves first."""

    @pytest.fixture
    def url(self, cast: Cast) -> str:
        return f"/equipment/{cast.lorry.billun_id}/edit"

    @pytest.fixture
    def marthe(self, page: Caller, url: str) -> dict[str, list[str]]:
        return fields_of(page.get(url), FORM)

    @pytest.fixture
    def simone(self, browsing: Browsing, cast: Cast, marthe: object) -> Caller:
        return browsing(cast.site_manager)

    def test_the_second_sees_what_changed_and_nothing_is_lost(
        self, page: Caller, simone: Caller, url: str, marthe: dict[str, Any], look: Look, cast: Cast
    ) -> None:
        hers = fields_of(simone.get(url), FORM)
        changed = {"make": "DAF", "specs-gross_mass_kg": "19000", "serial": "S-1"}
        assert simone.post(url, data=hers | changed).status == 303
        mine = marthe | {"make": "Volvo", "model": "FH", "specs-gross_mass_kg": "19 000"}
        answer = page.post(url, data=mine)
        assert answer.status == 409
        assert "Simone Martin" in answer.text
        assert re.search(r'id="make-theirs".*?DAF', answer.text, re.DOTALL)
        shown = fields_of(answer, FORM)
        assert (shown["make"], shown["model"], shown["serial"]) == (["Volvo"], ["FH"], ["S-1"])
        assert "specs-gross_mass_kg-theirs" not in answer.text
        assert look(lambda: made_of(cast)) == ("DAF", "T 480", "S-1", 19000)
        assert page.post(url, data=shown).status == 303
        assert look(lambda: made_of(cast)) == ("Volvo", "FH", "S-1", 19000)

    def test_different_fields_do_not_contradict_each_other(
        self, page: Caller, simone: Caller, url: str, marthe: dict[str, Any]
    ) -> None:
        simone.post(url, data=fields_of(simone.get(url), FORM) | {"internal_id": "T 08"})
        answer = page.post(url, data=marthe | {"model": "T 520"})
        assert answer.status == 409
        assert "-theirs" not in answer.text
        assert fields_of(answer, FORM)["internal_id"] == ["T 08"]

    def test_a_third_save_in_between_is_told_again(
        self, page: Caller, simone: Caller, url: str, marthe: dict[str, Any]
    ) -> None:
        simone.post(url, data=fields_of(simone.get(url), FORM) | {"make": "DAF"})
        shown = fields_of(page.post(url, data=marthe | {"make": "Volvo"}), FORM)
        simone.post(url, data=fields_of(simone.get(url), FORM) | {"make": "MAN"})
        again = page.post(url, data=shown)
        assert again.status == 409
        assert re.search(r'id="make-theirs".*?MAN', again.text, re.DOTALL)

    def test_a_move_of_many_at_once_counts_as_well(
        self, page: Caller, simone: Caller, url: str, marthe: dict[str, Any], cast: Cast
    ) -> None:
        moved = {"ids": str(cast.lorry.id), "change": "status=stood_down"}
        submit(simone, "/equipment", "/equipment/selection", **moved)
        answer = page.post(url, data=marthe | {"model": "T 520"})
        assert answer.status == 409
        assert fields_of(answer, FORM)["status"] == ["stood_down"]


def made_of(cast: Cast) -> tuple[Any, ...]:
    item = db.session.get_one(Equipment, cast.lorry.id)
    return item.make, item.model, item.serial, item.specs.get("gross_mass_kg")


def test_retiring_and_taking_back_are_one_touch_each(page: Caller, cast: Cast, look: Look) -> None:
    place = f"/equipment/{cast.lorry.billun_id}"
    assert submit(page, f"{place}/edit", f"{place}/retirement").status == 303
    assert "It is retired" in page.get(place).text
    assert submit(page, place, f"{place}/retirement/removal").status == 303
    assert "It is retired" not in page.get(place).text
    lines = look(
        lambda: (
            db.session.query(EquipmentChange)
            .where(EquipmentChange.equipment_id == cast.lorry.id)
            .count()
        )
    )
    assert lines == 3
