"""From the model's text to a plan body. The text is untrusted, grammar or not."""

from collections.abc import Sequence
from typing import Any

from hub.home import actions
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.ids import EntityId
from hub.home.plan import Question, Refusal, Step, Steps
from hub.language.candidate import Candidate, Query, QueryKind
from hub.language.grammar import MAX_STEPS, MAX_TOGETHER, QUERY_WORDS
from hub.language.phrases import Setting, labels, settings_of, verbs_of, wanted_of

ParsedPlan = Steps | Query | Question | Refusal

_NOTHING = Refusal(text="I found no device here that can do that.", code="no_match")


class _Unreadable(Exception):
    """A line that is no step, with why."""


def parse_plan(text: str, candidates: Sequence[Candidate]) -> ParsedPlan:
    """Return what `text` says about `candidates`; what cannot be read or done is a refusal."""
    lines = text.removeprefix(" ").removesuffix("\n").split("; ")
    if lines == ["none"]:
        return _NOTHING
    if len(lines) > MAX_STEPS:
        return _refusal(f"more than {MAX_STEPS} steps")
    reader = _Reader(candidates)
    try:
        if len(lines) == 1:
            other = reader.question(lines[0])
            if other is not None:
                return other
        return _merged([pair for line in lines for pair in reader.step(line)])
    except _Unreadable as error:
        return _refusal(str(error))
    except HubError as error:
        return Refusal(text=f"That cannot be done: {error}", code="unsupported")


class _Reader:
    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._names = labels(candidates)
        self._by_name = {self._names[c.entity.id]: c for c in candidates}

    def question(self, line: str) -> Query | Question | None:
        """Read a query or a question back; None if the line is neither."""
        word, _, rest = line.partition(" ")
        if word == "ask":
            targets = self._targets(rest)
            asked = " or ".join(self._names[c.entity.id] for c in targets)
            return Question(
                text=f"Which one do you mean: {asked}?",
                options=tuple(c.entity.id for c in targets),
            )
        if word == "state":
            return Query("state", tuple(c.entity.id for c in self._targets(rest)))
        if word in QUERY_WORDS:
            return self._query(word, rest)
        return None

    def step(self, line: str) -> list[tuple[Command, EntityId]]:
        """Read one step: the same for each of its targets."""
        found = self._set(line) if line.startswith("set ") else self._plain(line)
        for command, entity_id in found:
            candidate = self._by_name[self._names[entity_id]]
            actions.check(command, candidate.entity, candidate.state)
        return found

    def _query(self, word: str, rest: str) -> Query:
        kinds: dict[str, QueryKind] = {"which": "which", "count": "count", "any": "any"}
        words = {w for c in self._by_name.values() for w in wanted_of(c)}
        for wanted in sorted(words, key=len, reverse=True):
            if rest.startswith(wanted + " "):
                targets = self._targets(rest.removeprefix(wanted + " "))
                states = {wanted_of(c).get(wanted) for c in targets}
                if len(states) == 1 and None not in states:
                    ids = tuple(c.entity.id for c in targets)
                    return Query(kinds.get(word, "all"), ids, wanted=states.pop())
        raise _Unreadable(f"an unknown query {rest!r}")

    def _plain(self, line: str) -> list[tuple[Command, EntityId]]:
        verbs = {verb for c in self._by_name.values() for verb in verbs_of(c)}
        for verb in sorted(verbs, key=len, reverse=True):
            if line.startswith(verb + " "):
                return [
                    (_command(verbs_of(c).get(verb), verb), c.entity.id)
                    for c in self._targets(line.removeprefix(verb + " "))
                ]
        raise _Unreadable(f"an unknown action in {line!r}")

    def _set(self, line: str) -> list[tuple[Command, EntityId]]:
        pieces = line.removeprefix("set ").split(" to ")
        readings = []
        problem = _Unreadable(f"no value in {line!r}")
        for cut in range(1, len(pieces)):
            names, value = " to ".join(pieces[:cut]), " to ".join(pieces[cut:])
            try:
                targets = self._targets(names)
                readings.append([(_setting(c, value), c.entity.id) for c in targets])
            except _Unreadable as error:
                problem = error
        if len(readings) == 1:
            return readings[0]
        if readings:
            raise _Unreadable(f"{line!r} can be read in two ways")
        raise problem

    def _targets(self, text: str) -> list[Candidate]:
        names = list(dict.fromkeys(text.split(", ")))
        unknown = [name for name in names if name not in self._by_name]
        if unknown:
            raise _Unreadable(f"an unknown device {unknown[0]!r}")
        if len(names) > MAX_TOGETHER:
            raise _Unreadable(f"more than {MAX_TOGETHER} devices in a step")
        return [self._by_name[name] for name in names]


def _command(found: tuple[str, dict[str, Any]] | None, verb: str) -> Command:
    if found is None:
        raise _Unreadable(f"{verb!r} for a device that does not know it")
    return actions.parse_command(*found)


def _setting(candidate: Candidate, value: str) -> Command:
    for setting in settings_of(candidate):
        data = _data(setting, value)
        if data is not None:
            return actions.parse_command(setting.action, data)
    raise _Unreadable(f"an unknown value {value!r} for {candidate.entity.name!r}")


def _data(setting: Setting, value: str) -> dict[str, Any] | None:
    if setting.choices:
        found: dict[str, Any] | None = dict(setting.choices).get(value)
        return found
    text = value.removesuffix(setting.unit) if setting.unit else value
    digits = text.removeprefix("-").replace(".", "", 1)
    if not value.endswith(setting.unit) or not (digits.isascii() and digits.isdecimal()):
        return None
    number = float(text)
    if not setting.low <= number <= setting.high or len(digits) > 9:  # noqa: PLR2004
        return None
    scaled = round(number * setting.scale, 4)
    return {setting.key: int(scaled) if scaled.is_integer() and setting.scale == 1 else scaled}


def _merged(pairs: list[tuple[Command, EntityId]]) -> Steps:
    """Join equal commands in a row into one step; what was said already is not repeated."""
    steps: list[tuple[Command, list[EntityId]]] = []
    for command, entity_id in pairs:
        if any(command == old and entity_id in who for old, who in steps):
            continue
        if steps and steps[-1][0] == command:
            steps[-1][1].append(entity_id)
        else:
            steps.append((command, [entity_id]))
    return Steps(
        steps=tuple(
            Step.model_validate({"command": command, "targets": tuple(who)})
            for command, who in steps
        )
    )


def _refusal(why: str) -> Refusal:
    return Refusal(text=f"I could not make sense of my own plan: {why}.", code="failed")
