"""Two people edit the same item: what the second one sees who saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from billun.blueprints.equipment.change_words import change_label, change_value
from billun.blueprints.equipment.forms import SPEC, EquipmentPageForm, form_for, written
from billun.models import Equipment, EquipmentChange
from billun.operations.equipment import EquipmentForm, content_of, kept_of
from billun.queries.equipment_changes import changes_since, names_in


@dataclass(frozen=True)
class Merged:
    """The form with what the other changed where I did not; `theirs` is what they wrote where both did."""

    form: EquipmentPageForm
    changes: Sequence[EquipmentChange]
    taken: Sequence[str]
    theirs: Mapping[str, str]


def merged(form: EquipmentPageForm, equipment: Equipment) -> Merged:
    """My form over what is there now, field by field: of each the one who changed it."""
    changes = changes_since(equipment, form.version.data or 0)
    mine, present = kept_by(form.as_operation_form()), kept_of(equipment)
    before = present | first_states(changes)
    overtaken = {
        name for name in {*mine, *present} if differ(name, before, present) and name != "family"
    }
    disputed = {
        name for name in overtaken if differ(name, mine, present) and differ(name, mine, before)
    }
    taken = {name for name in overtaken - disputed if differ(name, mine, present)}
    theirs = written(equipment)
    values = form.data | {at: theirs.get(at) for at in map(in_form, taken)}
    fresh = form_for(str(values["kind"]))(formdata=None, data=values)
    fresh.version.data = equipment.version
    return Merged(fresh, changes, sorted(map(change_label, taken)), in_words(disputed, present))


def kept_by(form: EquipmentForm) -> dict[str, Any]:
    """What the form would write, by the names of `kept_of`."""
    kept = content_of(form)
    specs = kept.pop("specs")
    return {**kept, **{f"specs.{key}": value for key, value in specs.items()}}


def first_states(changes: Sequence[EquipmentChange]) -> dict[str, Any]:
    """How each changed thing was before the first of these changes."""
    states: dict[str, Any] = {}
    for change in changes:
        for name, (before, _after) in change.changes.items():
            states.setdefault(name, before)
    return states


def differ(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two states do; an empty text says as much as none."""
    first, second = (state.get(name) for state in (one, other))
    return (None if first == "" else first) != (None if second == "" else second)


def in_words(names: set[str], state: Mapping[str, Any]) -> dict[str, str]:
    called = names_in([{name: [state.get(name)] for name in names}])
    return {in_form(name): change_value(name, state.get(name), called) for name in names}


def in_form(name: str) -> str:
    """What the control of a kept name is called."""
    if name.startswith("specs."):
        return SPEC + name.removeprefix("specs.")
    return "parent" if name == "parent_id" else name
