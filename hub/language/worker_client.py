"""The hub's side of the model worker: starts it, talks to it, and starts it again when it fails."""

import asyncio
import json
import logging
import os
import random
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import hub
from hub.language.completion import Completion, ModelUnavailable
from hub.language.model_files import ModelFileError, ensure_model
from hub.language.model_settings import ModelSettings

LOAD_TIMEOUT_S = 120.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# The worker is told to stop decoding this much before we stop waiting, so that it need not die.
MARGIN_S = 0.4
# A sentence that waited its turn until only this much is left is not begun any more.
LEAST_S = 0.6
# How long a late worker may go on before it is taken for hung and killed.
GRACE_S = 1.5

_log = logging.getLogger(__name__)


class Phase(StrEnum):
    """Whether the model can be asked."""

    LOADING = "loading"
    READY = "ready"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class WorkerState:
    """Whether the model can be asked, and if not, why; `reason` begins with "it"."""

    name: Phase
    reason: str = ""


_LOADING = WorkerState(Phase.LOADING, "it is loading")
_READY = WorkerState(Phase.READY)


class _WorkerFailed(Exception):
    """The worker did not start or said nonsense."""


class ModelWorker:
    """A model in a process of its own. Enter it to start; it keeps itself alive until left.

    One prompt at a time; at most `max_waiting` more wait, others are refused at once. A worker
    silent for `GRACE_S` longer than it had is taken for hung, killed and replaced. `command`
    replaces the worker program by another that speaks its protocol.
    """

    def __init__(self, settings: ModelSettings, *, command: Sequence[str] | None = None) -> None:
        self.settings = settings
        self._command = tuple(command or ())
        self._state = _LOADING
        self._reached = {phase: asyncio.Event() for phase in Phase}
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._last_id = 0
        self._pause_s = FIRST_PAUSE_S
        self._process: Process | None = None
        self._group = asyncio.TaskGroup()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def state(self) -> WorkerState:
        """Whether the model can be asked, and if not, why."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process id of the worker, while there is one."""
        return self._process.pid if self._process else None

    async def __aenter__(self) -> Self:
        """Start loading the model; returns at once."""
        await self._group.__aenter__()
        if self.settings.enabled:
            self._keeper = self._group.create_task(self._keep_alive(), name="model worker")
        else:
            self._set(WorkerState(Phase.DOWN, "it is switched off in the configuration"))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the worker."""
        if self._keeper is not None:
            self._keeper.cancel()
        await self._group.__aexit__(kind, error, trace)

    async def wait_for(self, phase: Phase, timeout_s: float = LOAD_TIMEOUT_S) -> None:
        """Wait until the worker is in `phase`.

        Raises:
            TimeoutError: it was not within `timeout_s`; `state` tells why.
        """
        async with asyncio.timeout(timeout_s):
            await self._reached[phase].wait()

    async def wait_ready(self, timeout_s: float = LOAD_TIMEOUT_S) -> None:
        """Wait until the model can be asked; raises as `wait_for` does."""
        await self.wait_for(Phase.READY, timeout_s)

    async def complete(
        self, prompt: str, grammar: str, *, max_tokens: int, timeout_s: float | None = None
    ) -> Completion:
        """Return the likeliest text after `prompt` that `grammar` allows.

        Raises:
            ModelUnavailable: it is loading, down, busy, hung, or cannot do this prompt.
        """
        if self._state.name is not Phase.READY:
            raise ModelUnavailable(self._state.reason)
        if self._waiting > self.settings.max_waiting:
            raise ModelUnavailable("it is busy with other sentences")
        limit_s = self.settings.timeout_s if timeout_s is None else timeout_s
        deadline = asyncio.get_running_loop().time() + limit_s
        self._waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await self._lock.acquire()
        except TimeoutError:
            raise ModelUnavailable("it is busy with other sentences") from None
        finally:
            self._waiting -= 1
        self._waiting += 1
        try:
            return await self._ask(prompt, grammar, max_tokens, deadline)
        finally:
            self._waiting -= 1
            self._lock.release()

    async def _ask(self, prompt: str, grammar: str, max_tokens: int, deadline: float) -> Completion:
        process = self._process
        if process is None or self._state.name is not Phase.READY:
            raise ModelUnavailable(self._state.reason)
        left_s = deadline - asyncio.get_running_loop().time()
        if left_s < LEAST_S:
            raise ModelUnavailable("it is busy with other sentences")
        self._last_id += 1
        request = {
            "id": self._last_id,
            "prompt": prompt,
            "grammar": grammar,
            "max_tokens": max_tokens,
            "budget_s": max(0.0, left_s - MARGIN_S),
        }
        try:
            async with asyncio.timeout_at(deadline):
                reply = await _exchange(process, request)
        except TimeoutError:
            self._set(WorkerState(Phase.DOWN, "it did not answer in time"))
            self._group.create_task(self._grant_grace(process, self._last_id), name="model grace")
            raise ModelUnavailable(self._state.reason) from None
        except (OSError, _WorkerFailed) as error:
            self._give_up(process, "it stopped and is being restarted")
            raise ModelUnavailable(self._state.reason) from error
        if "error" in reply:
            _log.warning("The model worker could not complete a prompt: %s", reply["error"])
            raise ModelUnavailable("it could not work on this sentence")
        self._pause_s = FIRST_PAUSE_S
        return Completion.model_validate(reply)

    async def _keep_alive(self) -> None:
        while True:
            try:
                await self._run_once()
            except (OSError, TimeoutError, ModelFileError, _WorkerFailed) as error:
                self._set(WorkerState(Phase.DOWN, f"it does not start: {error}"))
            _log.warning("Model worker: %s; next try in %.1f s", self._state.reason, self._pause_s)
            await asyncio.sleep(self._pause_s * random.uniform(0.8, 1.2))  # noqa: S311 (jitter)
            self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)

    async def _run_once(self) -> None:
        """Run one worker process from its start to its end."""
        self._set(_LOADING)
        command = self._command or _worker_command(self.settings, await self._model_path())
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment()
        )
        self._process = process
        try:
            async with asyncio.timeout(LOAD_TIMEOUT_S):
                await _await_ready(process)
            self._set(_READY)
            _log.info("The language model is ready (process %d)", process.pid)
            await process.wait()
            if self._state.name is Phase.READY:
                reason = "it stopped and is being restarted"
                self._set(WorkerState(Phase.DOWN, reason))
        finally:
            self._process = None
            await _end(process)

    async def _model_path(self) -> Path:
        """Return the model's file; the default one is assembled if it is not there yet."""
        if self.settings.model_path is not None:
            return self.settings.model_path
        return await asyncio.to_thread(ensure_model, progress=_log.debug)

    async def _grant_grace(self, process: Process, request_id: int) -> None:
        """Let a late worker finish what it does; end it if it stays silent."""
        try:
            async with asyncio.timeout(GRACE_S):
                await _reply(process, request_id)
        except (OSError, TimeoutError, _WorkerFailed):
            self._give_up(process, "it did not answer in time and is being restarted")
        else:
            if process is self._process:
                self._set(_READY)

    def _give_up(self, process: Process, reason: str) -> None:
        self._set(WorkerState(Phase.DOWN, reason))
        with suppress(ProcessLookupError):
            process.kill()

    def _set(self, state: WorkerState) -> None:
        self._state = state
        for phase, event in self._reached.items():
            if phase is state.name:
                event.set()
            else:
                event.clear()


