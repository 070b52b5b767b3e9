"""The nouns of Billun. Importing this package knows every table."""

from billun.models.access_record import AccessKind, AccessRecord, AccessSubject
from billun.models.anomaly import Anomaly, Circumstance, Criticality
from billun.models.anomaly_transitions import AnomalyStatus
from billun.models.base import Base
from billun.models.check_override import CheckOverride
from billun.models.company import Company
from billun.models.deadline import Blocks, Deadline, DeadlineSource, DeadlineState, Renewal, Result
from billun.models.deadline_digest import DeadlineDigest
from billun.models.delivery import Delivery, DeliveryKind, DeliveryState
from billun.models.device import Device
from billun.models.document import Document, DocumentState
from billun.models.drawing import Drawing, DrawingState
from billun.models.equipment import Equipment, EquipmentStatus, Fitness, Ownership
from billun.models.equipment_change import ChangeKind, EquipmentChange
from billun.models.equipment_code import BlankLabel, EquipmentCode
from billun.models.import_run import ImportRun, ImportState, ImportTarget
from billun.models.invitation import Invitation, InvitationKind
from billun.models.membership import Membership, MemberState, Role, Trade
from billun.models.meter_reading import Meter, MeterReading, ReadingSource
from billun.models.photo import EnhancementState, Photo, PhotoFailure, PhotoState, Removal
from billun.models.retention_run import RetentionRun
from billun.models.safety_item import SafetyItem
from billun.models.sighting import Sighting, SightingKind
from billun.models.sign_in import Channel, SignIn
from billun.models.site import Site
from billun.models.timeline_entry import TimelineEntry, TimelineKind
from billun.models.user import User
from billun.models.walk_around import WalkAround
from billun.models.workshop import Workshop

__all__ = [
    "AccessKind",
    "AccessRecord",
    "AccessSubject",
    "Anomaly",
    "AnomalyStatus",
    "Base",
    "BlankLabel",
    "Blocks",
    "ChangeKind",
    "Channel",
    "CheckOverride",
    "Circumstance",
    "Company",
    "Criticality",
    "Deadline",
    "DeadlineDigest",
    "DeadlineSource",
    "DeadlineState",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Device",
    "Document",
    "DocumentState",
    "Drawing",
    "DrawingState",
    "EnhancementState",
    "Equipment",
    "EquipmentChange",
    "EquipmentCode",
    "EquipmentStatus",
    "Fitness",
    "ImportRun",
    "ImportState",
    "ImportTarget",
    "Invitation",
    "InvitationKind",
    "MemberState",
    "Membership",
    "Meter",
    "MeterReading",
    "Ownership",
    "Photo",
    "PhotoFailure",
    "PhotoState",
    "ReadingSource",
    "Removal",
    "Renewal",
    "Result",
    "RetentionRun",
    "Role",
    "SafetyItem",
    "Sighting",
    "SightingKind",
    "SignIn",
    "Site",
    "TimelineEntry",
    "TimelineKind",
    "Trade",
    "User",
    "WalkAround",
    "Workshop",
]
