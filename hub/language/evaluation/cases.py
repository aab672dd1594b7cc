"""What an evaluation is made of: suites of cases, each with what is expected of it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.keeping import KeptRule, Timer
from hub.home.plan import Answer
from hub.home.step import Step
from hub.language.evaluation.effects import Effect, effects_of, ranged
from hub.record import record


class EvaluationError(HubError):
    """An evaluation cannot be made; the message names the file and the remedy."""


@record(frozen=True, slots=True)
class Words:
    """Words that a text must have, and must not have; "a|b" is either of the two."""

    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Wanted:
    """Steps that are wanted; where a value is a range, `low` and `high` are its two ends."""

    low: tuple[Step, ...] = ()
    high: tuple[Step, ...] = ()

    @classmethod
    def exactly(cls, *steps: Step) -> "Wanted":
        """Return just these steps."""
        return cls(steps, steps)

    def effects(self, home: Home) -> tuple[Effect, ...]:
        """Return what they change on a home as it stands."""
        return ranged(effects_of(self.low, home), effects_of(self.high, home))


@record(frozen=True, slots=True)
class RuleWanted:
    """A rule to be kept: what is None may be anything.

    Triggers and conditions are fields that must be as given, `in_s` of a trigger a moment that
    many seconds from now; `delays_s` are pauses, `tells` the messages.
    """

    triggers: tuple[Mapping[str, Any], ...] | None = None
    conditions: tuple[Mapping[str, Any], ...] | None = None
    steps: Wanted | None = None
    delays_s: tuple[float, ...] = ()
    tells: tuple[Words, ...] = ()
    once: bool | None = None
    alias: str | None = None


@record(frozen=True, slots=True)
class ChoreWanted:
    """A chore to be done: its fields, or the rule it keeps."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    rule: RuleWanted | None = None


@record(frozen=True, slots=True)
class Does:
    """Exactly what these steps change, and exactly these chores.

    `any_one`: the sentence leaves open which entity; one or more of those named will do.
    """

    steps: Wanted = Wanted()
    chores: tuple[ChoreWanted, ...] = ()
    left_out: tuple[str, ...] = ()
    any_one: bool = False


@record(frozen=True, slots=True)
class Asks:
    """A question back; None accepts any options and any proposal."""

    words: Words = Words()
    options: frozenset[EntityId] | None = None
    proposal: Wanted | None = None


class AnswerCheck(Protocol):
    """Knows what an answer must say where its words alone do not tell."""

    def problem(self, answer: Answer) -> str | None:
        """Say what is wrong with the answer; None if it is right."""


@record(frozen=True, slots=True)
class Answers:
    """An answer that moves nothing. `check` looks at what words cannot say."""

    words: Words = Words()
    check: AnswerCheck | None = None


@record(frozen=True, slots=True)
class Refuses:
    """An honest no."""

    words: Words = Words()


@record(frozen=True, slots=True)
class Undoes:
    """What was done before is taken back."""


@record(frozen=True, slots=True)
class MovesNothing:
    """Nothing moves, now or later, whatever is said."""


Expected = Does | Asks | Answers | Refuses | Undoes | MovesNothing


@record(frozen=True, slots=True)
class KeptThings:
    """What the hub keeps while a case is asked."""

    timers: Sequence[Timer] = ()
    rules: Sequence[KeptRule] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class HomePlan(Protocol):
    """Builds the home that cases are asked in, over and over in the same state."""

    def build(self, now: datetime, states: Mapping[str, Any] | None = None) -> Home:
        """Return a fresh home at that time; `states` are what differs from the plan."""


@record(frozen=True, slots=True)
class Case:
    """One sentence with its surroundings, and what is right: any of `expected`."""

    say: str
    place: str
    home: HomePlan
    at: datetime
    expected: tuple[Expected, ...]
    category: str
    language: str = "en"
    area_id: AreaId | None = None
    user_id: UserId | None = None
    before: tuple[str, ...] = ()
    states: Mapping[str, Any] = field(default_factory=dict)
    kept: KeptThings = KeptThings()

    @property
    def orders(self) -> bool:
        """Whether something is to be done."""
        return any(isinstance(each, Does | Undoes) for each in self.expected)


@record(frozen=True, slots=True)
class Suite:
    """Cases that belong together."""

    name: str
    folder: Path
    cases: tuple[Case, ...]