async def _await_ready(process: Process) -> None:
    reply = await _read(process)
    if reply.get("ready") is not True:
        raise _WorkerFailed(str(reply.get("error", "no reason given")))


async def _exchange(process: Process, request: dict[str, Any]) -> dict[str, Any]:
    """Send a request and return its reply; late replies to abandoned requests are passed over."""
    if process.stdin is None:
        raise _WorkerFailed("no pipe to it")
    process.stdin.write(json.dumps(request).encode() + b"\n")
    await process.stdin.drain()
    return await _reply(process, request["id"])


async def _reply(process: Process, request_id: int) -> dict[str, Any]:
    while True:
        reply = await _read(process)
        if reply.get("id") == request_id:
            return reply


async def _read(process: Process) -> dict[str, Any]:
    if process.stdout is None:
        raise _WorkerFailed("no pipe from it")
    try:
        line = await process.stdout.readline()
        reply = json.loads(line) if line else None
    except ValueError as error:
        raise _WorkerFailed("it sent something unreadable") from error
    if not isinstance(reply, dict):
        raise _WorkerFailed("it ended")
    return reply


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()


def _worker_command(settings: ModelSettings, model_path: Path) -> list[str]:
    options = {
        "model_path": str(model_path),
        "adapter_path": str(settings.adapter) if settings.adapter else None,
        "adapter_scale": settings.adapter_scale,
        "context": settings.context,
        "threads": settings.threads or max(1, len(os.sched_getaffinity(0)) - 1),
        "parent": os.getpid(),
    }
    return [sys.executable, "-m", "hub.language.worker", json.dumps(options)]


def _environment() -> dict[str, str]:
    """Return our environment, with this very package importable wherever we were started."""
    root = str(Path(hub.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}
