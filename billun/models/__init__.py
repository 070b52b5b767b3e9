"""The nouns of Billun. Importing this package knows every table."""

from billun.models.absence import Absence, AbsenceKind
from billun.models.access_record import AccessKind, AccessRecord, AccessSubject
from billun.models.anomaly import Anomaly, Circumstance, Criticality
from billun.models.anomaly_transitions import AnomalyStatus
from billun.models.base import Base
from billun.models.calendar_feed import CalendarFeed, FeedScope
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
from billun.models.intervention import (
    Intervention,
    InterventionKind,
    Priority,
    TakenAnomaly,
    TakenDeadline,
)
from billun.models.intervention_entry import InterventionEntry, InterventionEntryKind
from billun.models.intervention_line import InterventionLine, LineKind
from billun.models.intervention_transitions import InterventionStatus, Outcome
from billun.models.invitation import Invitation, InvitationKind
from billun.models.maintenance_plan import DueReason, IntervalUnit, MaintenancePlan, PlanItem
from billun.models.membership import Membership, MemberState, Role, Trade
from billun.models.meter_reading import Meter, MeterReading, ReadingSource
from billun.models.outside_link import OutsideAnswer, OutsideLink
from billun.models.photo import EnhancementState, Photo, PhotoFailure, PhotoState, Removal, Stage
from billun.models.retention_run import RetentionRun
from billun.models.safety_item import SafetyItem
from billun.models.screen import Screen, ScreenKind
from billun.models.sighting import Sighting, SightingKind
from billun.models.sign_in import Channel, SignIn
from billun.models.site import Site
from billun.models.timeline_entry import TimelineEntry, TimelineKind
from billun.models.user import User
from billun.models.walk_around import WalkAround
from billun.models.work_session import WorkSession
from billun.models.workshop import Workshop

__all__ = [
    "Absence",
    "AbsenceKind",
    "AccessKind",
    "AccessRecord",
    "AccessSubject",
    "Anomaly",
    "AnomalyStatus",
    "Base",
    "BlankLabel",
    "Blocks",
    "CalendarFeed",
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
    "DueReason",
    "EnhancementState",
    "Equipment",
    "EquipmentChange",
    "EquipmentCode",
    "EquipmentStatus",
    "FeedScope",
    "Fitness",
    "ImportRun",
    "ImportState",
    "ImportTarget",
    "IntervalUnit",
    "Intervention",
    "InterventionEntry",
    "InterventionEntryKind",
    "InterventionKind",
    "InterventionLine",
    "InterventionStatus",
    "Invitation",
    "InvitationKind",
    "LineKind",
    "MaintenancePlan",
    "MemberState",
    "Membership",
    "Meter",
    "MeterReading",
    "Outcome",
    "OutsideAnswer",
    "OutsideLink",
    "Ownership",
    "Photo",
    "PhotoFailure",
    "PhotoState",
    "PlanItem",
    "Priority",
    "ReadingSource",
    "Removal",
    "Renewal",
    "Result",
    "RetentionRun",
    "Role",
    "SafetyItem",
    "Screen",
    "ScreenKind",
    "Sighting",
    "SightingKind",
    "SignIn",
    "Site",
    "Stage",
    "TakenAnomaly",
    "TakenDeadline",
    "TimelineEntry",
    "TimelineKind",
    "Trade",
    "User",
    "WalkAround",
    "WorkSession",
    "Workshop",
]
