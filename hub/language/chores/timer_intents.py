"""Timers as home-assistant-intents has them, in every language it knows."""

from hub.home.home import Home
from hub.home.keeping import Kept
from hub.home.plan import Body, Request
from hub.language.chores.timer_patterns import Want
from hub.language.chores.timer_words import Target, Wish
from hub.language.chores.timers import wished
from hub.language.meaning import EVERYWHERE, Meaning
from hub.language.names import plain

_WANTS: dict[str, Want] = {
    "HassStartTimer": "start", "HassCancelTimer": "cancel", "HassCancelAllTimers": "cancel",
    "HassPauseTimer": "pause", "HassUnpauseTimer": "resume", "HassIncreaseTimer": "extend",
    "HassDecreaseTimer": "extend", "HassTimerStatus": "ask",
}  # fmt: skip
TIMER_INTENTS = frozenset(_WANTS)
_UNITS = {"hours": 3600.0, "minutes": 60.0, "seconds": 1.0}


def timer_body(home: Home, meaning: Meaning, request: Request, kept: Kept) -> Body | None:
    """Return what an intent about timers comes to; None leaves a timer with an order to others."""
    if "conversation_command" in meaning.values:
        return None
    seconds = _seconds(meaning, "")
    sign = -1.0 if meaning.intent == "HassDecreaseTimer" else 1.0
    name = str(meaning.values.get("said_name", "")).strip() or meaning.name
    target = Target(
        words=_words(home, meaning, name),
        duration_s=_seconds(meaning, "start_"),
        is_all=meaning.intent in {"HassCancelAllTimers", "HassTimerStatus"},
        says_timer=True,
    )
    wish = Wish(
        want=_WANTS[meaning.intent],
        target=target,
        seconds=sign * seconds if seconds is not None else None,
        name=name,
    )
    return wished(wish, request, home, kept)


def _words(home: Home, meaning: Meaning, name: str | None) -> tuple[str, ...]:
    words = plain(name or "").split()
    area = home.areas.get(meaning.area_id) if meaning.area_id not in {None, EVERYWHERE} else None
    if area is not None and meaning.is_area_said:
        words += plain(area.name).split()
    return tuple(words)


def _seconds(meaning: Meaning, prefix: str) -> float | None:
    """Return the length of time in the slots "hours", "minutes", "seconds" after a prefix."""
    said = {unit: meaning.values.get(f"{prefix}{unit}") for unit in _UNITS}
    if all(value is None for value in said.values()):
        return None
    return sum(float(value) * _UNITS[unit] for unit, value in said.items() if value is not None)
