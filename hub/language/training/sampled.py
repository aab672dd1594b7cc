"""Sentences sampled from home-assistant-intents, understood by the hub's own matcher.

They are canonical, so the model never sees them as they are in the hub; with speech errors and
typos, which `noise` adds afterwards, it does.
"""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

import home_assistant_intents
from hassil import Intents, TextSlotList
from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)
from hassil.intents import RangeSlotList

from hub.home.commands import Command
from hub.home.plan import Request, Steps
from hub.language.candidate import Candidate
from hub.language.matcher import FastMatcher
from hub.language.phrases import settings_of, verbs_of
from hub.language.training.homes import Household, Thing
from hub.language.training.values import percentages
from hub.language.training.wishes import Line, Wish
from hub.record import record

# Intents that move devices, and the domains their sentences are about when they do not say.
INTENTS: dict[str, tuple[str, ...]] = {
    "HassTurnOn": ("light", "switch", "fan", "cover", "lock"),
    "HassTurnOff": ("light", "switch", "fan", "cover", "lock"),
    "HassLightSet": ("light",),
    "HassSetPosition": ("cover",),
    "HassClimateSetTemperature": ("climate",),
    "HassFanSetSpeed": ("fan",),
    "HassMediaPause": ("media_player",),
    "HassMediaUnpause": ("media_player",),
    "HassMediaNext": ("media_player",),
    "HassMediaPrevious": ("media_player",),
    "HassSetVolume": ("media_player",),
    "HassMediaPlayerMute": ("media_player",),
    "HassVacuumStart": ("vacuum",),
    "HassVacuumReturnToBase": ("vacuum",),
}
_TRIES = 4
_DEEPEST = 40


class Sampler:
    """Samples wishes for one household."""

    def __init__(self, household: Household, language: str, rng: Random) -> None:
        self._household = household
        self._language = language
        self._rng = rng
        self._intents = _intents(language)
        self._matcher = FastMatcher(household.home)

    def wish(self) -> Wish | None:
        """Sample a sentence that the matcher takes for an order in this home."""
        rng = self._rng
        here = rng.choice(self._household.rooms) if rng.random() < 0.5 else None  # noqa: PLR2004
        for _ in range(_TRIES):
            text = self._sentence()
            if text is None:
                continue
            area_id = here.id if here else None
            request = Request(text=text, language=self._language, area_id=area_id)
            plan = self._matcher.match(request)
            if plan is None or not isinstance(plan.body, Steps) or plan.body.left_out:
                continue
            lines = lines_of(plan.body, self._household)
            if lines:
                return Wish(text, lines, "sampled", here)
        return None

    def _sentence(self) -> str | None:
        name = self._rng.choice([name for name in INTENTS if name in self._intents.intents])
        data = self._rng.choice(self._intents.intents[name].data)
        wanted = (data.requires_context or {}).get("domain", INTENTS[name])
        domains = (wanted,) if isinstance(wanted, str) else tuple(map(str, wanted))
        things = [t for t in self._household.things if t.domain in domains]
        if not things:
            return None
        sentence = self._rng.choice(data.sentences)
        rules = {**self._intents.expansion_rules, **data.expansion_rules}
        writing = _Writing(self._intents, rules, self._household, things, self._rng)
        try:
            return " ".join(writing.text(sentence.expression).split())
        except _Unsayable:
            return None


class _Unsayable(Exception):
    """A list has nothing in it here."""


@record(frozen=True, slots=True)
class _Writing:
    """One random walk through a template."""

    intents: Intents
    rules: dict[str, Any]
    household: Household
    things: Sequence[Thing]
    rng: Random

    def text(self, expression: Expression, depth: int = 0) -> str:
        if depth > _DEEPEST:
            raise _Unsayable
        match expression:
            case TextChunk():
                return str(expression.original_text)
            case Alternative():
                return self.text(self.rng.choice(expression.items), depth + 1)
            case Permutation():
                items = self.rng.sample(expression.items, len(expression.items))
                return " ".join(self.text(item, depth + 1) for item in items)
            case Group():
                return "".join(self.text(item, depth + 1) for item in expression.items)
            case RuleReference():
                rule = self.rules.get(expression.rule_name)
                if rule is None:
                    raise _Unsayable
                return self.text(rule.expression, depth + 1)
            case ListReference():
                before, after = expression.prefix or "", expression.suffix or ""
                return before + self._of_list(expression.list_name, depth) + after
            case _:
                raise _Unsayable

    def _of_list(self, name: str, depth: int) -> str:
        rng = self.rng
        if name == "name":
            thing = rng.choice(self.things)
            return rng.choice((thing.name, thing.noun.name))
        if name == "area":
            return rng.choice(self.household.rooms).place.name
        if name == "floor":
            if not self.household.floors:
                raise _Unsayable
            return rng.choice(list(self.household.floors.values())).name
        found = self.intents.slot_lists.get(name)
        if isinstance(found, RangeSlotList):
            numbers = percentages(rng) if name != "temperature" else rng.randint(12, 28)
            return str(min(max(numbers, int(found.start)), int(found.stop)))
        if isinstance(found, TextSlotList) and found.values:
            return self.text(rng.choice(found.values).text_in, depth + 1)
        raise _Unsayable


def lines_of(steps: Steps, household: Household) -> tuple[Line, ...]:
    """Return the lines that the model would say for `steps`; empty if it cannot say them."""
    home = household.home
    lines: list[Line] = []
    for step in steps.steps:
        heads = set()
        for target in step.targets:
            entity = home.entity(target)
            heads.add(_head(step.command, Candidate(entity, home.state(target), None, None, 1.0)))
        if len(heads) != 1 or None in heads:
            return ()
        for found in heads:
            head, tail = found or ("", "")
            lines.append(Line(head, step.targets, tail))
    return tuple(lines)


def _head(command: Command, candidate: Candidate) -> tuple[str, str] | None:
    data = command.data()
    for verb, (action, wanted) in verbs_of(candidate).items():
        if action == f"{candidate.entity.domain}.{command.verb}" and wanted == data:
            return f"{verb} ", ""
    if len(data) != 1:
        return None
    for setting in settings_of(candidate):
        if setting.action != f"{candidate.entity.domain}.{command.verb}":
            continue
        for word, wanted in setting.choices:
            if wanted == data:
                return "set ", f" to {word}"
        value = data.get(setting.key)
        if isinstance(value, int | float):
            number = round(value / setting.scale, 2)
            if setting.low <= number <= setting.high:
                return "set ", f" to {number:g}{setting.unit}"
    return None


@cache
def _intents(language: str) -> Intents:
    return Intents.from_dict(home_assistant_intents.get_intents(language) or {"intents": {}})
