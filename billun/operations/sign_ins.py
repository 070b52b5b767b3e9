"""Signing in and out, on pages and in the API."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from billun.adapters.passwords import is_password
from billun.errors import Missing
from billun.extensions import db
from billun.models import Channel, Membership, SignIn, User
from billun.models.base import new_id, now
from billun.models.screen import TABLET_SIGN_IN_LASTS
from billun.models.sign_in import PAGES_LAST, REFRESH_TOKEN_LASTS
from billun.operations.revocation import revoke
from billun.operations.users import user_with

SEEN_AGAIN_AFTER = timedelta(minutes=5)
# On a tablet the minutes since the last touch count.
SEEN_AGAIN_ON_TABLET_AFTER = timedelta(seconds=30)


def authenticate(login: str, password: str) -> User | None:
    """The person with this e-mail or phone and password, if there is a place for them to sign in to."""
    user = recognise(login, password)
    return user if may_enter(user) else None


def recognise(login: str, password: str) -> User | None:
    """The person with this e-mail or phone and password. Takes as long whether they exist or not."""
    user = user_with(login)
    known = is_password(password, user.password_hash if user else None)
    return user if known else None


def may_enter(user: User | None) -> bool:
    return user is not None and (user.is_admin or first_membership(user) is not None)


def sign_in(user: User, channel: Channel, device: str, company_id: UUID | None = None) -> SignIn:
    """A new sign-in for `user`, in the company named or the first they belong to. Raises Missing."""
    membership = first_membership(user, company_id)
    if company_id and membership is None:
        raise Missing
    signed_in = SignIn(
        id=new_id(),
        user=user,
        membership=membership,
        channel=channel,
        device=device[:300],
        expires_at=now() + (PAGES_LAST if channel == Channel.PAGES else REFRESH_TOKEN_LASTS),
    )
    db.session.add(signed_in)
    db.session.flush()
    return signed_in


def first_membership(user: User, company_id: UUID | None = None) -> Membership | None:
    return next(
        (
            member
            for member in user.memberships
            if member.may_enter and company_id in (None, member.company_id)
        ),
        None,
    )


def switch_company(signed_in: SignIn, company_id: UUID) -> None:
    """Act as a member of another of one's companies from here on. Raises Missing."""
    membership = first_membership(signed_in.user, company_id)
    if membership is None:
        raise Missing
    signed_in.membership = membership


def note_use(signed_in: SignIn) -> bool:
    """Keep that the device was used; says whether the sign-in now lasts longer: one of pages its 90 days again.

    One on a shared tablet lasts its minutes again.
    """
    on_tablet = signed_in.screen_id is not None
    seen_again = SEEN_AGAIN_ON_TABLET_AFTER if on_tablet else SEEN_AGAIN_AFTER
    if now() - signed_in.last_seen_at < seen_again:
        return False
    signed_in.last_seen_at = now()
    if signed_in.channel == Channel.PAGES:
        signed_in.expires_at = now() + (TABLET_SIGN_IN_LASTS if on_tablet else PAGES_LAST)
    return signed_in.channel == Channel.PAGES


def rotate_refresh_token(signed_in: SignIn, token_id: str) -> str | None:
    """The id of the next refresh token; None where `token_id` is not the living one.

    A token that comes a second time was copied by somebody: the whole sign-in ends.
    """
    db.session.execute(select(SignIn.id).where(SignIn.id == signed_in.id).with_for_update())
    db.session.refresh(signed_in, ["refresh_token_id", "revoked_at", "expires_at"])
    if not signed_in.is_active:
        return None
    if signed_in.refresh_token_id != token_id:
        revoke(signed_in)
        return None
    signed_in.expires_at = now() + REFRESH_TOKEN_LASTS
    return issue_refresh_token(signed_in)


def issue_refresh_token(signed_in: SignIn) -> str:
    signed_in.refresh_token_id = str(new_id())
    db.session.flush()
    return signed_in.refresh_token_id


def sign_out(signed_in: SignIn) -> None:
    revoke(signed_in)


def active_sign_ins(user: User) -> list[SignIn]:
    """The devices on which this person is signed in, the last used first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.user_id == user.id, SignIn.revoked_at.is_(None), SignIn.expires_at > now()
            )
            .order_by(SignIn.last_seen_at.desc())
        )
    )


def devices_of(member: Membership) -> list[SignIn]:
    """The devices on which this person works for this company now, the last used first."""
    return [one for one in active_sign_ins(member.user) if one.membership_id == member.id]
