"""The trace of one run of an automation or a script: why it began, each step, how it ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from hub.home.frozen import Frozen

Ending = Literal[
    "running", "finished", "aborted", "cancelled", "error", "failed_conditions", "failed_single",
    "failed_max_runs", "missed",
]  # fmt: skip


class TraceStep(Frozen):
    """One step. `path` as in Home Assistant: "trigger/0", "condition/1", "action/0/choose/1/..".

    `result` and `changed_variables` are plain JSON; `plan_id` is the plan that a call became.
    """

    path: str
    at: datetime
    result: Mapping[str, Any] | None = None
    changed_variables: Mapping[str, Any] | None = None
    error: str | None = None
    plan_id: str | None = None


class RunTrace(Frozen):
    """One run. `context_id` is the parent of all it brought about, `parent_id` what caused it.

    `item_id` is the automation's id or the script's object id; `trigger` what fired, in words.
    """

    run_id: str
    domain: Literal["automation", "script"]
    item_id: str
    entity_id: str
    alias: str
    context_id: str
    parent_id: str | None = None
    trigger: str | None = None
    started_at: datetime
    ended_at: datetime | None = None
    ending: Ending = "running"
    error: str | None = None
    steps: tuple[TraceStep, ...] = ()
