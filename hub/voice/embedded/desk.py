"""Whose turn it is to be heard: one at a time, what just ended first, drafts last."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from hub.home.plan import Heard
from hub.home.speech import EngineDown, Hints

# Half a minute of sound takes seconds on a small machine; what takes longer never ends.
HUNG_AFTER_S = 60.0
MOST_WAITING = 16


class Ears(Protocol):
    """What hears; called in a thread, by one at a time."""

    def hear(self, pcm: bytes, hints: Hints) -> Heard:
        """Return the words in a sound at `HEARING_RATE`."""


class Dropped(Exception):
    """A draft gave way to a sentence."""


@dataclass(eq=False, slots=True)
class _Ask:
    pcm: bytes
    hints: Hints
    is_draft: bool
    answer: asyncio.Future[Heard] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class HearingDesk:
    """Serves all who want to be heard; `load` makes what hears, in a thread, once it runs.

    The newest sentence comes first: who speaks now waits for it, and an older one is late already.
    """

    def __init__(self, load: Callable[[], Ears]) -> None:
        self._load = load
        self._waiting: list[_Ask] = []
        self._more = asyncio.Event()
        self._trouble: str | None = None
        self.loaded = asyncio.Event()

    @property
    def trouble(self) -> str | None:
        """Why nothing can be heard, once it is `loaded`; None if all is well."""
        return self._trouble

    async def hear(self, pcm: bytes, hints: Hints, *, is_draft: bool = False) -> Heard:
        """Return the words in a sound once it is its turn; whoever goes away is not served.

        Raises:
            Dropped: it was a draft, and a sentence waited.
            EngineDown: it could not be heard, or too many wait.
        """
        if self._trouble is not None:
            raise EngineDown(self._trouble)
        ask = _Ask(pcm, hints, is_draft)
        self._waiting.append(ask)
        self._thin_out()
        self._more.set()
        try:
            return await ask.answer
        finally:
            if ask in self._waiting:
                self._waiting.remove(ask)

    async def run(self) -> None:
        """Load, then serve for ever."""
        try:
            ears = await asyncio.to_thread(self._load)
        except Exception as error:  # noqa: BLE001 (C code and files may raise whatever they like)
            self._trouble = f"speech to text cannot be loaded: {error}"
            for ask in self._waiting:
                _fail(ask, EngineDown(self._trouble))
            self.loaded.set()
            return
        self.loaded.set()
        while True:
            await self._serve(ears, await self._next())

    async def _next(self) -> _Ask:
        while not self._waiting:
            self._more.clear()
            await self._more.wait()
        place = max(range(len(self._waiting)), key=lambda at: (not self._waiting[at].is_draft, at))
        return self._waiting.pop(place)

    async def _serve(self, ears: Ears, ask: _Ask) -> None:
        if ask.answer.done():  # whoever asked has gone
            return
        try:
            async with asyncio.timeout(HUNG_AFTER_S):
                heard = await asyncio.to_thread(ears.hear, ask.pcm, ask.hints)
        except TimeoutError:
            os._exit(1)  # a thread that hangs cannot be ended; the hub starts us again
        except Exception as error:  # noqa: BLE001 (as above)
            _fail(ask, EngineDown(f"speech to text failed: {type(error).__name__}: {error}"))
        else:
            if not ask.answer.done():
                ask.answer.set_result(heard)

    def _thin_out(self) -> None:
        """Drop drafts if a sentence waits, and the oldest if too many wait."""
        if any(not ask.is_draft for ask in self._waiting):
            for ask in [ask for ask in self._waiting if ask.is_draft]:
                self._waiting.remove(ask)
                _fail(ask, Dropped())
        while len(self._waiting) > MOST_WAITING:
            _fail(self._waiting.pop(0), EngineDown("speech to text has too much to do"))


def _fail(ask: _Ask, error: Exception) -> None:
    if not ask.answer.done():
        ask.answer.set_exception(error)
