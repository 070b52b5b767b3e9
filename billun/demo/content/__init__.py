"""The demo's companies, people, equipment and reports, as plain records ready to be loaded."""

from billun.demo.content.records import (
    DemoAnomaly,
    DemoCompany,
    DemoContent,
    DemoEquipment,
    DemoPerson,
    DemoPhoto,
    DemoSite,
    DemoStep,
    DemoWorkshop,
)
from billun.demo.content.register import DEMO_PASSWORD, demo_content

__all__ = [
    "DEMO_PASSWORD",
    "DemoAnomaly",
    "DemoCompany",
    "DemoContent",
    "DemoEquipment",
    "DemoPerson",
    "DemoPhoto",
    "DemoSite",
    "DemoStep",
    "DemoWorkshop",
    "demo_content",
]
