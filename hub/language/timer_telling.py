"""Timers in words: what they are called, what became of them, and that they are over."""

from collections.abc import Sequence

from hub.home.chores import ChangeTimers, StartTimer
from hub.home.keeping import Timer
from hub.language.lengths import in_words
from hub.language.speech import is_english, joined, say
from hub.language.wording import base_language


class TimersInWords:
    """Implements `hub.automation.timers.TimerWords`, in the language of whoever set a timer."""

    def name(self, timer: Timer) -> str:
        """Return what a timer is called: "pasta timer", "5 minute timer"."""
        return timer_name(timer.name, timer.duration_s, timer.language)

    def done(self, timer: Timer) -> str:
        """Say that a timer is over."""
        return say(timer.language, "timer_done", timer=self.name(timer))

    def was_done(self, timer: Timer, minutes: int) -> str:
        """Say that a timer ended while the hub was down, so many minutes ago."""
        name = self.name(timer)
        return say(timer.language, "timer_was_done", timer=name, minutes=minutes)


def timer_name(name: str | None, duration_s: float, language: str) -> str:
    """Return what a timer is called: by its name, else by how long it was set for."""
    if name:
        return named(name, language)
    if is_english(language):
        return f"{_one_length(duration_s)} timer"
    return say(language, "timer_of", length=in_words(duration_s, language))


def named(name: str, language: str) -> str:
    """Return what a timer of a name is called: "pasta timer"; "Egg timer" says it already."""
    name = " ".join(name.split())
    noun = say(language, "timer")
    if name.casefold().endswith(noun.casefold()):
        return name
    # A German noun keeps its capital in a compound.
    said = _capital(name) if base_language(language) == "de" else name
    return say(language, "timer_named", name=said)


def was_set(chore: StartTimer, language: str) -> str:
    """Say that a timer was set."""
    timer = named(chore.name, language) if chore.name else say(language, "timer")
    length = in_words(chore.duration_s, language)
    return say(language, "timer_set", timer=_capital(timer), length=length)


def were_changed(chore: ChangeTimers, names: Sequence[str], language: str) -> str:
    """Say what became of timers; `names` is what they are called."""
    timers = joined(language, names) or say(language, "timer")
    if chore.op == "extend_timers":
        key = "timer_longer" if chore.seconds >= 0 else "timer_shorter"
        state = say(language, key, length=in_words(abs(chore.seconds), language))
    else:
        state = say(language, f"timer.{chore.op}")
    key = "timer_is" if len(chore.timer_ids) == 1 else "timers_are"
    return _capital(say(language, key, timers=timers, state=state))


def _one_length(seconds: float) -> str:
    """Return a length as it stands before a noun: "5 minute", "1 minute 30 second"."""
    whole = round(seconds)
    for unit, length in (("hour", 3600), ("minute", 60)):
        if whole % length == 0 and whole:
            return f"{whole // length} {unit}"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} minute {rest} second" if minutes else f"{rest} second"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
