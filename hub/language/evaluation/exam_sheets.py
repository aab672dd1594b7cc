"""How an exam is written down: the keys of its files, as `README.md` describes them."""

from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, Field

from hub.home.frozen import Frozen

WEDNESDAY_EVENING = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)

OneOrMore = str | tuple[str, ...]


class StepSheet(Frozen):
    """A step as written down; in a rule also a pause or a message."""

    action: str | None = None
    targets: OneOrMore = ()
    data: dict[str, Any] = Field(default_factory=dict)
    delay_s: float | None = None
    tell: OneOrMore | None = None


class WordsSheet(Frozen):
    """Words that must be there and must not."""

    has: OneOrMore = ()
    has_not: OneOrMore = ()


WordsOrAny = bool | OneOrMore | WordsSheet


class AsksSheet(WordsSheet):
    """A question that must come back."""

    options: tuple[str, ...] | None = None
    proposal: tuple[StepSheet, ...] | None = None


class RuleSheet(Frozen):
    """A rule that must be kept."""

    triggers: tuple[dict[str, Any], ...] | None = None
    conditions: tuple[dict[str, Any], ...] | None = None
    steps: tuple[StepSheet, ...] | None = None
    once: bool | None = None
    alias: str | None = None


class ExpectationSheet(Frozen):
    """What is expected; exactly one kind of it."""

    does: tuple[StepSheet, ...] | None = None
    left_out: tuple[str, ...] = ()
    keeps: tuple[dict[str, Any], ...] | None = None
    asks: bool | AsksSheet | None = None
    answers: WordsOrAny | None = None
    refuses: WordsOrAny | None = None
    undoes: bool | None = None
    moves_nothing: bool | None = None


class TimerSheet(Frozen):
    """A timer that runs already."""

    id: str
    name: str | None = None
    duration_s: float
    left_s: float | None = None
    area: str | None = None
    user: str | None = None
    paused: bool = False


class KeptRuleSheet(Frozen):
    """A rule that is kept already."""

    id: str
    alias: str
    said: str = ""
    triggers: tuple[dict[str, Any], ...]
    conditions: tuple[dict[str, Any], ...] = ()
    steps: tuple[StepSheet, ...]
    once: bool = False
    paused: bool = False
    user: str | None = None


class KeptSheet(Frozen):
    """What the hub keeps already."""

    timers: tuple[TimerSheet, ...] = ()
    rules: tuple[KeptRuleSheet, ...] = ()
    phrases: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class CaseSheet(ExpectationSheet):
    """A sentence as written down."""

    say: str
    area: str | None = None
    language: str | None = None
    user: str | None = None
    at: AwareDatetime | None = None
    category: str | None = None
    note: str = ""
    states: dict[str, Any] = Field(default_factory=dict)
    before: OneOrMore = ()
    kept: KeptSheet = KeptSheet()
    or_: tuple[ExpectationSheet, ...] = Field(default=(), alias="or")


class ExamSheet(Frozen):
    """A file of sentences."""

    home: str
    category: str | None = None
    note: str = ""
    language: str = "en"
    area: str | None = None
    user: str | None = None
    at: AwareDatetime = WEDNESDAY_EVENING
    cases: tuple[CaseSheet, ...] = Field(min_length=1)
