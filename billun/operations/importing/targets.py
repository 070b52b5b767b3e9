"""What files can be about."""

from __future__ import annotations

from billun.models import ImportTarget, Membership
from billun.operations.importing.columns import Columns
from billun.operations.importing.equipment_columns import equipment_columns
from billun.operations.importing.equipment_rows import EquipmentRows
from billun.operations.importing.people_columns import people_columns
from billun.operations.importing.people_rows import PeopleRows
from billun.operations.importing.rows import Target

# One of these tells which item or person a row speaks of.
TELLING_WHICH = {
    ImportTarget.EQUIPMENT: ("billun_id", "internal_id", "plate", "vin", "serial"),
    ImportTarget.PEOPLE: ("email", "phone"),
}


def columns_of(target: ImportTarget) -> Columns:
    """The columns that a file about this may have, by key."""
    return people_columns() if target == ImportTarget.PEOPLE else equipment_columns()


def taker_of(target: ImportTarget, actor: Membership, for_good: bool) -> Target:
    """Whatever takes the rows; where it is not `for_good`, its caller takes everything back."""
    if target == ImportTarget.PEOPLE:
        return PeopleRows(actor)
    return EquipmentRows(actor, for_good)
