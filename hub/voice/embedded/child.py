"""The hub's side of the engines: starts their process, knows its state, starts it again."""

import asyncio
import logging
import random
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from hub.child_process import environment
from hub.record import record
from hub.voice.embedded.knocking import (
    LOAD_TIMEOUT_S,
    EnginesFailed,
    LastWords,
    status,
    until_loaded,
)
from hub.voice.embedded.launch import command
from hub.voice.embedded.settings import EngineSettings

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# One that lived this long was well; the next pause is short again.
WELL_AFTER_S = 30.0

# A path of a Unix socket is at most 107 bytes long (unix(7)).
_LONGEST_PATH = 100
_log = logging.getLogger(__name__)


class Phase(StrEnum):
    """Whether the engines can be asked. While loading they take requests, which wait."""

    LOADING = "loading"
    READY = "ready"
    DOWN = "down"


@record(frozen=True, slots=True)
class EnginesState:
    """How the engines are; `reason` begins with "they", and is empty if all is well.

    `trouble`: what each part ("asr", "tts") cannot do though the process runs.
    """

    name: Phase
    reason: str = ""
    trouble: tuple[tuple[str, str], ...] = ()


_LOADING = EnginesState(Phase.LOADING, "they are loading")


class EmbeddedEngines:
    """The engines in a process of their own. Enter it to start; it keeps it alive until left.

    `folder` takes the socket. `program` replaces the command line of the process in tests.
    """

    def __init__(
        self,
        folder: Path,
        settings: EngineSettings | None = None,
        *,
        program: Sequence[str] | None = None,
    ) -> None:
        self._folder = folder
        self._settings = settings or EngineSettings()
        self._program = program
        self._stack = AsyncExitStack()
        self._socket = folder / "voice.sock"
        self._state = _LOADING
        self._changed = asyncio.Event()
        self._pause_s = FIRST_PAUSE_S
        self._process: Process | None = None

    @property
    def uri(self) -> str:
        """Where they are to be reached, once entered; the same whenever they start again."""
        return f"unix://{self._socket}"

    @property
    def state(self) -> EnginesState:
        """Whether they can be asked, and if not, why."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return None if self._process is None else self._process.pid

    async def __aenter__(self) -> Self:
        """Start them; they load in the background.

        Raises:
            NotInstalled: a library is missing.
        """
        async with AsyncExitStack() as stack:
            if len(str(self._socket.absolute()).encode()) > _LONGEST_PATH:
                short = stack.enter_context(tempfile.TemporaryDirectory(prefix="lares-voice-"))
                self._folder = Path(short)
            self._socket = self._folder.absolute() / "voice.sock"
            program = self._program or command(self._socket, self._settings)
            group = await stack.enter_async_context(asyncio.TaskGroup())
            keeper = group.create_task(self._keep_alive(program), name="voice engines")
            stack.callback(keeper.cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()
        self._set(EnginesState(Phase.DOWN, "they were stopped"))

    async def wait_for(self, phase: Phase, timeout_s: float = LOAD_TIMEOUT_S) -> None:
        """Wait until they are in a phase.

        Raises:
            TimeoutError: they are not within `timeout_s`.
        """
        async with asyncio.timeout(timeout_s):
            while self._state.name is not phase:
                self._changed.clear()
                await self._changed.wait()

    async def wait_ready(self, timeout_s: float = LOAD_TIMEOUT_S) -> None:
        """Wait until they are loaded; raises as `wait_for` does."""
        await self.wait_for(Phase.READY, timeout_s)

    async def _keep_alive(self, program: Sequence[str]) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            self._set(_LOADING)
            try:
                await self._run_once(program)
            except (OSError, TimeoutError, EnginesFailed) as error:
                reason = str(error) or "they did not answer in time"
                self._set(EnginesState(Phase.DOWN, reason))
            if loop.time() - began > WELL_AFTER_S:
                self._pause_s = FIRST_PAUSE_S
            _log.warning("Voice engines: %s; next try in %.1f s", self._state.reason, self._pause_s)
            await asyncio.sleep(self._pause_s * random.uniform(0.8, 1.2))  # noqa: S311 (jitter)
            self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)

    async def _run_once(self, program: Sequence[str]) -> None:
        """Run one process from its start to its end, which is an error."""
        process = await asyncio.create_subprocess_exec(
            *program, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env=environment()
        )
        self._process = process
        last_words = LastWords()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(last_words.follow(process), name="voice engines' errors")
                ready = group.create_task(self._await_ready(), name="voice engines loading")
                await process.wait()
                ready.cancel()
        except* EnginesFailed as errors:
            raise errors.exceptions[0] from None
        finally:
            self._process = None
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        raise EnginesFailed(f"they ended ({status(process)}){last_words}")

    async def _await_ready(self) -> None:
        trouble = await until_loaded(self._socket)
        reason = "; ".join(trouble.values())
        self._set(EnginesState(Phase.READY, reason, tuple(trouble.items())))
        _log.info("The voice engines are ready (process %s)%s", self.pid, reason and f": {reason}")

    def _set(self, state: EnginesState) -> None:
        self._state = state
        self._changed.set()
