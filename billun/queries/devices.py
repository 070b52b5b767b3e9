"""The installations of the app in a company, those with something unsent first, then the last seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, case, cast, func, or_
from sqlalchemy.orm import contains_eager

from billun.config import VERSION, numbers_of
from billun.models import Device, Membership, User
from billun.models.base import now
from billun.queries.pagination import Order, Page, paginate
from billun.queries.people import fold_name, folded

HAS_UNSENT = cast(Device.unsent_count > 0, Integer)
UNSENT_FIRST = Order((HAS_UNSENT, Device.last_seen_at, Device.id), descending=True)
MAY_WAIT_FOR = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class DeviceFilter:
    """`q` are words of names and models; `older_than` is a version of the app, such as 1.4.0."""

    q: str = ""
    membership_id: UUID | None = None
    unsent: bool = False
    older_than: str | None = None


def list_devices(
    member: Membership, wanted: DeviceFilter, limit: int = 25, cursor: str | None = None
) -> Page[Device]:
    """A page of the devices that those in the member's company now have opened lately: two statements."""
    query = (
        Device.visible_to(member)
        .join(Device.membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.active(), Device.last_seen_at > now() - FORGOTTEN_AFTER)
    )
    people = contains_eager(Device.membership).contains_eager(Membership.user)
    return paginate(narrowed(query, wanted).options(people), UNSENT_FIRST, limit, cursor)


def waits_too_long(device: Device) -> bool:
    """Whether something has been waiting on it for a day or more, and it was not opened since."""
    return device.unsent_count > 0 and device.last_seen_at < now() - MAY_WAIT_FOR


def narrowed(query: Select[Device], wanted: DeviceFilter) -> Select[Device]:
    for word in filter(None, map(fold_name, wanted.q.split())):
        query = query.where(is_about(word))
    if wanted.membership_id:
        query = query.where(Device.membership_id == wanted.membership_id)
    if wanted.unsent:
        query = query.where(Device.unsent_count > 0)
    if wanted.older_than:
        query = query.where(is_older_than(wanted.older_than))
    return query


def is_about(word: str) -> ColumnElement[bool]:
    texts = (User.first_name + " " + User.last_name, Device.model + " " + Device.system)
    return or_(*(folded(text).contains(word, autoescape=True) for text in texts))


def is_older_than(version: str) -> ColumnElement[bool]:
    """By numbers: 1.10.0 is younger than 1.9.0. One that says no version is older than all."""
    is_version = Device.app_version.regexp_match(f"^{VERSION.pattern}$")
    numbers = cast(func.string_to_array(Device.app_version, "."), ARRAY(Integer))
    read = case((is_version, numbers), else_=cast([], ARRAY(Integer)))
    return read < cast(list(numbers_of(version)), ARRAY(Integer))
