"""Plans, verdicts and outcomes: what passes from perceiving to planning, guarding and acting."""

import hashlib
import json
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from hub.home.approving import Approvers
from hub.home.chores import Chore
from hub.home.frozen import Frozen
from hub.home.ids import AreaId, EntityId, UserId, new_id
from hub.home.model import Source
from hub.home.step import Step as Step  # noqa: PLC0414 (part of what a plan is)
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class Heard:
    """What speech to text made of a sound: its best reading, and others, the likelier first.

    `confidence` is 0..1 for the best reading, None where the engine tells none; `is_speech` is
    how likely anybody spoke at all. `weights`: how well the sound fits the best reading and each of
    the others, as natural logarithms of their probabilities; none where the engine cannot tell.
    """

    text: str
    confidence: float | None = None
    others: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    is_speech: float = 1.0
    language: str = "en"


@record(frozen=True, slots=True, kw_only=True)
class Request:
    """What was perceived: the words, who said them, where, when, and in which conversation.

    `spoken_of`: what "it" and "them" mean, from the sentence before; `last_steps` and
    `last_chores`: what that sentence did, for "and the kitchen too" and "no, the other one";
    `last_said`: that sentence itself. `parent_id`: the context of what asks, such as the run of a
    rule. `person_id`: the `person.*` that the user is. `is_spoken`: a voice brought it about,
    whatever its source: it said "undo that", or started a script. `heard`: what the text was read
    from, if it was spoken; None for what was typed, and for a PIN.
    """

    text: str = ""
    source: Source = Source.LANGUAGE
    user_id: UserId | None = None
    person_id: EntityId | None = None
    area_id: AreaId | None = None
    language: str = "en"
    conversation_id: str | None = None
    spoken_of: tuple[EntityId, ...] = ()
    last_steps: tuple[Step, ...] = ()
    last_chores: tuple[Chore, ...] = ()
    last_said: str = ""
    parent_id: str | None = None
    is_spoken: bool = False
    heard: Heard | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def came_over(self) -> Source:
        """The channel that it came over: its source, or a voice that is behind it."""
        return Source.VOICE if self.is_spoken else self.source


class Steps(Frozen):
    """Actions to run, in order. `left_out` says, in words, what was asked for and can't be had.

    `chores` are done once the steps were handed over: "on for an hour" keeps a rule for "off".
    """

    kind: Literal["steps"] = "steps"
    steps: tuple[Step, ...] = Field(min_length=1)
    left_out: tuple[str, ...] = ()
    chores: tuple[Chore, ...] = ()


class Chores(Frozen):
    """What the hub does by itself: timers, rules for later, names to learn. No device moves now."""

    kind: Literal["chores"] = "chores"
    chores: tuple[Chore, ...] = Field(min_length=1)
    left_out: tuple[str, ...] = ()


class Question(Frozen):
    """A question back to the user, with the entities it offers to choose from.

    `proposal` is what a plain yes would run, after the guard, and `chores` what it would keep.
    """

    kind: Literal["question"] = "question"
    text: str
    options: tuple[EntityId, ...] = ()
    proposal: tuple[Step, ...] = ()
    chores: tuple[Chore, ...] = ()


class Answer(Frozen):
    """An answer from states, history and traces; nothing is moved."""

    kind: Literal["answer"] = "answer"
    text: str
    entities: tuple[EntityId, ...] = ()


class Refusal(Frozen):
    """An honest "I can't", with the reason."""

    kind: Literal["refusal"] = "refusal"
    text: str
    code: Literal["no_match", "no_target", "unsupported", "unavailable", "failed"] = "no_match"


Body = Steps | Chores | Question | Answer | Refusal


