"""The hub's side of the model worker: reaches it, talks to it, and tries again when it fails."""

import asyncio
import logging
import random
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hub.language.completion import Completion, ModelUnavailable
from hub.language.model_files import ModelFileError, ensure_model
from hub.language.model_settings import ModelSettings
from hub.language.worker_link import Link, WorkerFailed, child, service, worker_command
from hub.record import record

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


@record(frozen=True, slots=True)
class WorkerState:
    """Whether the model can be asked, and if not, why; `reason` begins with "it"."""

    name: Phase
    reason: str = ""


_LOADING = WorkerState(Phase.LOADING, "it is loading")
_READY = WorkerState(Phase.READY)
_OTHER_ADAPTER = "it was started with {}adapter, other than lares.yaml has it; make them the same"


class ModelWorker:
    """A model in a process of its own. Enter it to start; it keeps itself alive until left.

    The process is a child of the hub, or with `settings.socket` a service that somebody else runs:
    then the hub connects, and connects again when the connection ends.

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
        self._link: Link | None = None
        self._group = asyncio.TaskGroup()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def state(self) -> WorkerState:
        """Whether the model can be asked, and if not, why."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process id of the worker, while there is one and it is our own."""
        return self._link.pid if self._link else None

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
        link = self._link
        if link is None or self._state.name is not Phase.READY:
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
                reply = await _exchange(link, request)
        except TimeoutError:
            self._set(WorkerState(Phase.DOWN, "it did not answer in time"))
            self._group.create_task(self._grant_grace(link, self._last_id), name="model grace")
            raise ModelUnavailable(self._state.reason) from None
        except (OSError, WorkerFailed) as error:
            self._give_up(link, "it stopped and is being restarted")
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
            except (OSError, TimeoutError, ModelFileError, WorkerFailed) as error:
                trouble = "cannot be reached" if self.settings.socket else "does not start"
                self._set(WorkerState(Phase.DOWN, f"it {trouble}: {error}"))
            _log.warning("Model worker: %s; next try in %.1f s", self._state.reason, self._pause_s)
            await asyncio.sleep(self._pause_s * random.uniform(0.8, 1.2))  # noqa: S311 (jitter)
            self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)

    async def _run_once(self) -> None:
        """Run one worker process from its start to its end."""
        if self.settings.socket is None:
            self._set(_LOADING)
        async with await self._way_to_it() as link:
            self._set(_LOADING)  # a service that is away is down until it takes the connection
            self._link = link
            try:
                async with asyncio.timeout(LOAD_TIMEOUT_S):
                    self._greeted(await link.receive())
                self._set(_READY)
                _log.info("The language model is ready (%s)", _who(link))
                await link.ended()
                if self._state.name is Phase.READY:
                    self._set(WorkerState(Phase.DOWN, "it stopped and is being restarted"))
            finally:
                self._link = None

    async def _way_to_it(self) -> AbstractAsyncContextManager[Link]:
        if self._command:
            return child(self._command)
        if self.settings.socket is not None:
            return service(self.settings.socket)
        return child(worker_command(self.settings, await self._model_path()))

    def _greeted(self, greeting: dict[str, Any]) -> None:
        """Take in how the worker begins.

        Raises:
            WorkerFailed: it could not load its model, or has another one than we are told.
        """
        if greeting.get("ready") is not True:
            raise WorkerFailed(str(greeting.get("error", "no reason given")))
        wanted = self.settings.adapter is not None
        if greeting.get("adapter", wanted) is not wanted:
            raise WorkerFailed(_OTHER_ADAPTER.format("no " if wanted else "an "))

    async def _model_path(self) -> Path:
        """Return the model's file; the default one is assembled if it is not there yet."""
        if self.settings.model_path is not None:
            return self.settings.model_path
        return await asyncio.to_thread(ensure_model, progress=_log.debug)

    async def _grant_grace(self, link: Link, request_id: int) -> None:
        """Let a late worker finish what it does; end it if it stays silent."""
        try:
            async with asyncio.timeout(GRACE_S):
                await _reply(link, request_id)
        except (OSError, TimeoutError, WorkerFailed):
            self._give_up(link, "it did not answer in time and is being restarted")
        else:
            if link is self._link:
                self._set(_READY)

    def _give_up(self, link: Link, reason: str) -> None:
        self._set(WorkerState(Phase.DOWN, reason))
        link.cut()

    def _set(self, state: WorkerState) -> None:
        self._state = state
        for phase, event in self._reached.items():
            if phase is state.name:
                event.set()
            else:
                event.clear()


def _who(link: Link) -> str:
    return f"process {link.pid}" if link.pid is not None else "a service of its own"


async def _exchange(link: Link, request: dict[str, Any]) -> dict[str, Any]:
    """Send a request and return its reply; late replies to abandoned requests are passed over."""
    await link.send(request)
    return await _reply(link, request["id"])


async def _reply(link: Link, request_id: int) -> dict[str, Any]:
    while True:
        reply = await link.receive()
        if reply.get("id") == request_id:
            return reply
