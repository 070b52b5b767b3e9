"""What the demo is made of. References between records are keys, so that a table reads on its own."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from billun.demo.drawing import PhotoBrief


@dataclass(frozen=True)
class DemoCompany:
    key: str
    id: UUID
    name: str
    siret: str
    vat_number: str
    country: str
    locale: str
    time_zone: str
    phone: str
    emergency_phone: str
    address: str
    postcode: str
    city: str
    livery: str
    main_manager: str


@dataclass(frozen=True)
class DemoPerson:
    """A user and, unless they run the installation, their membership in a company."""

    key: str
    user_id: UUID
    membership_id: UUID | None
    company: str | None
    first_name: str
    last_name: str
    email: str | None
    phone: str
    locale: str
    role: str | None
    trade: str | None
    is_admin: bool
    is_main_manager: bool

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class DemoSite:
    key: str
    id: UUID
    company: str
    name: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float
    longitude: float
    manager: str


@dataclass(frozen=True)
class DemoWorkshop:
    key: str
    id: UUID
    company: str
    site: str
    name: str
    external: bool
    bays: tuple[str, ...]
    team: tuple[str, ...]


@dataclass(frozen=True)
class DemoEquipment:
    """Its key in other records is its internal number."""

    internal_id: str
    id: UUID
    billun_id: str
    company: str
    family: str
    kind: str
    plate: str | None
    plate_country: str | None
    vin: str | None
    serial: str | None
    make: str
    model: str
    first_registered_on: date
    site: str
    workshop: str | None
    status: str


@dataclass(frozen=True)
class DemoPhoto:
    """A photo to be drawn with `draw_photo(brief)`; its position is that of the anomaly."""

    id: UUID
    guide: str
    taken_at: datetime
    received_at: datetime
    brief: PhotoBrief


@dataclass(frozen=True)
class DemoStep:
    """One line of the timeline; no actor means the system.

    `kind` is "transition" (with `from_status`, None at the very beginning, and `to_status`) or "comment".
    """

    id: UUID
    kind: str
    actor: str | None
    at: datetime
    from_status: str | None = None
    to_status: str | None = None
    comment: str | None = None


@dataclass(frozen=True)
class DemoAnomaly:
    """A report with all that happened to it. `description` is in the reporter's own language."""

    key: str
    id: UUID
    reference: str
    company: str
    equipment: str
    reporter: str
    category: str
    sub_category: str
    criticality: str
    criticality_reported: str
    status: str
    description: str
    descriptions: dict[str, str]
    occurred_at: datetime
    received_at: datetime
    circumstance: str
    latitude: float
    longitude: float
    accuracy_m: float
    address: str
    photos_expected: int
    photos_later: bool
    photos: tuple[DemoPhoto, ...]
    steps: tuple[DemoStep, ...]


@dataclass(frozen=True)
class DemoContent:
    companies: tuple[DemoCompany, ...]
    people: tuple[DemoPerson, ...]
    sites: tuple[DemoSite, ...]
    workshops: tuple[DemoWorkshop, ...]
    equipment: tuple[DemoEquipment, ...]
    anomalies: tuple[DemoAnomaly, ...]