@record(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done about a request. `planner` tells who made it ("matcher", "model", ...).

    `confidence` is 0..1, None where it means nothing.
    """

    id: str = field(default_factory=new_id)
    request: Request
    body: Annotated[Body, Field(discriminator="kind")]
    planner: str
    confidence: float | None = None
    took_ms: float | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, none for a plan that moves nothing."""
        return self.body.steps if isinstance(self.body, Steps) else ()

    @property
    def chores(self) -> tuple[Chore, ...]:
        """What the hub has to do by itself."""
        return self.body.chores if isinstance(self.body, Steps | Chores) else ()

    def digest(self) -> str:
        """Return the SHA-256 of what exactly would run; equal digests run equally."""
        done = (*self.steps, *self.chores)
        steps = [each.model_dump(mode="json") for each in done]
        return hashlib.sha256(json.dumps(steps, sort_keys=True).encode()).hexdigest()


class Effect(StrEnum):
    """What a policy does with a step, the stricter first."""

    DENY = "deny"
    PIN = "pin"
    CONFIRM = "confirm"
    ALLOW = "allow"


@record(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The guard's word on a plan: its effect, the policy that decided, and the reason in words.

    `asks_others`: it waits for a yes that whoever asked for it cannot give by the way they came;
    `takes_pin`: the PIN of somebody who has one would do.
    """

    effect: Effect
    policy: str
    reason: str
    asks_others: bool = False
    takes_pin: bool = False
    steps: tuple["StepVerdict", ...] = ()
    chores: tuple["ChoreVerdict", ...] = ()

    @property
    def asks(self) -> tuple["StepVerdict | ChoreVerdict", ...]:
        """The words that make the plan wait for a person."""
        words: tuple[StepVerdict | ChoreVerdict, ...] = (*self.steps, *self.chores)
        return tuple(word for word in words if word.effect in {Effect.PIN, Effect.CONFIRM})

    @property
    def needs_pin(self) -> bool:
        """Whether a yes counts only with a PIN, over whatever channel."""
        return any(word.effect is Effect.PIN for word in self.asks)

    def wants_pin_over(self, through: Source) -> bool:
        """Tell whether a yes that comes over a channel counts only with a PIN."""
        return self.needs_pin or any(through in each.with_pin for each in self.approvers)

    @property
    def approvers(self) -> tuple[Approvers, ...]:
        """Who may say yes: a person who is among all of these."""
        return tuple(dict.fromkeys(each for word in self.asks for each in word.approvers))


@record(frozen=True, slots=True, kw_only=True)
class StepVerdict:
    """The guard's word on one target of one step.

    `risk` names why it is sensitive, if it is; `approvers` may say yes to what waits.
    """

    step: int
    entity_id: EntityId
    effect: Effect
    policy: str
    reason: str
    risk: str | None = None
    approvers: tuple[Approvers, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class ChoreVerdict:
    """The guard's word on one chore."""

    chore: int
    effect: Effect
    policy: str
    reason: str
    approvers: tuple[Approvers, ...] = ()


class Status(StrEnum):
    """How a step ended on one entity."""

    DONE = "done"
    UNVERIFIED = "unverified"
    FAILED = "failed"
    DENIED = "denied"
    WAITING = "waiting_for_approval"


@record(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one step on one entity.

    `detail` says it in words; `observed` is the last reported state; `took_ms` runs from
    sending until the device's own report.
    """

    step: int
    entity_id: EntityId
    action: str
    status: Status
    detail: str = ""
    expected: str | None = None
    observed: str | None = None
    attempts: int = 0
    took_ms: float | None = None


@record(frozen=True, slots=True, kw_only=True)
class ChoreOutcome:
    """What became of one chore. `back` takes it back, `named` is what it touched, in words."""

    chore: int
    status: Status
    detail: str = ""
    named: tuple[str, ...] = ()
    back: Chore | None = None


class Approval(Frozen):
    """A plan that waits for a person. Durable: it survives a restart until it expires."""

    id: str = Field(default_factory=new_id)
    plan: Plan
    verdict: Verdict
    digest: str
    created_at: datetime
    expires_at: datetime
    status: Literal["pending", "approved", "rejected", "expired"] = "pending"
    decided_by: UserId | None = None


@record(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """A plan with everything that became of it."""

    plan: Plan
    verdict: Verdict
    outcomes: tuple[Outcome, ...] = ()
    chores: tuple[ChoreOutcome, ...] = ()
    approval_id: str | None = None
    finished_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether every outcome was seen to be as wanted."""
        ends = [outcome.status for outcome in self.outcomes]
        ends += [outcome.status for outcome in self.chores]
        return bool(ends) and all(status is Status.DONE for status in ends)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        plain: dict[str, Any] = _results().dump_python(self, mode="json")
        return plain

    def to_json_text(self) -> str:
        """Return it as JSON text."""
        return _results().dump_json(self).decode()

    @classmethod
    def from_json_text(cls, text: str) -> "PlanResult":
        """Read what `to_json_text` wrote.

        Raises:
            ValidationError: it is something else, such as a plan with an action that is gone.
        """
        return _results().validate_json(text)


@cache
def _results() -> TypeAdapter[PlanResult]:
    return TypeAdapter(PlanResult)


def build_results() -> None:
    """Build now what reads and writes results, not when it is first needed."""
    _results()
