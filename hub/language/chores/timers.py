"""Timers: what a wish about them comes to, given the timers there are."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from hub.home.actions import ACTIONS, parse_command
from hub.home.chores import ChangeTimers, Chore, StartTimer
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.keeping import Kept, Timer
from hub.home.model import Entity
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request, Step, Steps
from hub.language.chores.saying import said_plainly
from hub.language.chores.timer_patterns import Want
from hub.language.chores.timer_words import (
    Target,
    Wish,
    more_of_it,
    other_length,
    said_duration,
    target_of,
    wishes,
)
from hub.language.lengths import in_words
from hub.language.names import plain
from hub.language.speech import joined, say
from hub.language.timer_telling import named

# How alike a word must be to one of a timer's name.
ALIKE = 0.8
_DURATION_SLACK_S = 1.0
_EXCEPT = frozenset(["except", "but", "besides"])

_STARTS_THE = re.compile(r"(?:start|run|begin) (?:the|my|our)\b")
_TIME_LEFT = re.compile(r"how (?:long|much (?:more )?time) (?:is |do i have )?(?:left|remaining)")
_OPS = {"cancel": "cancel_timers", "pause": "pause_timers", "resume": "resume_timers"}
_ENTITY_ACTIONS: dict[Want, str] = {
    "start": "timer.start", "resume": "timer.start", "restart": "timer.start",
    "cancel": "timer.cancel", "pause": "timer.pause", "extend": "timer.change",
}  # fmt: skip


def timers(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a sentence about timers comes to; None if it is about something else."""
    found = () if _names_device(request.text, home) else wishes(request.text)
    corrected = _corrected(request)
    found = (corrected,) if corrected is not None else found
    if not found:
        return _to_our_question(request, home, kept)
    if found[0].want == "start":
        return _start(found, request, home, kept)
    return _carried_out(found[0], request, home, kept)


def _corrected(request: Request) -> Wish | None:
    """Return how a timer just started is to be changed by a number alone; None if it is not."""
    if not any(isinstance(chore, StartTimer) for chore in request.last_chores):
        return None
    seconds = other_length(request.text, request.last_said)
    if seconds is not None:
        return Wish("set", target_of("it"), seconds)
    more = more_of_it(request.text, request.last_said)
    return None if more is None else Wish("extend", target_of("it"), more)


