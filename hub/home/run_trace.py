"""The trace of one run of an automation or a script: why it began, each step, how it ended.

Written while the run goes on, thousands of times a second in a busy house: hence plain slotted
classes that are filled in, and made JSON, with values cut short, only when somebody keeps or
reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from hub.home.model import State

Ending = Literal[
    "running", "finished", "aborted", "cancelled", "error", "failed_conditions", "failed_single",
    "failed_max_runs", "disallowed_recursion_detected", "missed",
]  # fmt: skip

MAX_STEPS = 1000
MAX_TEXT = 1000
MAX_ITEMS = 100
MAX_DEPTH = 6


@dataclass(slots=True)
class TraceStep:
    """One step. `path` as in Home Assistant: "trigger/0", "condition/1", "action/0/choose/1/..".

    `plan_id` is the plan that a call became.
    """

    path: str
    at: datetime
    result: Mapping[str, Any] | None = None
    changed_variables: Mapping[str, Any] | None = None
    error: str | None = None
    plan_id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON, long values cut short, what is not set left out."""
        told: dict[str, Any] = {"path": self.path, "at": self.at.isoformat()}
        for key in ("result", "changed_variables", "error", "plan_id"):
            value = getattr(self, key)
            if value is not None:
                told[key] = plain(value)
        return told


@dataclass(slots=True)
class RunTrace:
    """One run. `context_id` is the parent of all it brought about, `parent_id` what caused it.

    `item_id` is the automation's id or the script's object id; `trigger` what fired, in words.
    `left_out` counts the steps beyond the first `MAX_STEPS`.
    """

    run_id: str
    domain: Literal["automation", "script"]
    item_id: str
    entity_id: str
    alias: str
    context_id: str
    started_at: datetime
    parent_id: str | None = None
    trigger: str | None = None
    ended_at: datetime | None = None
    ending: Ending = "running"
    error: str | None = None
    steps: list[TraceStep] = field(default_factory=list)
    left_out: int = 0

    def add(self, path: str, at: datetime, result: Mapping[str, Any] | None = None) -> TraceStep:
        """Add a step and return it, to be filled in; one too many is only counted."""
        step = TraceStep(path, at, result)
        if len(self.steps) < MAX_STEPS:
            self.steps.append(step)
        else:
            self.left_out += 1
        return step

    def snapshot(self) -> "RunTrace":
        """Return a copy that does not move on with the run."""
        return replace(self, steps=[replace(step) for step in self.steps])

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        ended_at = None if self.ended_at is None else self.ended_at.isoformat()
        return {
            "run_id": self.run_id, "domain": self.domain, "item_id": self.item_id,
            "entity_id": self.entity_id, "alias": self.alias, "context_id": self.context_id,
            "parent_id": self.parent_id, "trigger": self.trigger,
            "started_at": self.started_at.isoformat(), "ended_at": ended_at,
            "ending": self.ending, "error": self.error, "left_out": self.left_out,
            "steps": [step.to_json() for step in self.steps],
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "RunTrace":
        """Read what `to_json` gave."""
        ended_at = told["ended_at"]
        times = {
            "started_at": datetime.fromisoformat(told["started_at"]),
            "ended_at": None if ended_at is None else datetime.fromisoformat(ended_at),
        }
        steps = [
            TraceStep(**{**step, "at": datetime.fromisoformat(step["at"])})
            for step in told["steps"]
        ]
        return cls(**{**told, **times, "steps": steps})


def plain(value: Any, depth: int = 0) -> Any:  # noqa: PLR0911 -- one line for each type
    """Return a value as JSON has it, long texts, lists and mappings cut short."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + "…"
    if depth >= MAX_DEPTH:
        return "…"
    if isinstance(value, State):
        value = {"entity_id": value.entity_id, "state": value.state, "attributes": value.attributes}
    if isinstance(value, Mapping):
        items = islice(value.items(), MAX_ITEMS)
        return {str(key): plain(inner, depth + 1) for key, inner in items}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner, depth + 1) for inner in islice(value, MAX_ITEMS)]
    if isinstance(value, datetime):
        return value.isoformat()
    return plain(str(value), depth)
