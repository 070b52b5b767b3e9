"""What a row says of meters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from billun.catalogue import catalogue
from billun.errors import Refused
from billun.extensions import db
from billun.models import ChangeKind, Equipment, Membership, Meter, MeterReading
from billun.operations.equipment import EquipmentForm
from billun.operations.history import record_change
from billun.operations.importing.rows import BadRow, Values
from billun.operations.meters import imported_reading, in_json, possible_value

LastReadings = Mapping[Meter, MeterReading]


class RowReadings:
    """Made before anything is written, when it refuses what cannot be; kept once the item is there."""

    def __init__(
        self,
        actor: Membership,
        item: Equipment | None,
        form: EquipmentForm,
        values: Values,
        last: LastReadings,
    ) -> None:
        self.actor, self.last = actor, last
        self.told: dict[Meter, tuple[Decimal, date | None]] = {}
        for meter in Meter:
            if values.get(meter.value) is not None:
                self.told[meter] = values[meter.value], values.get(f"{meter.value}_read_on")
        for meter in self.told:
            if meter not in catalogue.kinds[form.kind].meters:
                text = _("Equipment of this kind has no such meter. Empty the cell.")
                raise BadRow(meter.value, text)
            self.refuse_impossible(item, meter)
        self.readings = [self.reading(item, meter) for meter in self.told] if item else []

    def refuse_impossible(self, item: Equipment | None, meter: Meter) -> None:
        value, read_on = self.told[meter]
        if read_on and read_on > self.actor.company.today:
            raise BadRow(f"{meter.value}_read_on", _("This day is still to come."))
        try:
            possible_value(value)
        except Refused as refused:
            raise BadRow(meter.value, refused.message) from refused

    def reading(self, item: Equipment, meter: Meter) -> MeterReading | None:
        value, read_on = self.told[meter]
        try:
            return imported_reading(self.actor, item, meter, value, read_on, self.last.get(meter))
        except Refused as refused:
            raise BadRow(meter.value, refused.message) from refused

    def keep_on(self, item: Equipment, is_new: bool) -> list[MeterReading]:
        """What the row adds to what was known."""
        if is_new:
            self.readings = [self.reading(item, meter) for meter in self.told]
        news = [reading for reading in self.readings if reading]
        for reading in news:
            db.session.add(reading)
            before = self.last.get(reading.meter)
            change = [in_json(before.value) if before else None, in_json(reading.value)]
            if not is_new:
                named = {reading.meter.value: change}
                record_change(self.actor, item, ChangeKind.METER, named)
        return news
