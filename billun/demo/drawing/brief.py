"""What a photo is to show."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PhotoBrief:
    """One photo of one piece of equipment.

    Kind, category, sub-category and guide are catalogue keys. Scene is one of yard, shoulder, dock, rest_area,
    street, port, quarry, warehouse, workshop; light is one of day, overcast, dusk, rain, night, indoor; livery is
    one of vauquelin, frigo_loire, plain. What is not known falls back to something plausible.
    """

    kind: str
    category: str
    sub_category: str
    guide: str
    plate: str | None
    billun_id: str
    fleet_number: str
    livery: str
    scene: str
    light: str
    seed: int
    taken_at: datetime
