"""The trace of one run of an automation or a script: why it began, each step, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Ending = Literal[
    "running", "finished", "aborted", "cancelled", "error", "failed_conditions", "failed_single",
    "failed_max_runs", "missed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step. `path` as in Home Assistant: "trigger/0", "condition/1", "action/0/choose/1/..".

    `result` and `changed_variables` hold plain values, or what can be written as text.
    """

    path: str
    at: datetime
    result: Mapping[str, Any] | None = None
    changed_variables: Mapping[str, Any] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTrace:
    """One run. `context_id` is the parent of all it brought about, `parent_id` what caused it.

    `item_id` is the automation's id or the script's object id; `trigger` what fired, in words.
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
    steps: tuple[TraceStep, ...] = field(default_factory=tuple)


class RunTraceSink(Protocol):
    """Keeps traces of runs."""

    def put(self, trace: RunTrace) -> None:
        """Keep a trace soon, replacing an earlier one of the same run; never waits or fails."""
