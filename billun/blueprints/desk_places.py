"""Where one can go from the desk: the rail at its side, the bar at the bottom of a phone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import gettext as _

from billun.models import Membership, Role, SignIn


@dataclass(frozen=True)
class Place:
    """`covers` are further parts of the site that belong to this place."""

    url: str
    name: str
    icon: str
    covers: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        return any(is_under(url) for url in (self.url, *self.covers))


def init_app(app: Flask) -> None:
    app.jinja_env.globals["desk_places"] = desk_places


def desk_places(me: SignIn | None) -> list[Place]:
    """The places of who is signed in, the most used first: a phone shows four and the rest on demand."""
    member = me.membership if me else None
    if member is None:
        return places_of_nobody()
    found = places_of_manager() if member.role == Role.MANAGER else places_of_member(member)
    return [place for place in found if not (me and me.screen_id and place.url == "/people")]


def places_of_nobody() -> list[Place]:
    """Those of an administrator, who is in no company."""
    return [
        Place("/admin", _("Installation"), "settings"),
        Place("/account", _("Account"), "user-circle"),
    ]


def places_of_manager() -> list[Place]:
    return [
        Place("/overview", _("Overview"), "layout-dashboard"),
        triage(),
        workshop(),
        board(),
        equipment(),
        deadlines(),
        people(),
        Place("/company", _("Company"), "building", ("/sites", "/workshops")),
        report(),
    ]


def places_of_member(member: Membership) -> list[Place]:
    """The workshop also sees who is there: its supervisors hand out sign-in cards."""
    if member.is_workshop:
        return [triage(), workshop(), board(), equipment(), deadlines(), report(), people()]
    return [board("/anomalies"), equipment(), deadlines(), report()]


def triage() -> Place:
    return Place("/anomalies", _("Triage"), "list-check")


def workshop() -> Place:
    return Place("/maintenance", _("Workshop"), "calendar-event", ("/screens",))


def board(*covers: str) -> Place:
    return Place("/board", _("Board"), "layout-kanban", covers)


def equipment() -> Place:
    return Place("/equipment", _("Equipment"), "truck", ("/labels", "/imports"))


def deadlines() -> Place:
    return Place("/deadlines", _("Deadlines"), "calendar-due")


def people() -> Place:
    return Place("/people", _("People"), "users")


def report() -> Place:
    return Place("/drive", _("Report"), "camera-plus")


def is_under(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")
