"""A GBNF grammar made from the candidates, in which only plans that they can carry out exist.

The language is one line; steps stand between semicolons:

    turn off Kitchen ceiling, Kitchen lamp; set Bedroom thermostat to 21.5°
    unlock Front door
    state Nursery sensor             what is it like?
    which on Kitchen ceiling, ...    also count, any, all
    ask Desk lamp, Floor lamp        which one is meant?
    none                             nothing of this can be done

Given what was said, the grammar is narrowed further: to its actions, its numbers and its choices.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from hub.home import actions
from hub.home.commands import Command
from hub.home.ids import EntityId
from hub.language.candidate import Candidate
from hub.language.phrases import Setting, labels, settings_of, verbs_of, wanted_of

MAX_STEPS = 4
MAX_NAMES = 8
MAX_TOGETHER = 100
QUERY_WORDS = ("which", "count", "any", "all")


class Narrowing(Protocol):
    """What a sentence leaves possible."""

    @property
    def is_question(self) -> bool:
        """Whether only queries are wanted; otherwise only steps are."""

    @property
    def numbers(self) -> frozenset[float]:
        """The numbers that values may have."""

    @property
    def queries(self) -> frozenset[str]:
        """The kinds of query asked."""

    def names_state(self, word: str) -> bool:
        """Tell whether a state was asked for by this word."""

    @property
    def is_compound(self) -> bool:
        """Whether several steps or several devices may follow each other."""

    def group(self, candidate: Candidate) -> str | None:
        """Return what the candidate is meant together with ("all lights"); None if alone."""

    def allows(self, command: Command) -> bool:
        """Tell whether the sentence can mean `command`."""


def build_grammar(
    candidates: Sequence[Candidate], said: Narrowing | None = None, *, may_be_none: bool = True
) -> str:
    """Return the GBNF of all plans for `candidates` that `said` allows; `root` is its start.

    `may_be_none` false leaves "none" out, unless nothing else is possible.
    """
    rules = _Rules(said)
    names = labels(candidates)
    choices: list[str] = []
    if names and (said is None or said.is_question):
        choices = _queries(candidates, names, rules, said)
        if said is None or not choices or "state" in said.queries:
            choices.append(f"{quoted('state ')} {rules.names(candidates, names)}")
    if said is None or not said.is_question:
        steps = [
            *_plain_steps(candidates, names, rules, said),
            *_set_steps(candidates, names, rules, said),
        ]
        if steps:
            rules.lines.append(f"step ::= {' | '.join(steps)}")
            is_compound = said is None or said.is_compound
            choices.append(f'step ("; " step){{0,{MAX_STEPS - 1}}}' if is_compound else "step")
        if steps and len(names) > 1:
            choices.append(f"{quoted('ask ')} {_some(candidates, names, rules)}")
    if may_be_none or not choices:
        choices.append(quoted("none"))
    return "\n".join([f'root ::= " " ({" | ".join(choices)}) "\\n"', *rules.lines]) + "\n"


def quoted(text: str) -> str:
    """Return `text` as a GBNF literal; whatever is not plain becomes an escape."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character.isalnum() or character in " .,'()%°/+-_!?&":
        return character
    return f"\\U{code:08X}"


def number_rule(low: float, high: float, *, is_whole: bool) -> str:
    """Return a GBNF expression for the numbers from `low` to `high`, with tenths if not whole."""
    first, last = math.ceil(low), math.floor(high)
    if last < first:
        return quoted(f"{low:g}")
    parts = []
    if first < 0:
        parts.append(f'"-" ({_digits(max(1, -last), -first)})')
    if last >= 0:
        upper = _digits(max(0, first), last)
        if is_whole:
            parts.append(upper)
        else:
            if last > max(0, first):
                parts.append(f'({_digits(max(0, first), last - 1)}) ("." [0-9])?')
            parts.append(quoted(str(last)))
    return "(" + " | ".join(parts) + ")"


def _some(candidates: Sequence[Candidate], names: dict[EntityId, str], rules: "_Rules") -> str:
    """Return a rule for two or more of the candidates."""
    one = rules.add(" | ".join(quoted(names[c.entity.id]) for c in candidates), "n")
    return rules.add(f'{one} (", " {one}){{1,3}}', "l")


