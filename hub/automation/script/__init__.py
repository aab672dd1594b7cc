"""What rules do: runs of automations and scripts, step by step, over restarts too."""

from hub.automation.script.run import Durable, Run, RunResult
from hub.automation.script.runs import Foster, RunParts, Runs, RunTraceSink
from hub.automation.script.waits import AttachTrigger

__all__ = [
    "AttachTrigger",
    "Durable",
    "Foster",
    "Run",
    "RunParts",
    "RunResult",
    "RunTraceSink",
    "Runs",
]
