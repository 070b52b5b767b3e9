"""Who may call an endpoint. Every view declares it; a test walks the URL map and fails on one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from billun.blueprints.screen_here import screen_here, tablet_here
from billun.blueprints.tablet_limits import is_kept_from_tablets
from billun.models import Membership, Role, SignIn

View = TypeVar("View", bound=Callable[..., Any])


class Who(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    MEMBERS = "members of a company"
    ADMINS = "admins of the installation"
    SCREENS = "a paired screen, or the workshop and the managers"
    TABLETS = "a paired tablet, whoever is at it"


@dataclass(frozen=True)
class Access:
    """`roles` narrows `MEMBERS` to some of them."""

    who: Who
    roles: frozenset[Role] = frozenset()


def anyone(view: View) -> View:
    """Also those who are not signed in."""
    return declare(view, Access(Who.ANYONE))


def signed_in(view: View) -> View:
    """Whoever is signed in, member of a company or not."""
    return declare(view, Access(Who.SIGNED_IN))


def members(view: View) -> View:
    """Every member of a company, whatever the role."""
    return declare(view, Access(Who.MEMBERS))


def admins(view: View) -> View:
    """Those who run the installation."""
    return declare(view, Access(Who.ADMINS))


def screens(view: View) -> View:
    """A device that was paired as a screen, without a person; and the workshop and managers, without a screen."""
    return declare(view, Access(Who.SCREENS, frozenset({Role.WORKSHOP, Role.MANAGER})))


def tablets(view: View) -> View:
    """A device that was paired as a tablet, where people come in by it."""
    return declare(view, Access(Who.TABLETS))


def only(*roles: Role) -> Callable[[View], View]:
    """Members with one of these roles."""

    def decorate(view: View) -> View:
        return declare(view, Access(Who.MEMBERS, frozenset(roles)))

    return decorate


def declare(view: View, access: Access) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        check(access)
        return view(*args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return cast(View, guarded)


def check(access: Access) -> None:
    if access.who == Who.ANYONE or admits_screen(access):
        return
    if not current_user.is_authenticated:
        raise Unauthorized
    if access.who == Who.TABLETS:
        raise Forbidden(_("This device is not paired as a tablet."))
    if me().screen_id and is_kept_from_tablets(request.endpoint):
        raise Forbidden(
            _("Not on a shared tablet. Sign in with your password on a device of your own.")
        )
    if access.who == Who.ADMINS and not current_user.user.is_admin:
        raise NotFound
    if access.who in (Who.MEMBERS, Who.SCREENS):
        check_member(access)


def admits_screen(access: Access) -> bool:
    """Whether the device itself may see this. A screen may nothing else, for it stands for nobody."""
    if access.who == Who.SCREENS:
        return screen_here() is not None
    return access.who == Who.TABLETS and tablet_here() is not None


def check_member(access: Access) -> None:
    """Someone without a company sees a company's record as not there."""
    member = current_user.membership
    named = request.headers.get("X-Billun-Membership")
    if named and (member is None or named != str(member.id)):
        raise Unauthorized  # an outbox sends nothing in the name of whoever has signed in since
    if member is None:
        raise NotFound if request.view_args else Forbidden(_("You are not a member of a company."))
    if access.roles and member.role not in access.roles:
        raise Forbidden(_("Your role may not do this."))


def me() -> SignIn:
    """Who is signed in, from which device: the row itself, so that it can be told from another one."""
    return cast(SignIn, current_user._get_current_object())  # noqa: SLF001  (the way that werkzeug names)


def actor() -> Membership:
    """The membership in whose name this request acts; the view's access rule has made sure of it."""
    membership = me().membership
    assert membership is not None
    return membership
