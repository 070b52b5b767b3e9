"""Screens of a workshop: made, paired with a device by a link, and put out of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from billun.adapters.live import SIGNED_OUT
from billun.errors import Conflict, Missing, NotAllowed, Refused
from billun.extensions import db
from billun.models import Membership, Screen, ScreenKind, SignIn, Workshop
from billun.models.base import new_id, now
from billun.models.screen import PAIRING_LASTS
from billun.operations.after_commit import tell_after_commit
from billun.operations.locks import lock_id
from billun.operations.revocation import revoke

LONGEST_NAME = 80
SEEN_AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class ScreenForm:
    """Without a workshop it shows the whole company."""

    name: str
    kind: ScreenKind
    workshop_id: UUID | None = None


def add_screen(actor: Membership, form: ScreenForm, id: UUID | None = None) -> tuple[Screen, bool]:
    """A screen that waits for its device, and whether this call made it.

    Raises NotAllowed, Refused, Missing, and Conflict where `id` was used for something else.
    """
    refuse_who_may_not(actor)
    name = valid_name(form.name)
    refuse_foreign_workshop(actor, form.workshop_id)
    id = id or new_id()
    lock_id(id)
    if first := db.session.get(Screen, id):
        return same_screen(actor, first, form, name), False
    screen = Screen(
        id=id,
        company=actor.company,
        kind=form.kind,
        name=name,
        workshop_id=form.workshop_id,
        author=actor,
        pairing_ends_at=now() + PAIRING_LASTS,
    )
    db.session.add(screen)
    db.session.flush()
    return screen, True


def pair_anew(actor: Membership, screen: Screen) -> None:
    """Give it a fresh link; the device that it was paired with is out at once.

    Raises NotAllowed, and Conflict for a screen that was put out of service.
    """
    refuse_who_may_not(actor)
    hold(screen)
    if screen.revoked_at is not None:
        raise Conflict(_("This screen is out of service. Add a new one."))
    end_device(screen)
    screen.paired_at = screen.pairing_id = None
    screen.pairing_ends_at = now() + PAIRING_LASTS
    db.session.flush()


def revoke_screen(actor: Membership, screen: Screen) -> None:
    """Put it out of service here and now. Doing it twice changes nothing. Raises NotAllowed."""
    refuse_who_may_not(actor)
    hold(screen)
    end_device(screen)
    screen.revoked_at = screen.revoked_at or now()
    db.session.flush()


def pair(screen: Screen, device: str) -> None:
    """Make the device that asks this screen: the first one that does. Raises Conflict."""
    term = screen.pairing_ends_at
    hold(screen)
    if not screen.can_be_paired or screen.pairing_ends_at != term:
        raise Conflict(_("This link works no more. Ask for a new one."))
    screen.paired_at = screen.last_seen_at = now()
    screen.pairing_id, screen.device = new_id(), device[:300]
    db.session.flush()


def paired_screen(id: str, pairing_id: str) -> Screen | None:
    """The screen whose living pairing a device's cookie names."""
    try:
        screen, pairing = db.session.get(Screen, UUID(id)), UUID(pairing_id)
    except ValueError:
        return None
    return screen if screen and screen.is_active and screen.pairing_id == pairing else None


def note_screen_use(screen: Screen) -> bool:
    """Keep that the device was used; says whether it is time to give it a fresh cookie."""
    if screen.last_seen_at and now() - screen.last_seen_at < SEEN_AGAIN_AFTER:
        return False
    screen.last_seen_at = now()
    return True


def screens_in_service(actor: Membership) -> list[Screen]:
    """Those that are paired or wait for it, by name. Raises NotAllowed."""
    refuse_who_may_not(actor)
    in_service = Screen.visible_to(actor).where(Screen.revoked_at.is_(None))
    by_name = in_service.order_by(Screen.name, Screen.id).options(joinedload(Screen.workshop))
    return list(db.session.scalars(by_name))


def screen_with_id(actor: Membership, id: UUID) -> Screen:
    """A screen of the actor's company, also one out of service. Raises NotAllowed, Missing."""
    refuse_who_may_not(actor)
    screen = db.session.scalar(Screen.visible_to(actor).where(Screen.id == id))
    if screen is None:
        raise Missing
    return screen


def may_keep_screens(member: Membership) -> bool:
    return member.is_manager or member.is_supervisor


def refuse_who_may_not(actor: Membership) -> None:
    if not may_keep_screens(actor):
        raise NotAllowed(_("Only managers and supervisors look after the screens."))


def valid_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise Refused("name", _("Write a name."))
    if len(name) > LONGEST_NAME:
        raise Refused("name", _("Write at most %(count)s characters.", count=LONGEST_NAME))
    return name


def refuse_foreign_workshop(actor: Membership, workshop_id: UUID | None) -> None:
    if workshop_id is None:
        return
    if db.session.scalar(Workshop.visible_to(actor).where(Workshop.id == workshop_id)) is None:
        raise Missing


def same_screen(actor: Membership, first: Screen, form: ScreenForm, name: str) -> Screen:
    """What this id made before. Raises Missing for another company's, Conflict for other content."""
    if first.company_id != actor.company_id:
        raise Missing
    if (first.name, first.kind, first.workshop_id) != (name, form.kind, form.workshop_id):
        raise Conflict(_("This id was used for something else."))
    return first


def end_device(screen: Screen) -> None:
    """End the open streams of its device, and who is signed in on it."""
    if screen.pairing_id:
        tell_after_commit(screen.company_id, SIGNED_OUT, screen.pairing_id)
    on_it = select(SignIn).where(SignIn.screen_id == screen.id, SignIn.revoked_at.is_(None))
    for signed_in in db.session.scalars(on_it):
        revoke(signed_in)


def hold(screen: Screen) -> None:
    """Hold the screen until the transaction ends, as it is now."""
    db.session.refresh(screen, with_for_update={"of": Screen})
