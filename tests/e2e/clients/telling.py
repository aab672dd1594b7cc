"""What a program printed, a line of JSON for each step."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE_S = 60


class Told:
    """The steps of a program that runs, in their order."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def until(self, step: str) -> dict[str, Any]:
        """Return what is told until a step, by step.

        Raises:
            AssertionError: the program ended before; with what it wrote of it.
        """
        return self._all(step)

    def rest(self) -> dict[str, Any]:
        """Return what is told until the end, which has to be a good one."""
        told = self._all(None)
        assert self._process.wait(PATIENCE_S) == 0, told
        return told

    def _all(self, last: str | None) -> dict[str, Any]:
        told: dict[str, Any] = {}
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if not line.startswith("{"):
                told["other"] = told.get("other", "") + line
                continue
            said = json.loads(line)
            told[said["step"]] = said.get("told", said.get("failed"))
            if said["step"] == last:
                return told
        assert last is None, f"it ended before {last!r}: {told}"
        return told


@contextmanager
def running(*command: str, env: dict[str, str]) -> Iterator[Told]:
    """Run a program; it is ended afterwards."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
    ) as process:
        try:
            yield Told(process)
        finally:
            process.kill()