def wished(wish: Wish, request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what one wish about timers comes to; None if it is about something else."""
    if wish.want == "start":
        return _start((wish,), request, home, kept)
    return _carried_out(wish, request, home, kept)


def _carried_out(wish: Wish, request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what a wish about timers that run comes to; None if no timer can be meant."""
    language = request.language
    meant = _meant(wish, request, home, kept)
    if wish.target.says_timer and not meant:
        entity = _entity_named(wish.target, home)
        if entity is not None:
            return _entity_steps(entity, wish)
    is_asked = wish.want == "ask"
    if meant and is_asked:
        return Answer(text=_told(meant, home, language))
    if not meant:
        is_bare = is_asked and _TIME_LEFT.fullmatch(said_plainly(request.text)) is not None
        if not wish.target.says_timer and not is_bare:
            return None
        none = _none(kept, language)
        return Answer(text=none) if is_asked else Refusal(text=none, code="no_target")
    if len(meant) > 1 and not wish.target.is_all:
        timers = joined(language, (_name(t, home, language) for t in meant), "or")
        return Question(text=say(language, "which_timer", timers=timers))
    return _changed(wish, meant, home, language)


def _names_device(text: str, home: Home) -> bool:
    """Tell whether a device that has "timer" in its name is meant: "the timer plug"."""
    said = f" {plain(text)} "
    names = (
        plain(name)
        for entity in home.entities.values() if entity.domain != "timer"
        for name in (entity.name, *entity.aliases)
    )  # fmt: skip
    return any("timer" in name.split()[:-1] and f" {name} " in said for name in names)


def _start(found: Sequence[Wish], request: Request, home: Home, kept: Kept) -> Body | None:
    first = found[0]
    entity = _entity_named(first.target, home) if first.name else None
    if entity is not None and not _picked(first.target, kept.timers, home):
        return _entity_steps(entity, first)
    if first.seconds is None:
        paused = [t for t in kept.timers if t.is_paused]
        waiting = _picked(first.target, paused, home)
        if len(waiting) == 1 and _STARTS_THE.match(said_plainly(request.text)):
            return _change("resume_timers", waiting)
        return Question(text=say(request.language, "how_long"))
    chores: list[Chore] = []
    for wish in found:
        area_id = _area_named(wish.place, home) if wish.place else request.area_id
        if wish.place and area_id is None:
            return None
        assert wish.seconds is not None  # noqa: S101 - for the type checker
        chores.append(StartTimer(duration_s=wish.seconds, name=wish.name, area_id=area_id))
    return Chores(chores=tuple(chores))


def _to_our_question(request: Request, home: Home, kept: Kept) -> Body | None:
    """Return what an answer to "for how long?" or "which one?" comes to."""
    asked = wishes(request.last_said) if request.last_said else ()
    if len(asked) != 1:
        return None
    wish = asked[0]
    if wish.want == "start":
        seconds = said_duration(request.text) if wish.seconds is None else None
        return _start((replace(wish, seconds=seconds),), request, home, kept) if seconds else None
    meant = _meant(wish, request, home, kept)
    if len(meant) < 2 or wish.target.is_all:  # noqa: PLR2004 - nothing was asked
        return None
    taken = wishes(f"cancel {said_plainly(request.text)} timer")
    target = taken[0].target if taken else target_of(said_plainly(request.text))
    chosen = [] if target.is_open else _picked(target, meant, home)
    if not chosen or (len(chosen) > 1 and not target.is_all):
        return None
    if wish.want == "ask":
        return Answer(text=_told(chosen, home, request.language))
    return _changed(wish, chosen, home, request.language)


def _meant(wish: Wish, request: Request, home: Home, kept: Kept) -> list[Timer]:
    """Return the timers that a wish can be about."""
    target, running = wish.target, list(kept.timers)
    if wish.want in {"pause", "resume"}:
        fitting = [t for t in running if t.is_paused is (wish.want == "resume")]
        running = fitting or running
    spoken_of = _spoken_of(request, running, home)
    if target.is_pronoun:
        return spoken_of
    if target.is_open:
        near = [t for t in running if request.area_id and t.area_id == request.area_id]
        if len(running) > 1 and len(spoken_of) == 1:
            return spoken_of
        return near if len(near) == 1 else running
    return _picked(target, running, home)


def _spoken_of(request: Request, running: Sequence[Timer], home: Home) -> list[Timer]:
    """Return the timers that the sentence before was about."""
    for chore in reversed(request.last_chores):
        if isinstance(chore, ChangeTimers):
            return [t for t in running if t.id in chore.timer_ids]
        if isinstance(chore, StartTimer):
            same = [t for t in running if (t.name, t.duration_s) == (chore.name, chore.duration_s)]
            return same[-1:]
    before = wishes(request.last_said) if request.last_said else ()
    if not before or not before[0].target.says_timer:
        return []
    return _picked(before[0].target, running, home)


def _picked(target: Target, timers: Sequence[Timer], home: Home) -> list[Timer]:
    found = list(timers)
    if target.duration_s is not None and target.duration_s > 0:
        found = [t for t in found if abs(t.duration_s - target.duration_s) < _DURATION_SLACK_S]
    words, besides = _split(target.words)
    found = [t for t in found if _answers_to(t, words, home)]
    if besides:
        found = [t for t in found if not _answers_to(t, besides, home)]
    if target.ordinal is not None:
        at = target.ordinal
        return [found[at]] if -len(found) <= at < len(found) else []
    return found


def _split(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split "all in the kitchen but the pizza" into what is meant and what is not."""
    at = next((n for n, word in enumerate(words) if word in _EXCEPT), len(words))
    return words[:at], words[at + 1 :]


def _answers_to(timer: Timer, words: Sequence[str], home: Home) -> bool:
    area = home.areas.get(timer.area_id) if timer.area_id else None
    own = plain(f"{timer.name or ''} {area.name if area else ''}").split()
    return all(difflib.get_close_matches(word, own, n=1, cutoff=ALIKE) for word in words)


def _changed(wish: Wish, meant: Sequence[Timer], home: Home, language: str) -> Body:
    now = home.now()
    match wish.want:
        case "extend":
            seconds = wish.seconds or 0.0
            short = next((t for t in meant if t.left_s(now) + seconds <= 0), None)
            if short is not None:
                text = say(language, "timer_only", left=in_words(short.left_s(now), language))
                return Refusal(text=text, code="unsupported")
            return _change("extend_timers", meant, seconds)
        case "set":
            chores = tuple(
                ChangeTimers(
                    op="extend_timers",
                    timer_ids=(timer.id,),
                    seconds=(wish.seconds or 0.0) - timer.left_s(now),
                )
                for timer in meant
            )
            return Chores(chores=chores)
        case "restart":
            anew = (
                StartTimer(duration_s=t.duration_s, name=t.name, area_id=t.area_id) for t in meant
            )
            ids = tuple(t.id for t in meant)
            return Chores(chores=(ChangeTimers(op="cancel_timers", timer_ids=ids), *anew))
        case _:
            return _change(_OPS[wish.want], meant)


def _change(op: str, meant: Sequence[Timer], seconds: float = 0.0) -> Chores:
    ids = tuple(timer.id for timer in meant)
    chore = ChangeTimers.model_validate({"op": op, "timer_ids": ids, "seconds": seconds})
    return Chores(chores=(chore,))


def _none(kept: Kept, language: str) -> str:
    return say(language, "no_such_timer" if kept.timers else "no_timer")


def _told(meant: Sequence[Timer], home: Home, language: str) -> str:
    now = home.now()
    parts = []
    for timer in meant:
        key = "timer_left_paused" if timer.is_paused else "timer_left"
        left = in_words(timer.left_s(now), language)
        parts.append(say(language, key, timer=_name(timer, home, language), left=left))
    text = joined(language, parts)
    return f"{text[0].upper()}{text[1:]}."


def _name(timer: Timer, home: Home, language: str) -> str:
    length = in_words(timer.duration_s, language)
    name = say(language, "timer_of", length=length)
    name = say(language, "the_timer", timer=named(timer.name, language) if timer.name else name)
    area = home.areas.get(timer.area_id) if timer.area_id else None
    return say(language, "timer_in", timer=name, area=area.name) if area else name


def _area_named(name: str | None, home: Home) -> AreaId | None:
    wanted = plain(name or "")
    for area in home.areas.values():
        if wanted in {plain(n) for n in (area.name, *area.aliases)}:
            return area.id
    return None


def _entity_named(target: Target, home: Home) -> Entity | None:
    """Return the device whose name is said: "the oven timer" where one is called so."""
    said = " ".join(target.words)
    for entity in home.entities_of():
        names = {plain(name) for name in (entity.name, *entity.aliases)}
        if f"{said} timer" in names or (entity.domain == "timer" and said in names):
            return entity
    return None


def _entity_steps(entity: Entity, wish: Wish) -> Body | None:
    """Return the action of a timer that is a device; None leaves other devices to other stages."""
    action = _ENTITY_ACTIONS.get(wish.want, "")
    if entity.domain != "timer" or action not in ACTIONS or action not in entity.actions:
        return None
    data = {"duration": _clock(wish.seconds)} if wish.seconds is not None else {}
    try:
        command = parse_command(action, data)
    except HubError as error:
        return Refusal(text=f"Sorry: {error}.", code="unsupported")
    step = Step.model_validate({"command": command, "targets": (entity.id,)})
    return Steps(steps=(step,))


def _clock(seconds: float) -> str:
    """Return a length of time as Home Assistant writes it: "01:30:00"."""
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 else ""
    return f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
