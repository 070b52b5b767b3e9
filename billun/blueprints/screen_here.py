"""Whether the device that asks is a paired screen: its session names the screen and the pairing, and no person."""

from __future__ import annotations

from flask import g, request, session

from billun.models import Screen, ScreenKind
from billun.operations.screens import paired_screen

# What of a session belongs to the device, whoever signs in and out on it.
PAIRING = ("screen", "pairing")


def screen_here() -> Screen | None:
    """The screen that this device is, as long as its pairing lives."""
    if "screen_here" not in g:
        g.screen_here = screen_of_session()
    found: Screen | None = g.screen_here
    return found


def tablet_here() -> Screen | None:
    screen = screen_here()
    return screen if screen and screen.kind == ScreenKind.TABLET else None


def screen_of_session() -> Screen | None:
    if "Authorization" in request.headers or not was_paired():
        return None
    return paired_screen(str(session["screen"]), str(session["pairing"]))


def was_paired() -> bool:
    """Whether the session names a pairing, living or over."""
    return all(name in session for name in PAIRING)


def pair_here(screen: Screen) -> None:
    """Make this device the screen, with nothing left of whoever was here before."""
    session.clear()
    session.permanent = True
    session.update(screen=str(screen.id), pairing=str(screen.pairing_id))
    g.screen_here = screen


def forget_pairing() -> None:
    for name in PAIRING:
        session.pop(name, None)
    g.screen_here = None


def forget_person() -> None:
    """Leave nothing in the session but what belongs to the device."""
    pairing = {name: session[name] for name in PAIRING if name in session}
    session.clear()
    session.update(pairing)
    session.permanent = bool(pairing)
