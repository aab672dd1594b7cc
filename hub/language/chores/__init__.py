"""Sentences about what the hub itself keeps: timers, rules, names that people teach."""

from hub.home.home import Home
from hub.home.keeping import Kept
from hub.home.plan import Body, Request
from hub.language.chores.names import names
from hub.language.chores.phrases import phrases
from hub.language.chores.rules import rules
from hub.language.chores.saying import is_english
from hub.language.chores.timers import timers

_STAGES = (phrases, names, timers, rules)


def chore(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a sentence about timers, rules or taught names comes to; None if it is other."""
    if not is_english(request.language):
        return None
    for stage in _STAGES:
        body = stage(request, home, kept)
        if body is not None:
            return body
    return None
