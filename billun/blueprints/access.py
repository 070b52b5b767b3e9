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

from billun.models import Membership, Role, SignIn

View = TypeVar("View", bound=Callable[..., Any])


class Who(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    MEMBERS = "members of a company"
    ADMINS = "admins of the installation"


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
    if access.who == Who.ANYONE:
        return
    if not current_user.is_authenticated:
        raise Unauthorized
    if access.who == Who.ADMINS and not current_user.user.is_admin:
        raise NotFound
    if access.who == Who.MEMBERS:
        check_member(access)


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
