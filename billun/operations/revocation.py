"""Ends a sign-in: its cookie, its tokens and its open event streams."""

from __future__ import annotations

from billun.adapters.live import SIGNED_OUT
from billun.models import SignIn
from billun.models.base import now
from billun.operations.after_commit import tell_after_commit


def revoke(signed_in: SignIn) -> None:
    """End it here and now. Ending it twice changes nothing."""
    signed_in.revoked_at = signed_in.revoked_at or now()
    if signed_in.membership:
        tell_after_commit(signed_in.membership.company_id, SIGNED_OUT, signed_in.id)
