"""Sentences about what the hub itself keeps: timers, rules, names that people teach."""

from hub.home.home import Home
from hub.home.keeping import Kept
from hub.home.plan import Body, Request


def chore(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a sentence about timers, rules or taught names comes to; None if it is other."""
    del request, home, kept
    return None
