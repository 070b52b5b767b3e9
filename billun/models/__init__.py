"""The nouns of Billun. Importing this package knows every table."""

from billun.models.anomaly import Anomaly, Circumstance, Criticality
from billun.models.anomaly_transitions import AnomalyStatus
from billun.models.base import Base
from billun.models.company import Company
from billun.models.delivery import Delivery, DeliveryKind, DeliveryState
from billun.models.equipment import Equipment, EquipmentStatus, Fitness
from billun.models.membership import Membership, Role, Trade
from billun.models.photo import Photo, PhotoFailure, PhotoState
from billun.models.sign_in import Channel, SignIn
from billun.models.site import Site
from billun.models.timeline_entry import TimelineEntry, TimelineKind
from billun.models.user import User
from billun.models.workshop import Workshop

__all__ = [
    "Anomaly",
    "AnomalyStatus",
    "Base",
    "Channel",
    "Circumstance",
    "Company",
    "Criticality",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Equipment",
    "EquipmentStatus",
    "Fitness",
    "Membership",
    "Photo",
    "PhotoFailure",
    "PhotoState",
    "Role",
    "SignIn",
    "Site",
    "TimelineEntry",
    "TimelineKind",
    "Trade",
    "User",
    "Workshop",
]
