"""What was heard of entities and sent to them in the last seconds, and may still be on its way.

A radio network holds reports up, repeats them and mixes them: "on, off, on" said within a second
may be answered by the report of the first "on". Such a report proves nothing about the last.
"""

from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta

from hub.home.commands import Command, Expectation
from hub.home.events import HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.model import State
from hub.record import record

# More than these within seconds, and any report may be of any of them.
_MOST = 6
# They report while they take the command; nothing of theirs is ever on its way.
_AT_ONCE = frozenset({"automation", "hub", "scene", "group", "presence"})


@record(frozen=True, slots=True)
class Doubt:
    """What reports that come in soon may repeat: the `whole` that is expected, or `parts` of it.

    A device that tells its brightness and whether it is on by two messages may send each for a
    reason of its own.
    """

    whole: bool = False
    parts: bool = False


NO_DOUBT = Doubt()


@record(frozen=True, slots=True)
class _Sent:
    command: Command
    expected: Expectation | None
    before: State
    at: datetime


@record(frozen=True, slots=True)
class _Moment:
    """What the device may have been like: as is now expected, and not so."""

    at: datetime
    may_be_so: bool
    may_be_otherwise: bool


class Lately:
    """Remembers the last `late_s` seconds of every entity that takes commands."""

    def __init__(self, home: Home, late_s: float) -> None:
        self._home = home
        self._late = timedelta(seconds=late_s)
        # What was reported until something else was, and when that came.
        self._was: dict[str, deque[tuple[datetime, State]]] = {}
        self._sent: dict[str, deque[_Sent]] = {}

    def listen(self) -> Unsubscribe:
        """Begin to remember what is heard; returns what ends it."""
        return self._home.listen(self._hear)

    def note(self, command: Command, before: State) -> None:
        """Remember a command that is being sent."""
        sent = self._sent.setdefault(before.entity_id, deque(maxlen=_MOST))
        sent.append(_Sent(command, command.expected(before), before, self._home.now()))

    def doubt(self, command: Command, expected: Expectation, before: State) -> Doubt:
        """Tell whether a report of what is `expected` may be an older one, held up.

        So it is if the device may have been like that, and otherwise after that.
        """
        if expected.is_dated:
            return self._doubt_of_dated(before)
        entity = self._home.entities.get(before.entity_id)
        since = self._home.now() - self._late
        was = [one for one in self._was.get(before.entity_id, ()) if one[0] >= since]
        sent = [one for one in self._sent.get(before.entity_id, ()) if one.at >= since]
        if entity is None or entity.integration in _AT_ONCE or not (was or sent):
            return NO_DOUBT
        if len(was) == _MOST or len(sent) == _MOST:
            return Doubt(whole=True, parts=True)

        def may_repeat(part: Expectation) -> bool:
            # Each may have been obeyed, or not: whatever else was, it may have turned away.
            if any(_may_bring(one, command, part) for one in reversed(sent)):
                return True
            moments = [_moment(at, state, part) for at, state in was]
            for one in sent:
                moments += [_moment(one.at, one.before, part), _not_so(one.at)]
            moments.sort(key=lambda moment: moment.at)
            return _turns_away([*moments, _moment(self._home.now(), before, part)])

        return Doubt(may_repeat(expected), any(map(may_repeat, expected.parts())))

    def _doubt_of_dated(self, before: State) -> Doubt:
        """Doubt it while something that was sent before is not known to be done."""
        sent = self._sent.get(before.entity_id, ())
        is_open = any(one.expected is None or not one.expected.is_met_by(before) for one in sent)
        return Doubt(whole=is_open, parts=is_open)

    def _hear(self, event: HomeEvent) -> None:
        match event:
            case StateReported(changed=True, old=State() as old):
                entity = self._home.entities.get(old.entity_id)
                if entity is None or not entity.actions or entity.integration in _AT_ONCE:
                    return
                was = self._was.get(old.entity_id)
                if was is None:
                    was = self._was[old.entity_id] = deque(maxlen=_MOST)
                was.append((self._home.now(), old))
            case _:
                pass


def _moment(at: datetime, state: State, expected: Expectation) -> _Moment:
    is_so = expected.is_met_by(state)
    return _Moment(at, is_so, not is_so)


def _not_so(at: datetime) -> _Moment:
    return _Moment(at, may_be_so=False, may_be_otherwise=True)


def _turns_away(moments: list[_Moment]) -> bool:
    """Tell whether the device may have been so, and otherwise after that."""
    was_so = False
    for moment in moments:
        was_so = was_so or moment.may_be_so
        if was_so and moment.may_be_otherwise:
            return True
    return False


def _may_bring(sent: _Sent, command: Command, expected: Expectation) -> bool:
    """Tell whether an earlier command may bring about what a later one is expected to."""
    if sent.expected is None or not sent.command.is_idempotent:
        return True
    if sent.expected.states and expected.states and not sent.expected.states & expected.states:
        return False
    earlier = sent.command.data()
    names = [name for name, _ in expected.attributes if name in earlier]
    later = command.data() if names else {}
    if any(earlier[name] != later.get(name) for name in names):
        return False
    if earlier or sent.expected.attributes or not sent.expected.states:
        return True
    # Nothing else was asked for: all but its state stays as it was.
    after = (replace(sent.before, state=state) for state in sent.expected.states)
    return any(map(expected.is_met_by, after))