class _Rules:
    """Rules collected so far; equal ones are shared."""

    def __init__(self, said: Narrowing | None) -> None:
        self.lines: list[str] = []
        self._named: dict[str, str] = {}
        self._said = said

    def names(self, candidates: Sequence[Candidate], names: dict[EntityId, str]) -> str:
        """Return a rule for one or several of `candidates`; those meant together stay so."""
        units: dict[str, list[str]] = {}
        for candidate in candidates:
            name = names[candidate.entity.id]
            group = self._said.group(candidate) if self._said else None
            units.setdefault(group or f"={name}", []).append(name)
        one = self.add(" | ".join(quoted(", ".join(unit)) for unit in units.values()), "n")
        if len(units) == 1 or (self._said and not self._said.is_compound):
            return one
        return self.add(f'{one} (", " {one}){{0,{min(len(units), MAX_NAMES) - 1}}}', "l")

    def add(self, body: str, prefix: str) -> str:
        """Return the name of a rule with this body."""
        if body not in self._named:
            self._named[body] = f"{prefix}{len(self._named)}"
            self.lines.append(f"{self._named[body]} ::= {body}")
        return self._named[body]


def _plain_steps(
    candidates: Sequence[Candidate],
    names: dict[EntityId, str],
    rules: _Rules,
    said: Narrowing | None,
) -> list[str]:
    able: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        for verb, (action, data) in verbs_of(candidate).items():
            if said is None or said.allows(actions.parse_command(action, data)):
                able.setdefault(verb, []).append(candidate)
    return [f"{quoted(verb + ' ')} {rules.names(who, names)}" for verb, who in able.items()]


def _set_steps(
    candidates: Sequence[Candidate],
    names: dict[EntityId, str],
    rules: _Rules,
    said: Narrowing | None,
) -> list[str]:
    able: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        values = [value for setting in settings_of(candidate) for value in _values(setting, said)]
        for value in dict.fromkeys(values):
            able.setdefault(value, []).append(candidate)
    # Values that the same candidates take share a rule; a lamp may be in several.
    shared: dict[tuple[EntityId, ...], list[str]] = {}
    for value, who in able.items():
        shared.setdefault(tuple(c.entity.id for c in who), []).append(value)
    return [
        f"{quoted('set ')} {rules.names(able[values[0]], names)} {quoted(' to ')} "
        f"{rules.add(' | '.join(values), 'v')}"
        for values in shared.values()
    ]


def _values(setting: Setting, said: Narrowing | None) -> list[str]:
    """Return GBNF expressions for the values a setting can take and `said` allows."""
    if said is None and not setting.choices:
        number = number_rule(setting.low, setting.high, is_whole=setting.is_whole)
        return [f"{number} {quoted(setting.unit)}" if setting.unit else number]
    if said is None:
        return [quoted(word) for word, _ in setting.choices]
    words = setting.choices or tuple(
        (f"{number:g}{setting.unit}", {setting.key: number * setting.scale})
        for number in sorted(said.numbers)
        if setting.low <= number <= setting.high and (number.is_integer() or not setting.is_whole)
    )
    return [
        quoted(word)
        for word, data in words
        if said.allows(actions.parse_command(setting.action, data))
    ]


def _queries(
    candidates: Sequence[Candidate],
    names: dict[EntityId, str],
    rules: _Rules,
    said: Narrowing | None,
) -> list[str]:
    kinds = [word for word in QUERY_WORDS if said is None or word in said.queries]
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for candidate in candidates:
        words = tuple(w for w in wanted_of(candidate) if said is None or said.names_state(w))
        if words:
            groups.setdefault(words, []).append(candidate)
    return [
        f"({_either(kinds)}) ({_either(words)}) {rules.names(who, names)}"
        for words, who in groups.items()
        if kinds
    ]


def _either(words: Iterable[str]) -> str:
    return " | ".join(quoted(word + " ") for word in words)


def _digits(low: int, high: int) -> str:
    """Return an expression for the whole numbers from `low` to `high`, both at least 0."""
    parts = []
    while low <= high:
        # The longest run low..end that is one prefix and n free digits: 120..129, 200..299, ...
        free = 0
        while True:
            size = 10 ** (free + 1)
            fits = low % size == 0 and low + size - 1 <= high and low > 0
            if not fits:
                break
            free += 1
        prefix, size = low // 10**free, 10**free
        last = prefix
        while last % 10 < 9 and (last + 2) * size - 1 <= high:  # noqa: PLR2004
            last += 1
        head = str(prefix)[:-1]
        span = str(last)[-1] if last == prefix else f"{prefix % 10}-{last % 10}"
        part = (quoted(head) + " " if head else "") + f"[{span}]" + " [0-9]" * free
        parts.append(part)
        low = (last + 1) * size
    return " | ".join(parts)
